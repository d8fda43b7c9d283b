using System.Globalization;

namespace Dialtone.Mutation;

/// <summary>
/// Runs many inputs through the codecs: first those that once showed a defect, then <see cref="Count"/> new ones, which
/// the seed and their numbers determine.
/// </summary>
public sealed class MutationRun
{
    /// <summary>How many bytes more may be in use after any later part of a run than after its first.</summary>
    public const long LiveBytesGrowthMax = 4 * 1024 * 1024;

    private const int BlockInputs = 1024;
    private const int FindingsMax = 12;
    private const int ReadTwiceEvery = 8;

    private readonly List<Finding> _findings = [];
    private Block[] _blocks = [];
    private long _nextBlock;
    private long _lastBlock;
    private bool _isHung;

    /// <summary>Makes the codecs, anew for each worker.</summary>
    public required Func<IReadOnlyList<Codec>> Codecs { get; init; }

    /// <summary>Reads a codec's corpus.</summary>
    public Func<Codec, Corpus> CorpusOf { get; init; } = Corpus.Of;

    /// <summary>How many inputs; rounded up to whole blocks.</summary>
    public required long Count { get; init; }

    /// <summary>What the inputs are drawn with.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>How many threads.</summary>
    public int Workers { get; init; } = 2;

    /// <summary>After how many parts of the run progress is told and memory is looked at.</summary>
    public int Parts { get; init; } = 10;

    /// <summary>How long one input may take: far more than the slowest, on the busiest machine.</summary>
    public TimeSpan HangAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Is told how far the run has come.</summary>
    public Action<string> Progress { get; init; } = _ => { };

    /// <summary>Runs to the end, or to the point where there are findings enough.</summary>
    public MutationReport Run()
    {
        var workers = Enumerable.Range(0, Workers).Select(_ => new Worker(this)).ToArray();
        foreach (var (codec, corpus) in workers[0].Stations)
        {
            Replay(codec, corpus);
        }

        _blocks = [.. workers[0].Stations.SelectMany((s, i) => Enumerable.Repeat(new Block(i), s.Codec.Share))];
        var blocks = (Count + BlockInputs - 1) / BlockInputs;
        var (first, most) = (0L, 0L);
        for (var part = 1; part <= Parts && !IsOver; part++)
        {
            _lastBlock = blocks * part / Parts;
            RunPart(workers);
            var live = GC.GetTotalMemory(forceFullCollection: true);
            (first, most) = (part == 1 ? live : first, Math.Max(most, live));
            if (most > first + LiveBytesGrowthMax)
            {
                Add(new("all", Seed, _lastBlock * BlockInputs, $"memory in use grew from {first} to {most} bytes", []));
            }

            Progress(string.Create(CultureInfo.InvariantCulture,
                $"{_lastBlock * BlockInputs:N0} of {blocks * BlockInputs:N0} inputs, {_findings.Count} findings, "
                + $"{live:N0} bytes in use"));
        }

        return new(Counts(workers), _findings, first, most);
    }

    private bool IsOver
    {
        get
        {
            lock (_findings)
            {
                return _isHung || _findings.Count >= FindingsMax;
            }
        }
    }

    // Once is enough of each kind: the others would hide what else there is.
    private bool IsKnown(Codec codec, string complaint)
    {
        lock (_findings)
        {
            return _findings.Exists(f => f.Codec == codec.Name && Finding.IsSame(f.Complaint, complaint));
        }
    }

    private static CodecCounts[] Counts(Worker[] workers) =>
    [
        .. workers[0].Stations.Select((s, i) => new CodecCounts(
            s.Codec.Name,
            workers.Sum(w => w.InputCounts[i]),
            workers.Sum(w => w.Judges[i].AcceptedCount),
            workers.Sum(w => w.Judges[i].RewrittenCount),
            workers.Max(w => w.Judges[i].AllocatedBytesMost))),
    ];

    private void Replay(Codec codec, Corpus corpus)
    {
        var judge = new Judge(codec);
        foreach (var entry in corpus.Found.Concat(corpus.Entries))
        {
            if (judge.Complaint(entry.Bytes, twice: true) is { } complaint)
            {
                Add(new(codec.Name, Seed, -1, $"{entry.Name} {complaint}", entry.Bytes));
            }
        }
    }

    private void RunPart(Worker[] workers)
    {
        var threads = workers.Select(worker => new Thread(worker.Run) { IsBackground = true }).ToArray();
        foreach (var thread in threads)
        {
            thread.Start();
        }

        foreach (var (thread, worker) in threads.Zip(workers))
        {
            for (var seen = -1L; !thread.Join(HangAfter); seen = worker.Index)
            {
                if (worker.Index == seen)
                {
                    var station = worker.Stations[worker.Station];
                    var input = new Mutator(station.Codec, station.Corpus, Seed).Make(seen).ToArray();
                    Add(new(station.Codec.Name, Seed, seen, "hangs", input));

                    // Nothing ends a thread that does not end: the run does, and leaves it behind.
                    lock (_findings)
                    {
                        _isHung = true;
                    }

                    return;
                }
            }
        }
    }

    private void Add(Finding finding)
    {
        lock (_findings)
        {
            _findings.Add(finding);
        }
    }

    private readonly record struct Block(int Station);

    /// <summary>One thread's own codecs, and what it has seen.</summary>
    private sealed class Worker
    {
        private readonly MutationRun _run;
        private readonly Mutator[] _mutators;
        private long _index;

        public Worker(MutationRun run)
        {
            _run = run;
            Stations = [.. run.Codecs().Select(codec => (codec, run.CorpusOf(codec)))];
            Judges = [.. Stations.Select(s => new Judge(s.Codec))];
            _mutators = [.. Stations.Select(s => new Mutator(s.Codec, s.Corpus, run.Seed))];
            InputCounts = new long[Stations.Length];
        }

        public (Codec Codec, Corpus Corpus)[] Stations { get; }

        public Judge[] Judges { get; }

        public long[] InputCounts { get; }

        /// <summary>Which codec is at work.</summary>
        public int Station { get; private set; }

        /// <summary>The number of the input that is at work.</summary>
        public long Index => Volatile.Read(ref _index);

        public void Run()
        {
            while (!_run.IsOver)
            {
                var block = Interlocked.Increment(ref _run._nextBlock) - 1;
                if (block >= _run._lastBlock)
                {
                    _ = Interlocked.Decrement(ref _run._nextBlock);
                    return;
                }

                Station = _run._blocks[block % _run._blocks.Length].Station;
                RunBlock(block * BlockInputs);
            }
        }

        private void RunBlock(long start)
        {
            var (codec, _) = Stations[Station];
            for (var index = start; index < start + BlockInputs; index++)
            {
                Volatile.Write(ref _index, index);
                InputCounts[Station]++;
                var input = _mutators[Station].Make(index);
                if (Judges[Station].Complaint(input, twice: index % ReadTwiceEvery == 0) is { } complaint)
                {
                    if (!_run.IsKnown(codec, complaint))
                    {
                        var shorter = Shrinker.Shrink(codec, input.ToArray(), complaint);
                        _run.Add(new(codec.Name, _run.Seed, index, complaint, shorter));
                    }
                }
            }
        }
    }
}
