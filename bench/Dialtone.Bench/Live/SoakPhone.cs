using System.Diagnostics;
using System.Globalization;
using Dialtone.Core.Journal;
using Dialtone.Phones;

namespace Dialtone.Bench.Live;

/// <summary>One phone of a soak: what befell it, counted, and where its connection comes from.</summary>
internal sealed class SoakPhone : IAsyncDisposable
{
    private readonly Phone _phone;
    private int _port;

    public SoakPhone(PhoneOptions options) => _phone = new Phone(options, Note);

    /// <summary>Sign-ins, without refreshes.</summary>
    public int SignIns { get; private set; }

    /// <summary>Registrations lost, for whatever reason.</summary>
    public int Losses { get; private set; }

    /// <summary>Entries that it wrote.</summary>
    public long Entries { get; private set; }

    /// <summary>Entries that it keeps.</summary>
    public int Kept => _phone.Journal.Length;

    public Task StartAsync(CancellationToken cancellation) => _phone.SignInAsync(cancellation);

    /// <summary>Has the system cut its connection, as a firewall does that has forgotten it.</summary>
    public async Task CutAsync()
    {
        using var ss = Process.Start(new ProcessStartInfo(
            "ss", ["-K", "-t", "state", "established", "sport", "=", _port.ToString(CultureInfo.InvariantCulture)])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        await ss.WaitForExitAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        _ = await _phone.SignOutAsync().ConfigureAwait(false);
        await _phone.DisposeAsync().ConfigureAwait(false);
    }

    private void Note(JournalEntry entry)
    {
        Entries++;
        switch (entry)
        {
            case JournalEntry.Connected connected:
                _port = connected.Local.Port;
                break;
            case JournalEntry.Registered { Refresh: false }:
                SignIns++;
                break;
            case JournalEntry.ChannelLost:
                Losses++;
                break;
            default:
                break;
        }
    }
}
