namespace Dialtone.Watcher.Metrics;

/// <content>Checks and their runs.</content>
public static partial class MetricCatalogue
{
    /// <summary>What a check is, to be joined; the operator's labels stand here alone.</summary>
    public static MetricFamily CheckInfo { get; } = Info(
        "dialtone_check_info", "What the check runs, and the labels that its configuration gives it.",
        "transaction", "profile");

    /// <summary>The colour: 0 unknown, 1 green, 2 yellow, 3 red; so the worst of a site is its maximum.</summary>
    public static MetricFamily CheckState { get; } = Gauge(
        "dialtone_check_state", "How the check stands: 0 unknown, 1 green, 2 yellow, 3 red.");

    /// <summary>Whether somebody paused it.</summary>
    public static MetricFamily CheckPaused { get; } = Gauge(
        "dialtone_check_paused", "Whether somebody paused the check (1) or it runs (0).");

    /// <summary>Its interval.</summary>
    public static MetricFamily CheckInterval { get; } = Gauge(
        "dialtone_check_interval_seconds", "Seconds from the begin of a run to the begin of the next.");

    /// <summary>Whether the last run got through; absent where it could not be run.</summary>
    public static MetricFamily CheckSuccess { get; } = Gauge(
        "dialtone_check_success",
        "Whether the last run worked (1), if only by a fall-back, or failed (0); none where it could not be run.");

    /// <summary>How long the last run took.</summary>
    public static MetricFamily CheckDuration { get; } = Gauge(
        "dialtone_check_duration_seconds", "Seconds that the last run took, signing out included.");

    /// <summary>When the last run began.</summary>
    public static MetricFamily CheckLastRun { get; } = Gauge(
        "dialtone_check_last_run_timestamp_seconds", "When the last run began, in seconds since 1970.");

    /// <summary>The sign-in alone.</summary>
    public static MetricFamily SignInDuration { get; } = Gauge(
        "dialtone_sign_in_duration_seconds", "Seconds from the start of the run to the end of the sign-in.");

    /// <summary>Whether the time ran out.</summary>
    public static MetricFamily TimedOut { get; } = Gauge(
        "dialtone_timed_out", "Whether the time of the run was over before the transaction came to its end (1).");

    /// <summary>The time of each step that was run.</summary>
    public static MetricFamily StepDuration { get; } = Gauge(
        "dialtone_step_duration_seconds", "Seconds that the step took; none for a step that was not run.", "step");

    /// <summary>The result of each step that was run.</summary>
    public static MetricFamily StepResult { get; } = Gauge(
        "dialtone_step_result",
        "How the step went: 1 passed, 2 degraded, 3 failed; none where it was not run.",
        "step");

    /// <summary>What is amiss, by code.</summary>
    public static MetricFamily Finding { get; } = Gauge(
        "dialtone_finding",
        "How many findings of this code there are, each about another thing; of a check those that are shown.",
        "code", "severity", "cause");

    /// <summary>Whether it lives on something less.</summary>
    public static MetricFamily Degraded { get; } = Gauge(
        "dialtone_degraded",
        "Whether it signed in (1) by what was remembered alone, with a backup Registrar, or over TCP without TLS.",
        "reason");

    /// <summary>When a certificate ends.</summary>
    public static MetricFamily CertificateEnd { get; } = Gauge(
        "dialtone_certificate_not_after_timestamp_seconds",
        "The earliest end of a certificate that a server showed, or of the user's own, in seconds since 1970.",
        "kind");

    /// <summary>How many addresses there are, and how many of them answer.</summary>
    public static MetricFamily Targets { get; } = Gauge(
        "dialtone_targets", "Distinct addresses that were tried, and those of them that answered.", "state");

    /// <summary>The verdict of <c>/probe</c>, by the name that probers of Prometheus share.</summary>
    public static MetricFamily ProbeSuccess { get; } = Gauge(
        "probe_success", "Whether the transaction succeeded (1), if only by a fall-back.");

    /// <summary>The time of <c>/probe</c>, by the name that probers of Prometheus share.</summary>
    public static MetricFamily ProbeDuration { get; } = Gauge(
        "probe_duration_seconds", "Seconds that the probe took.");
}
