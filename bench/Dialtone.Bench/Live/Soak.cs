using System.Diagnostics;
using System.Globalization;
using Dialtone.Core.Devices;
using Dialtone.Core.Profiles;
using Dialtone.Core.SignIn;
using Dialtone.Lab.Faults;
using Dialtone.Lab.Hosting;
using Dialtone.Lab.Scenarios;
using Dialtone.Phones;
using Dialtone.Wire.Addresses;

namespace Dialtone.Bench.Live;

/// <summary>
/// Phones of both profiles and a lab in one process, and something that happens to them every second: a connection is
/// cut, a fault is switched on or off, this machine gets an address or loses one. Prints what the process holds, so
/// that one sees whether it grows. Run it in a network namespace of its own, whose loopback it may change.
/// </summary>
internal sealed class Soak : IAsyncDisposable
{
    private const int PhonesOfEachProfile = 4;
    private const string Nudge = "203.0.113.77/32";

    // Such as end by themselves when they are switched off again, and leave the connections that stand alone.
    private static readonly string[] Faults =
    [
        "dns-silent", "dns-servfail", "dns-refused", "dns-nxdomain", "dns-truncated", "dns-garbage", "dhcp-silent",
        "dhcp-garbage", "dhcp-no-option-120", "tls-dead", "tls-silent", "cert-expired", "register-silent",
        "register-503", "answer-byte-by-byte", "answer-twice", "binding-lost", "brief-expires",
    ];

    private readonly LoopbackLab _lab;
    private readonly List<SoakPhone> _phones = [];
    private readonly Random _random = new(1);
    private LabFault? _fault;
    private bool _hasNudge;

    private Soak(LoopbackLab lab) => _lab = lab;

    public static async Task<int> RunAsync(TimeSpan length, TimeSpan interval)
    {
        var deployment = Deployment.Contoso with
        {
            Accounts =
            [
                .. Enumerable.Range(0, 2 * PhonesOfEachProfile)
                    .Select(i => new LabAccount($"user{i}", $"Dial-Tone-{i}0")),
            ],
        };
        var start = await LoopbackLab.StartAsync(new() { Deployment = deployment }, CancellationToken.None)
            .ConfigureAwait(false);
        if (start is not LabStart.Running { Lab: var lab })
        {
            await Console.Error.WriteLineAsync("There is no lab here.").ConfigureAwait(false);
            return 1;
        }

        var soak = new Soak(lab);
        await using (soak.ConfigureAwait(false))
        {
            await soak.StartAsync().ConfigureAwait(false);
            await soak.ChurnAsync(length, interval).ConfigureAwait(false);
        }

        return 0;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var phone in _phones)
        {
            await phone.DisposeAsync().ConfigureAwait(false);
        }

        await _lab.DisposeAsync().ConfigureAwait(false);
    }

    private async Task StartAsync()
    {
        foreach (var profile in new[] { DeviceProfile.LyncPhone, DeviceProfile.Sip })
        {
            for (var i = 0; i < PhonesOfEachProfile; i++)
            {
                var phone = new SoakPhone(OptionsOf(profile, _phones.Count));
                _phones.Add(phone);
                await phone.StartAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private PhoneOptions OptionsOf(DeviceProfile profile, int number)
    {
        var account = _lab.Deployment.Accounts[number];
        var address = account.AddressIn(_lab.Deployment.Domain);
        return new PhoneOptions
        {
            Account = AddressOfRecord.TryParse(address, out var parsed) ? parsed : throw new UnreachableException(),
            Credential = UserCredential.FromPassword(account.User, account.Password),
            Profile = profile,
            DnsServers = [_lab.Deployment.DnsEndPoint],
            DhcpServer = new EndPointAddress(_lab.Deployment.Names.Address, _lab.Deployment.DhcpPort),
            UseDhcp6 = false,
            ExtraRoots = [_lab.Root],
            StateDirectory = Path.Combine(
                _lab.WorkDirectory, string.Create(CultureInfo.InvariantCulture, $"phone-{number}")),
            Plan = new() { TlsPort = _lab.Deployment.SipTlsPort, TcpPort = _lab.Deployment.SipTcpPort },
            // Seconds, so that an hour holds as many losses as it can.
            Timings = new DeviceTimings
            {
                BackOff = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4)],
            },
        };
    }

    private async Task ChurnAsync(TimeSpan length, TimeSpan interval)
    {
        Console.WriteLine("seconds\tRSS MB\theap MB\thandles\tthreads\ttimers\tqueued\tsign-ins\tlost\tentries\tkept");
        using var turn = new PeriodicTimer(TimeSpan.FromSeconds(1));
        var clock = Stopwatch.StartNew();
        var next = TimeSpan.Zero;
        while (clock.Elapsed < length)
        {
            if (clock.Elapsed >= next)
            {
                Print(clock.Elapsed);
                next += interval;
            }

            await BefallAsync().ConfigureAwait(false);
            _ = await turn.WaitForNextTickAsync().ConfigureAwait(false);
        }

        Print(clock.Elapsed);
    }

    private async Task BefallAsync()
    {
        switch (_random.Next(5))
        {
            case 0 when _fault is { } fault:
                _lab.Switch(fault, on: false);
                _fault = null;
                break;
            case 0 when LabFault.TryFind(Faults[_random.Next(Faults.Length)], out var chosen):
                _lab.Switch(chosen, on: true);
                _fault = chosen;
                break;
            case 1:
                await NudgeAsync().ConfigureAwait(false);
                break;
            default:
                await _phones[_random.Next(_phones.Count)].CutAsync().ConfigureAwait(false);
                break;
        }
    }

    private async Task NudgeAsync()
    {
        _hasNudge = !_hasNudge;
        using var ip = Process.Start("ip", ["addr", _hasNudge ? "add" : "del", Nudge, "dev", "lo"]);
        await ip.WaitForExitAsync().ConfigureAwait(false);
    }

    private void Print(TimeSpan at)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using var self = Process.GetCurrentProcess();
        const double Mega = 1024 * 1024;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{at.TotalSeconds:0}\t{self.WorkingSet64 / Mega:0.0}\t{GC.GetTotalMemory(false) / Mega:0.00}\t"
                + $"{Directory.EnumerateFileSystemEntries("/proc/self/fd").Count()}\t{self.Threads.Count}\t"
                + $"{Timer.ActiveCount}\t{ThreadPool.PendingWorkItemCount}\t{_phones.Sum(p => p.SignIns)}\t"
                + $"{_phones.Sum(p => p.Losses)}\t{_phones.Sum(p => p.Entries)}\t{_phones.Sum(p => p.Kept)}"));
    }
}
