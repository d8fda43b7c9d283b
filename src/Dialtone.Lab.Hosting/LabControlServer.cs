using System.Net.Sockets;
using Dialtone.Lab.Faults;
using Dialtone.Lab.Scenarios;

namespace Dialtone.Lab.Hosting;

/// <summary>The lab's end of <see cref="LabControl"/>: one connection after another, each with a time limit.</summary>
internal sealed class LabControlServer : IAsyncDisposable
{
    private const int WaitingMax = 8;

    private readonly CancellationTokenSource _stop = new();
    private readonly Socket _listener;
    private readonly LoopbackLab _lab;
    private readonly Task _run;

    private LabControlServer(LoopbackLab lab, Socket listener)
    {
        (_lab, _listener) = (lab, listener);
        _run = Task.Run(RunAsync);
    }

    /// <summary>Listens in the lab's directory; <c>null</c> and why where this system does not let it.</summary>
    public static (LabControlServer? Server, string Why) Start(LoopbackLab lab)
    {
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            var path = LabControl.SocketIn(lab.WorkDirectory);
            listener.Bind(new UnixDomainSocketEndPoint(path));
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            listener.Listen(WaitingMax);
            return (new(lab, listener), "");
        }
        catch (Exception error) when (error is SocketException or ArgumentOutOfRangeException or IOException)
        {
            // A path longer than a socket's may be is an argument out of range.
            listener.Dispose();
            return (null, error.Message);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (true)
        {
            using var peer = await _listener.AcceptAsync(_stop.Token).ConfigureAwait(false);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            limit.CancelAfter(LabControl.TimeLimit);
            try
            {
                var wish = await LabControl.ReadAsync(peer, LabControl.WishBytesMax, true, limit.Token)
                    .ConfigureAwait(false);
                await LabControl.WriteAsync(peer, Answer(wish), limit.Token).ConfigureAwait(false);
            }
            catch (SocketException)
            {
                // It went away; the next one comes.
            }
            catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
            {
                // It took too long.
            }
        }
    }

    private string Answer(string? wish) => wish?.Split(' ') switch
    {
        ["list"] => Broken(),
        ["on", var name] => Switch(name, true),
        ["off", var name] => Switch(name, false),
        ["presence", var user, var word, .. var note] => Play(user, word, string.Join(' ', note)),
        _ => "no That is no wish of a lab's: list, on NAME, off NAME, presence USER WORD NOTE.\n",
    };

    private string Switch(string name, bool on)
    {
        if (LoopbackLab.Check([name], _lab.Deployment) is { } wrong)
        {
            return $"no {wrong}\n";
        }

        _ = LabFault.TryFind(name, out var fault);
        _lab.Switch(fault!, on);
        return Broken();
    }

    private string Play(string user, string word, string note) =>
        !PresenceWords.TryRead(word, out var availability)
            ? $"no There is no '{word}'. There are: {string.Join(", ", PresenceWords.All)}.\n"
            : !_lab.Play(user, availability, note) ? $"no There is no user '{user}' in this lab.\n"
            : Broken();

    private string Broken() => string.Concat(_lab.Faults.Select(name => $"{name}\n").Prepend("ok\n"));
}
