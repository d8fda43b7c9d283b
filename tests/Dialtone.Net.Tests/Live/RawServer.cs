using System.Net;
using System.Net.Sockets;
using System.Text;
using Dialtone.Live;
using Dialtone.Wire.Addresses;

namespace Dialtone.Net.Tests.Live;

/// <summary>
/// Takes one connection, reads up to an empty line, sends a fixed text in pieces, and closes. Not made of anything that
/// is tested.
/// </summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stop = new(Runs.Limit);
    private Task _running = Task.CompletedTask;

    public EndPointAddress At { get; private set; }

    /// <summary>Begins to listen.</summary>
    /// <param name="text">What it sends.</param>
    /// <param name="pieceBytes">In pieces of so many bytes.</param>
    /// <param name="closes">Whether it closes then, or waits for the client to.</param>
    public static RawServer Start(string text, int pieceBytes, bool closes = true)
    {
        var server = new RawServer();
        server._listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        server._listener.Listen();
        server.At = new(IpAddress.Parse("127.0.0.1"), (ushort)((IPEndPoint)server._listener.LocalEndPoint!).Port);
        server._running = Task.Run(() => server.RunAsync(Encoding.ASCII.GetBytes(text), pieceBytes, closes));
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await ((Task)_running.ContinueWith(static _ => { }, TaskScheduler.Default)).WaitAsync(Runs.Limit);
        _stop.Dispose();
    }

    private async Task RunAsync(byte[] bytes, int pieceBytes, bool closes)
    {
        using var client = await _listener.AcceptAsync(_stop.Token);
        client.NoDelay = true;
        var read = new StringBuilder();
        var buffer = new byte[4096];
        while (!read.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var count = await client.ReceiveAsync(buffer, _stop.Token);
            if (count == 0)
            {
                return;
            }

            read.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }

        for (var at = 0; at < bytes.Length;)
        {
            var piece = Math.Min(pieceBytes, bytes.Length - at);
            at += await client.SendAsync(bytes.AsMemory(at, piece), _stop.Token);
        }

        if (closes)
        {
            client.Shutdown(SocketShutdown.Send);
        }

        while (await client.ReceiveAsync(buffer, _stop.Token) > 0)
        {
            // Until the client closes.
        }
    }
}
