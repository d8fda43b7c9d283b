using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Dialtone.Watcher.Configuration;

/// <summary>
/// The file of the configuration, looked at again and again. A new content is read whole, and refused whole where it is
/// wrong: then the one before stays in force, and <see cref="LastFault"/> says why. Any thread, any time.
/// </summary>
/// <remarks>
/// It is the content that counts, not the date or the file: an editor that puts another file in its place and a link
/// that is bent to another directory are changes like any other.
/// </remarks>
public sealed class ConfigurationFile : IDisposable
{
    /// <summary>
    /// How often it is looked at. What is new counts once it was the same twice: a file that is being written is not
    /// read in parts.
    /// </summary>
    public static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly WatchConfiguration _first;
    private readonly ITimer _timer;
    private volatile State _state;
    private string _judged;
    private string _seen;
    private ImmutableList<Action> _listeners = [];
    private bool _isDisposed;

    private ConfigurationFile(string path, TimeProvider time, string judged, WatchConfiguration first)
    {
        (_path, _time, _judged, _seen, _first) = (path, time, judged, judged, first);
        _state = new(first, time.GetUtcNow(), null);
        _timer = time.CreateTimer(_ => Poll(), null, PollInterval, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What is in force: the last that was right.</summary>
    public WatchConfiguration Current => _state.Current;

    /// <summary>When it came into force.</summary>
    public DateTimeOffset LoadedAt => _state.LoadedAt;

    /// <summary>Why what the file holds now is not in force; <c>null</c> where it is.</summary>
    public ConfigurationFault? LastFault => _state.LastFault;

    /// <summary>
    /// The keys whose new value counts only after a restart, as they stand in the file; empty where all of it counts.
    /// </summary>
    public ImmutableArray<string> AwaitingRestart => RestartKeys.Differing(_first, Current);

    /// <summary>Reads the file for the first time.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="time">The clock.</param>
    /// <param name="file">The file, with a configuration in force.</param>
    /// <param name="fault">Why there is none.</param>
    public static bool TryOpen(
        string path, TimeProvider time,
        [NotNullWhen(true)] out ConfigurationFile? file, [NotNullWhen(false)] out ConfigurationFault? fault)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(time);
        file = null;
        var whole = Path.GetFullPath(path);
        var (content, print) = Look(whole);
        fault = Judge(whole, content, print, out var configuration);
        if (configuration is not null)
        {
            file = new(whole, time, print, configuration);
        }

        return file is not null;
    }

    /// <summary>
    /// Calls back, quickly and on whatever thread, whenever another configuration came into force or was refused, until
    /// that is disposed of.
    /// </summary>
    public IDisposable Listen(Action listener)
    {
        lock (_lock)
        {
            _listeners = _listeners.Add(listener);
        }

        return new Listening(this, listener);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
        }

        _timer.Dispose();
    }

    private void Poll()
    {
        ImmutableList<Action> listeners;
        lock (_lock)
        {
            listeners = IsAnother() ? _listeners : [];
        }

        listeners.ForEach(each => each());
        lock (_lock)
        {
            if (!_isDisposed)
            {
                _ = _timer.Change(PollInterval, Timeout.InfiniteTimeSpan);
            }
        }
    }

    // Whether what it holds is new and the same as a moment ago; then that is judged.
    private bool IsAnother()
    {
        var (content, print) = Look(_path);
        var isNew = print != _judged && print == _seen;
        _seen = print;
        if (!isNew)
        {
            return false;
        }

        _judged = print;
        var fault = Judge(_path, content, print, out var configuration);
        _state = configuration is null
            ? _state with { LastFault = fault } : new(configuration, _time.GetUtcNow(), null);
        return true;
    }

    private static ConfigurationFault? Judge(
        string path, byte[]? content, string print, out WatchConfiguration? configuration)
    {
        configuration = null;
        return content is null ? new("", print)
            : ConfigurationReader.TryRead(content, Path.GetDirectoryName(path)!, out configuration, out var fault)
                ? null : fault;
    }

    // The content with its print, or nothing with the reason for that.
    private static (byte[]? Content, string Print) Look(string path)
    {
        try
        {
            using var file = new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            // One more than may be is enough to know that it is too much.
            var content = new byte[Math.Min(file.Length, ConfigurationLimits.BytesMax + 1)];
            var length = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            return (content[..length], Convert.ToHexString(SHA256.HashData(content.AsSpan(0, length))));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return (null, $"The file {path} is not there.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return (null, $"The file {path} cannot be read: {error.Message}");
        }
    }

    private sealed record State(WatchConfiguration Current, DateTimeOffset LoadedAt, ConfigurationFault? LastFault);

    private sealed class Listening(ConfigurationFile file, Action listener) : IDisposable
    {
        public void Dispose()
        {
            lock (file._lock)
            {
                file._listeners = file._listeners.Remove(listener);
            }
        }
    }
}
