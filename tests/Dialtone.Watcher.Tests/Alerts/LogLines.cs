using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Dialtone.Watcher.Tests.Alerts;

/// <summary>Keeps what is logged.</summary>
internal sealed class LogLines : ILogger
{
    private readonly ConcurrentQueue<(int Id, string Text)> _lines = [];

    public IReadOnlyList<(int Id, string Text)> Lines => [.. _lines];

    public int Count(int id) => _lines.Count(each => each.Id == id);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue((eventId.Id, $"{formatter(state, exception)} {exception}"));
}
