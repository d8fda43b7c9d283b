using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Dialtone.Core.Candidates;
using Dialtone.Core.Devices;
using Dialtone.Core.Net;
using Dialtone.Core.Profiles;
using Dialtone.Core.SignIn;
using Dialtone.Live;
using Dialtone.Wire.Addresses;

namespace Dialtone.Bench.Live;

/// <summary>Runs a <see cref="RegisterLoop"/> and says what it cost.</summary>
internal static class RegisterLoopRun
{
    // So that the code that is measured is the code that a long run has.
    private const int WarmUp = 4_000;

    private const int Users = 1000;
    private static readonly HostName Domain = HostName.Parse("contoso.example");

    /// <param name="at">Address and port of the Registrar.</param>
    /// <param name="caFile">The root of its certificate, for TLS; <c>null</c> for TCP.</param>
    /// <param name="count">How many registrations are measured.</param>
    public static async Task<int> RunAsync(string at, string? caFile, int count)
    {
        if (!EndPointAddress.TryParse(at, 0, out var to))
        {
            await Console.Error.WriteLineAsync($"{at} is not an address with a port.").ConfigureAwait(false);
            return 64;
        }

        var name = HostName.Parse(to.Address.ToString());
        var plan = new PlanSettings
        {
            TlsPort = to.Port,
            TcpPort = to.Port,
            Transports = caFile is null ? TransportChoice.Tcp : TransportChoice.Tls,
        };
        ImmutableArray<DeviceSettings> settings = [.. Enumerable.Range(0, Users).Select(i => Settings(i, name, plan))];
        var loop = new RegisterLoop(to, caFile is null ? null : new(name), i => settings[i % Users]);
        var began = TimeSpan.Zero;
        var bytes = 0L;
        var driver = new LiveDriver(loop, new()
        {
            ExtraRoots = caFile is null ? [] : [X509CertificateLoader.LoadCertificateFromFile(caFile)],
        });
        await driver.RunAsync(
            () =>
            {
                if (loop.Registered == WarmUp && began == TimeSpan.Zero)
                {
                    began = Environment.CpuUsage.TotalTime;
                    bytes = GC.GetTotalAllocatedBytes();
                }

                return loop.Registered >= WarmUp + count || loop.Fault.Length > 0;
            },
            CancellationToken.None).ConfigureAwait(false);
        if (loop.Fault.Length > 0)
        {
            await Console.Error.WriteLineAsync(loop.Fault).ConfigureAwait(false);
            return 1;
        }

        var each = (Environment.CpuUsage.TotalTime - began) / count;
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{each.TotalMicroseconds:F1} {(GC.GetTotalAllocatedBytes() - bytes) / count}")).ConfigureAwait(false);
        return 0;
    }

    private static DeviceSettings Settings(int number, HostName registrar, PlanSettings plan)
    {
        var user = $"user{number:D3}";
        if (!AddressOfRecord.TryParse($"sip:{user}@{Domain}", out var account))
        {
            throw new InvalidOperationException($"{user} has no address.");
        }

        return new()
        {
            Account = account,
            Credential = UserCredential.FromPassword(user, "Dial-Tone-1"),
            Profile = DeviceProfile.Sip,
            Epid = EndpointIdentity.Epid([(byte)(number >> 8), (byte)number], account),
            UseDhcp = false,
            Target = registrar,
            Plan = plan,
        };
    }
}
