using System.Net;
using System.Text;

namespace Dialtone.Watcher.Tests.Pages;

/// <summary>A client of server-sent events, who reads one after the other.</summary>
internal sealed class OpenEvents : IDisposable
{
    /// <summary>After which a test that waits for an event fails.</summary>
    public static readonly TimeSpan WaitMax = TimeSpan.FromMinutes(1);

    private readonly HttpResponseMessage _answer;
    private readonly StreamReader _reader;

    private OpenEvents(HttpResponseMessage answer, Stream stream) =>
        (_answer, _reader) = (answer, new(stream, Encoding.UTF8));

    /// <summary>The kinds of all that were read.</summary>
    public List<string> Seen { get; } = [];

    public static async Task<OpenEvents> OfAsync(PageServer server, string link)
    {
        var answer = await server.AskAsync(link);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        return new(answer, await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>The data of the next one of a kind; others are passed over.</summary>
    public async Task<string> NextAsync(string kind)
    {
        while (true)
        {
            var (name, data) = await ReadAsync() ?? throw new EndOfStreamException();
            Seen.Add(name);
            if (name == kind)
            {
                return data;
            }
        }
    }

    /// <summary>Reads on to the end.</summary>
    public async Task<bool> EndAsync()
    {
        while (await ReadAsync() is not null)
        {
            // Whatever else is told.
        }

        return true;
    }

    public void Dispose()
    {
        _reader.Dispose();
        _answer.Dispose();
    }

    private async Task<(string Kind, string Data)?> ReadAsync()
    {
        var (kind, data) = ("", new StringBuilder());
        while (await LineAsync() is { } line)
        {
            if (line.Length == 0)
            {
                return (kind, data.ToString());
            }

            var at = line.IndexOf(": ", StringComparison.Ordinal);
            if (line[..at] == "event")
            {
                kind = line[(at + 2)..];
            }
            else
            {
                _ = data.Append(data.Length > 0 ? "\n" : "").Append(line[(at + 2)..]);
            }
        }

        return null;
    }

    private Task<string?> LineAsync() =>
        _reader.ReadLineAsync(TestContext.Current.CancellationToken).AsTask()
            .WaitAsync(WaitMax, TestContext.Current.CancellationToken);
}
