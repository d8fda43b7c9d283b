using System.Diagnostics;
using System.Globalization;
using Dialtone.Core.Devices;
using Dialtone.Core.SignIn;
using Dialtone.Lab.Hosting;
using Dialtone.Lab.Scenarios;
using Dialtone.Phones;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Bench.Live;

/// <summary>
/// Phones that sign in to a lab of the same process, one after another, each by one scheme, and what that costs both
/// ends.
/// </summary>
internal sealed class SignIns(LoopbackLab lab, SipScheme scheme, bool keeps)
{
    private const string Password = "Dial-Tone-1";

    private int _phones;

    /// <param name="what">
    /// <c>digest</c>, <c>ntlm</c>, <c>kerberos</c>, <c>certificate</c> from the web ticket on, or <c>kept</c>, with one
    /// that is kept.
    /// </param>
    /// <param name="count">How many sign-ins are measured, after as many others.</param>
    /// <param name="keytab">The keys of the lab's services, for Kerberos.</param>
    public static async Task<int> RunAsync(string what, int count, string? keytab)
    {
        var scheme = what switch
        {
            "digest" => SipScheme.Digest,
            "ntlm" => SipScheme.Ntlm,
            "kerberos" => SipScheme.Kerberos,
            "certificate" or "kept" => SipScheme.TlsDsk,
            _ => throw new ArgumentException($"There is no sign-in by {what}.", nameof(what)),
        };
        var deployment = Deployment.Contoso with { Accounts = [new("alice", Password)], Schemes = [scheme] };
        var start = await LoopbackLab.StartAsync(
            new() { Deployment = deployment, Key = LabKey.Rsa2048, Keytab = keytab }, CancellationToken.None)
            .ConfigureAwait(false);
        if (start is not LabStart.Running { Lab: var lab })
        {
            await Console.Error.WriteLineAsync($"{start}").ConfigureAwait(false);
            return 1;
        }

        await using (lab.ConfigureAwait(false))
        {
            return await new SignIns(lab, scheme, keeps: what == "kept").RunAsync(count).ConfigureAwait(false);
        }
    }

    private async Task<int> RunAsync(int count)
    {
        var cpu = TimeSpan.Zero;
        for (var i = 0; i < 2 * count; i++)
        {
            cpu = i == count ? Environment.CpuUsage.TotalTime : cpu;
            if (await SignInAsync().ConfigureAwait(false) is { } failed)
            {
                await Console.Error.WriteLineAsync(failed).ConfigureAwait(false);
                return 1;
            }
        }

        var each = (Environment.CpuUsage.TotalTime - cpu) / count;
        await Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"{each.TotalMicroseconds:F0}")).ConfigureAwait(false);
        return 0;
    }

    private async Task<string?> SignInAsync()
    {
        var phone = new Phone(Options());
        await using (phone.ConfigureAwait(false))
        {
            var report = await phone.SignInAsync().ConfigureAwait(false);
            var isIn = phone.Phase == DevicePhase.SignedIn;
            _ = await phone.SignOutAsync().ConfigureAwait(false);
            return isIn ? null : string.Join('\n', report.Journal);
        }
    }

    private PhoneOptions Options()
    {
        var account = lab.Deployment.Accounts[0];
        var number = keeps ? 0 : _phones++;
        var login = scheme switch
        {
            SipScheme.Digest => account.User,
            SipScheme.Kerberos => $"{account.User}@{lab.Deployment.Domain}",
            _ => account.NtLoginIn(lab.Deployment.Domain),
        };
        return new()
        {
            Account = AddressOfRecord.TryParse(account.AddressIn(lab.Deployment.Domain), out var parsed)
                ? parsed : throw new UnreachableException(),
            Credential = UserCredential.FromPassword(login, account.Password),
            Schemes = [scheme],
            DnsServers = [lab.Deployment.DnsEndPoint],
            DhcpServer = new EndPointAddress(lab.Deployment.Names.Address, lab.Deployment.DhcpPort),
            UseDhcp6 = false,
            ChecksRelays = false,
            // One connection a sign-in, so that it is known how often keys are used.
            Racing = false,
            ExtraRoots = [lab.Root],
            StateDirectory = Path.Combine(
                lab.WorkDirectory, string.Create(CultureInfo.InvariantCulture, $"phone-{number}")),
            Plan = new() { TlsPort = lab.Deployment.SipTlsPort, TcpPort = lab.Deployment.SipTcpPort },
        };
    }
}
