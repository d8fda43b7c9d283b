using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Dialtone.Watcher.Runs;
using Microsoft.Win32.SafeHandles;

namespace Dialtone.Watcher.Outbox;

/// <summary>
/// Results that wait for history, in one file of the state directory: what was taken in is on disk before the call
/// returns, and is there after the watcher was killed at any moment. One caller at a time.
/// </summary>
/// <remarks>
/// Records are added at the end and read from the begin. A record that was handed in stays in the file until all were,
/// or until room is needed; after a kill it is handed in again, and history passes it over. A record that was cut short
/// is the last one and was never acknowledged: it is cut off.
/// </remarks>
public sealed class RunSpool : IDisposable
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "results.spool";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // What the file begins with. Another number is another format: it is set aside, not overwritten.
    private static readonly byte[] Magic = "DTSPOOL1"u8.ToArray();

    private readonly string _path;
    private readonly long _bytesMax;
    private readonly List<Place> _waiting = [];
    private SafeFileHandle? _file;
    private int _first;
    private long _end;

    /// <summary>Names the file; it is opened when it is first needed.</summary>
    /// <param name="directory">The state directory.</param>
    /// <param name="bytesMax">How many bytes the file may have.</param>
    public RunSpool(string directory, long bytesMax = OutboxLimits.SpoolBytesMax)
    {
        _path = Path.Combine(directory, FileName);
        _bytesMax = bytesMax;
    }

    /// <summary>Where it is.</summary>
    public string File => _path;

    /// <summary>How many results wait in it.</summary>
    public int Count => _waiting.Count - _first;

    /// <summary>How many bytes the file has, those of results that were handed in included.</summary>
    public long Bytes => _end;

    /// <summary>Why it cannot be read or written, in words; <c>null</c> where it can.</summary>
    public string? Fault { get; private set; }

    /// <summary>At which byte what was found stopped making sense; <c>null</c> where all of it did.</summary>
    public long? BrokenAt { get; private set; }

    /// <summary>How many reports were given up for want of room, their runs kept.</summary>
    public long ReportsGivenUp { get; private set; }

    /// <summary>How many runs were given up for want of room, or could not be read any more.</summary>
    public long RunsGivenUp { get; private set; }

    /// <summary>
    /// Opens the file and finds what a watcher before left in it. Tried again by every call where it fails.
    /// </summary>
    public bool TryOpen() => _file is not null || Try(Open);

    /// <summary>Takes results in, all or none of them.</summary>
    /// <returns>Whether they are on disk now; else <see cref="Fault"/> says why not.</returns>
    public bool TryAdd(IReadOnlyList<CheckRun> runs)
    {
        var records = new ArrayBufferWriter<byte>();
        var sizes = new int[runs.Count];
        for (var at = 0; at < runs.Count; at++)
        {
            var before = records.WrittenCount;
            SpoolRecord.Write(runs[at], records);
            sizes[at] = records.WrittenCount - before;
        }

        return TryOpen() && Try(() => Add(records.WrittenMemory, sizes));
    }

    /// <summary>The results that wait for longest, in order.</summary>
    /// <param name="count">At most so many.</param>
    /// <param name="bytes">And at most so many bytes, but at least one.</param>
    public ImmutableArray<CheckRun> Peek(int count, long bytes)
    {
        var runs = ImmutableArray.CreateBuilder<CheckRun>();
        while (runs.Count < count && runs.Count < Count)
        {
            var place = _waiting[_first + runs.Count];
            bytes -= place.Length;
            if (bytes < 0 && runs.Count > 0)
            {
                break;
            }

            if (TryReadAt(place, out var run))
            {
                runs.Add(run);
            }
            else if (Fault is not null)
            {
                break;
            }
            else
            {
                _waiting.RemoveAt(_first + runs.Count);
                RunsGivenUp++;
            }
        }

        return runs.ToImmutable();
    }

    /// <summary>The first ones were handed in, or given up.</summary>
    public void Remove(int count)
    {
        _first += count;
        if (Count == 0)
        {
            _waiting.Clear();
            _first = 0;
            _ = Try(() => Cut(Magic.Length));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }

    private bool Try(Action act)
    {
        try
        {
            act();
            Fault = null;
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Fault = error.Message;
            return false;
        }
    }

    private void Open()
    {
        _ = Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        System.IO.File.Delete(_path + ".new");
        var file = OpenAt(_path, FileMode.OpenOrCreate);
        try
        {
            var content = new Scan(file);
            if (content.IsForeign(Magic))
            {
                file.Dispose();
                System.IO.File.Move(_path, _path + ".set-aside", overwrite: true);
                file = OpenAt(_path, FileMode.OpenOrCreate);
                content = new Scan(file);
                BrokenAt = 0;
            }

            _waiting.Clear();
            _first = 0;
            _waiting.AddRange(content.Records(Magic.Length));
            BrokenAt = content.BrokenAt ?? BrokenAt;
            if (content.End <= Magic.Length)
            {
                RandomAccess.Write(file, Magic, 0);
            }

            _end = Math.Max(content.End, Magic.Length);
            RandomAccess.SetLength(file, _end);
            _file = file;
        }
        finally
        {
            if (_file != file)
            {
                file.Dispose();
            }
        }
    }

    private static SafeFileHandle OpenAt(string path, FileMode mode)
    {
        var isNew = !System.IO.File.Exists(path);

        // For one watcher alone; Windows renames what is open only where its deletion is shared.
        var share = OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None;
        var file = System.IO.File.OpenHandle(path, mode, FileAccess.ReadWrite, share);
        if (isNew && !OperatingSystem.IsWindows())
        {
            System.IO.File.SetUnixFileMode(file, OwnerOnly);
        }

        return file;
    }

    private void Add(ReadOnlyMemory<byte> records, int[] sizes)
    {
        if (_end + records.Length > _bytesMax)
        {
            MakeRoom(records.Length);
        }

        try
        {
            RandomAccess.Write(_file!, records.Span, _end);
            RandomAccess.FlushToDisk(_file!);
        }
        catch (IOException)
        {
            Cut(_end);
            throw;
        }

        var from = 0;
        foreach (var size in sizes)
        {
            _ = SpoolRecord.TryReadHead(records.Span[from..], out var head);
            _waiting.Add(new(_end + from, head));
            from += size;
        }

        _end += records.Length;
    }

    /// <summary>
    /// Writes a new file of what is worth most, a quarter smaller than there is room for, so that this is rare.
    /// </summary>
    private void MakeRoom(long wanted)
    {
        var places = _waiting[_first..];
        var room = Math.Max(0, (_bytesMax / 4 * 3) - Magic.Length - wanted);
        var kept = GivingUp.Choose([.. places.Select(each => each.Size)], room);
        List<Place> moved = [];
        var next = OpenAt(_path + ".new", FileMode.Create);
        try
        {
            var end = (long)Magic.Length;
            RandomAccess.Write(next, Magic, 0);
            for (var at = 0; at < places.Count; at++)
            {
                if (kept[at] != GivingUp.Kept.Nothing)
                {
                    var record = Record(places[at], kept[at]);
                    RandomAccess.Write(next, record.Span, end);
                    _ = SpoolRecord.TryReadHead(record.Span, out var head);
                    moved.Add(new(end, head));
                    end += record.Length;
                }
            }

            RandomAccess.FlushToDisk(next);
            Replace(next, moved, end);
        }
        finally
        {
            if (_file != next)
            {
                next.Dispose();
            }
        }

        ReportsGivenUp += kept.Count(each => each == GivingUp.Kept.Run);
        RunsGivenUp += kept.Count(each => each == GivingUp.Kept.Nothing);
    }

    private ReadOnlyMemory<byte> Record(Place place, GivingUp.Kept kept)
    {
        var whole = new byte[place.Length];
        Fill(_file!, whole, place.Offset);
        if (kept == GivingUp.Kept.Whole)
        {
            return whole;
        }

        var without = new ArrayBufferWriter<byte>();
        SpoolRecord.WriteWithoutReport(whole, without);
        return without.WrittenMemory;
    }

    private void Replace(SafeFileHandle next, List<Place> moved, long end)
    {
        // Where this fails the old one is opened anew.
        _file!.Dispose();
        _file = null;
        System.IO.File.Move(_path + ".new", _path, overwrite: true);
        _file = next;
        _waiting.Clear();
        _waiting.AddRange(moved);
        _first = 0;
        _end = end;
    }

    private void Cut(long end)
    {
        RandomAccess.SetLength(_file!, end);
        _end = end;
    }

    private bool TryReadAt(Place place, [NotNullWhen(true)] out CheckRun? run)
    {
        var record = new byte[place.Length];
        run = null;
        return Try(() => Fill(_file!, record, place.Offset)) && SpoolRecord.TryRead(record, out run);
    }

    // Where somebody else cut the file short, zeros are left, and the check value says so.
    private static void Fill(SafeFileHandle file, Span<byte> octets, long offset)
    {
        for (var read = -1; !octets.IsEmpty && read != 0; octets = octets[read..], offset += read)
        {
            read = RandomAccess.Read(file, octets, offset);
        }
    }

    private readonly record struct Place(long Offset, SpoolRecord.Head Head)
    {
        public int Length => Head.Length;

        public GivingUp.Size Size => new(SpoolRecord.HeadBytes + Head.Run, Head.Page + (long)Head.Data, Head.IsPlain);
    }

    /// <summary>What is found in a file at the begin.</summary>
    private sealed class Scan(SafeFileHandle file)
    {
        private readonly long _length = RandomAccess.GetLength(file);

        public long End { get; private set; }

        public long? BrokenAt { get; private set; }

        // A file that was cut within its first bytes is ours: nothing was in it yet.
        public bool IsForeign(byte[] magic)
        {
            var begin = new byte[Math.Min(_length, magic.Length)];
            Fill(file, begin, 0);
            return !magic.AsSpan().StartsWith(begin);
        }

        public IEnumerable<Place> Records(int from)
        {
            End = from;
            while (End < _length)
            {
                var record = new byte[Math.Min(SpoolRecord.HeadBytes, _length - End)];
                Fill(file, record, End);
                if (!SpoolRecord.TryReadHead(record, out var head) || head.Length > _length - End)
                {
                    BrokenAt ??= End;
                    yield break;
                }

                record = new byte[head.Length];
                Fill(file, record, End);
                var place = new Place(End, head);
                End += head.Length;
                if (SpoolRecord.IsSound(record))
                {
                    yield return place;
                }
                else
                {
                    BrokenAt ??= place.Offset;
                }
            }
        }
    }
}
