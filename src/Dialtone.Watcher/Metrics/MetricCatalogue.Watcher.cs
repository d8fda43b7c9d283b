namespace Dialtone.Watcher.Metrics;

/// <content>The watcher itself.</content>
public static partial class MetricCatalogue
{
    /// <summary>The version.</summary>
    public static MetricFamily BuildInfo { get; } = Info(
        "dialtone_build_info", "The version of the watcher and of the runtime below it.", "version", "runtime");

    /// <summary>Runs of checks that began.</summary>
    public static MetricFamily RunsStarted { get; } = Counter(
        "dialtone_runs_started_total", "Runs of checks that this watcher began.");

    /// <summary>Runs of checks that ended.</summary>
    public static MetricFamily RunsFinished { get; } = Counter(
        "dialtone_runs_finished_total", "Runs of checks that came to their end here, by how they went.", "outcome");

    /// <summary>How late runs began; divided by their number, how late one begins.</summary>
    public static MetricFamily Lateness { get; } = Counter(
        "dialtone_run_lateness_seconds_total", "Seconds by which runs began after their time, all together.");

    /// <summary>Runs that fell out.</summary>
    public static MetricFamily RunsSkipped { get; } = Counter(
        "dialtone_runs_skipped_total", "Runs that fell out, since the one before was not over.");

    /// <summary>Runs under way.</summary>
    public static MetricFamily RunsRunning { get; } = Gauge("dialtone_runs_running", "Runs of checks under way.");

    /// <summary>Checks that this watcher runs.</summary>
    public static MetricFamily ChecksHeld { get; } = Gauge(
        "dialtone_checks_held", "Checks that this watcher runs: all of them, or those whose lease it holds.");

    /// <summary>Checks that wait for a place.</summary>
    public static MetricFamily ChecksDue { get; } = Gauge(
        "dialtone_checks_due", "Checks whose time has come, and that wait until fewer others run.");

    /// <summary>Results not yet in the history.</summary>
    public static MetricFamily ResultsWaiting { get; } = Gauge(
        "dialtone_results_waiting", "Results that wait until the history takes them.");

    /// <summary>How much room these take.</summary>
    public static MetricFamily WaitingBytes { get; } = Gauge(
        "dialtone_results_waiting_bytes", "Bytes of the results that wait, in memory and in the spool.", "where");

    /// <summary>What was lost.</summary>
    public static MetricFamily GivenUp { get; } = Counter(
        "dialtone_results_given_up_total",
        "Runs, and reports of runs that are kept, for which there was no more room to wait.", "what");

    /// <summary>Whether the history takes results.</summary>
    public static MetricFamily HistoryUp { get; } = Gauge(
        "dialtone_history_up", "Whether the history could be written (1) when it was last tried.");

    /// <summary>What the history takes.</summary>
    public static MetricFamily HistoryBytes { get; } = Gauge(
        "dialtone_history_size_bytes", "Bytes that the history takes on disk, as it last said.");

    /// <summary>Whether the file as it stands is in force.</summary>
    public static MetricFamily ConfigurationGood { get; } = Gauge(
        "dialtone_config_last_reload_successful",
        "Whether the configuration as it now stands is in force (1), or was refused and the last good one is (0).");

    /// <summary>When a configuration was taken last.</summary>
    public static MetricFamily ConfigurationLoaded { get; } = Gauge(
        "dialtone_config_last_reload_success_timestamp_seconds",
        "When the configuration in force was read, in seconds since 1970.");

    /// <summary>What webhooks were told.</summary>
    public static MetricFamily Deliveries { get; } = Counter(
        "dialtone_webhook_deliveries_total", "What came of telling a webhook that a check turned.",
        "hook", "outcome");

    /// <summary>Answers of <c>/probe</c>.</summary>
    public static MetricFamily Probes { get; } = Counter(
        "dialtone_probes_total", "Transactions that /probe ran, by how they went.", "outcome");

    /// <summary>Refusals of <c>/probe</c>.</summary>
    public static MetricFamily ProbesRefused { get; } = Counter(
        "dialtone_probes_refused_total", "Requests that /probe refused, since as many as may ran already.");

    /// <summary>Time of the processors.</summary>
    public static MetricFamily CpuTime { get; } = Counter(
        "process_cpu_seconds_total", "Seconds of processor time, by user and system together.");

    /// <summary>Open files.</summary>
    public static MetricFamily OpenFiles { get; } = Gauge("process_open_fds", "Open file descriptors.");

    /// <summary>How many files may be open.</summary>
    public static MetricFamily OpenFilesMost { get; } = Gauge(
        "process_max_fds", "File descriptors that may be open at most.");

    /// <summary>Virtual memory.</summary>
    public static MetricFamily VirtualMemory { get; } = Gauge(
        "process_virtual_memory_bytes", "Bytes of virtual memory.");

    /// <summary>Resident memory.</summary>
    public static MetricFamily ResidentMemory { get; } = Gauge(
        "process_resident_memory_bytes", "Bytes of memory that are resident.");

    /// <summary>When the process began.</summary>
    public static MetricFamily StartTime { get; } = Gauge(
        "process_start_time_seconds", "When the process began, in seconds since 1970.");

    /// <summary>The managed heap, by the name that .NET has for it.</summary>
    public static MetricFamily HeapSize { get; } = Gauge(
        "dotnet_gc_last_collection_heap_size_bytes", "Bytes of the managed heap after the last collection.");

    /// <summary>What was allocated, by the name that .NET has for it.</summary>
    public static MetricFamily Allocated { get; } = Counter(
        "dotnet_gc_heap_total_allocated_bytes_total", "Bytes allocated on the managed heap.");

    /// <summary>Collections, by the name that .NET has for them.</summary>
    public static MetricFamily Collections { get; } = Counter(
        "dotnet_gc_collections_total", "Collections of garbage, by generation.", "gc_heap_generation");

    /// <summary>Pauses, by the name that .NET has for them.</summary>
    public static MetricFamily PauseTime { get; } = Counter(
        "dotnet_gc_pause_time_seconds_total", "Seconds that the process stood still for collections.");
}
