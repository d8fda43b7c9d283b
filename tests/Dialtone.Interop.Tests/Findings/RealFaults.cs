using System.Text;
using Dialtone.Interop.Tests.Bench;
using Dialtone.Interop.Tests.Servers;

namespace Dialtone.Interop.Tests.Findings;

/// <summary>The faults, by the step at which they strike.</summary>
internal static class RealFaults
{
    private const string Service = "_sipinternaltls._tcp";
    private const string External = "_sip._tls";

    public static IReadOnlyList<RealFault> All { get; } =
        [.. Dns(), .. Names(), .. Dhcp(), .. Connecting(), .. Certificates(), .. Registering()];

    private static IEnumerable<RealFault> Dns()
    {
        yield return new("dns-no-srv", one => StartBindAsync(one, $"pool01 IN A {one.FrontEnd1.Address}"))
        {
            Names = [$"{Service}.{Deployment.Domain}"],
        };
        yield return new("dns-refused", one => StartBindAsync(one)) { Domain = "fabrikam.example" };
        yield return new("dns-silent", _ => Task.CompletedTask)
        {
            Options = ["--dns", Deployment.NobodysAddress],
            Names = [Deployment.NobodysAddress],
        };
        yield return new("dns-servfail", one => one.KeepAsync(Unbound.StartAsync(
            one.Services, one.WorkDirectory, [$"{Service}.{Deployment.Domain}. IN SRV 0 0 5061 {Deployment.Pool}."])))
        {
            Domain = "fabrikam.example",
        };
        yield return new("dns-cname-loop", one => StartBindAsync(
            one, $"{Service} IN CNAME _a._tcp", $"_a._tcp IN CNAME {Service}"))
        {
            Names = [$"{Service}.{Deployment.Domain}"],
        };
        yield return new("dns-foreign-target", one => StartBindAsync(
            one, $"{Service} IN SRV 0 0 5061 pool.fabrikam.example."))
        {
            Names = ["pool.fabrikam.example"],
        };
        yield return new("dns-service-off", one => StartBindAsync(one, $"{Service} IN SRV 0 0 0 ."))
        {
            Names = [$"{Service}.{Deployment.Domain}"],
        };
    }

    private static IEnumerable<RealFault> Names()
    {
        yield return new("dns-unknown-target", one => StartBindAsync(one, $"{Service} IN SRV 0 0 5061 pool99"))
        {
            Names = ["pool99.contoso.example"],
        };
        yield return new("dns-alias-target", async one =>
        {
            await StartBindAsync(
                one, $"{Service} IN SRV 0 0 5061 pool01", "pool01 IN CNAME fe1", $"fe1 IN A {one.FrontEnd1.Address}");
            await StartPoolAsync(one, one.Authority.Issue(Deployment.Pool));
        })
        {
            Names = [Deployment.Pool],
        };
        yield return new("dns-zero-address", one => StartBindAsync(
            one, $"{Service} IN SRV 0 0 5061 pool01", "pool01 IN A 0.0.0.0"))
        {
            Names = ["0.0.0.0"],
        };
        yield return new("dns-no-internal-srv", async one =>
        {
            await StartBindAsync(
                one, $"{External} IN SRV 0 0 5061 sip", $"sip IN A {one.Edge.Address}");
            await one.StartAsync(one.Edge, Tls(one.Authority.Issue(Deployment.AccessProxy)));
        })
        {
            Names = [$"{Service}.{Deployment.Domain}"],
        };
    }

    private static IEnumerable<RealFault> Dhcp()
    {
        yield return ByDhcp("dhcp-no-option-120", null, "192.0.2.2");
        yield return ByDhcp("dhcp-ascii-120", Hex(Encoding.ASCII.GetBytes(Deployment.Pool)), Deployment.Pool);
        yield return ByDhcp("dhcp-malformed", Hex([0, 30, .. "pool01"u8]), "192.0.2.2");
        yield return ByDhcp("dhcp-addresses-120", Hex([1, 192, 0, 2, 21]), "192.0.2.21");
        yield return ByDhcp("dhcp-unknown-120", "pool99.contoso.example", "pool99.contoso.example");
        yield return new("dhcp-silent", async one =>
        {
            await StartBindAsync(one, $"{External} IN SRV 0 0 5061 sip", $"sip IN A {one.Edge.Address}");
            await one.StartAsync(one.Edge, Tls(one.Authority.Issue(Deployment.AccessProxy)));
        })
        {
            AsksDhcp = true,
        };
    }

    private static IEnumerable<RealFault> Connecting()
    {
        yield return new("pool01-refused", StartNamesAsync) { Names = [Deployment.Pool] };
        yield return new("fe1-refused", async one =>
        {
            await StartBindAsync(
                one, $"{Service} IN SRV 0 0 5061 pool01", $"pool01 IN A {one.FrontEnd1.Address}",
                $"pool01 IN A {one.FrontEnd2.Address}");
            await one.StartAsync(one.FrontEnd2, Tls(one.Authority.Issue(Deployment.Pool)));
        })
        {
            // Whichever comes first: every address is looked at.
            Options = ["--every-target"],
            Names = ["192.0.2.11", Deployment.Pool],
        };
        yield return new("close-after-accept", async one =>
        {
            await StartBindAsync(
                one, $"{Service} IN SRV 0 0 5061 pool01", "_sipinternal._tcp IN SRV 0 0 5060 pool01",
                $"pool01 IN A {one.FrontEnd1.Address}");
            await StartSocatAsync(one, 5061, "SYSTEM:true");
            await StartSocatAsync(one, 5060, "SYSTEM:true");
        });
    }

    private static IEnumerable<RealFault> Certificates()
    {
        yield return ByCertificate("cert-expired", one => one.Authority.IssueExpired(Deployment.Pool), Deployment.Pool);
        yield return ByCertificate(
            "cert-wrong-name", one => one.Authority.Issue("intranet.fabrikam.example"), "intranet.fabrikam.example");
        yield return ByCertificate(
            "cert-untrusted", one => one.ForeignAuthority.Issue(Deployment.Pool), "Fabrikam Lab CA");
        yield return ByCertificate(
            "cert-not-yet-valid", one => one.Authority.IssueForLater(Deployment.Pool), Deployment.Pool);
        yield return new("tls-silent", async one =>
        {
            await StartNamesAsync(one);
            await StartSocatAsync(one, 5061, "SYSTEM:sleep 60");
        })
        {
            Names = [Deployment.Pool],
        };
    }

    private static IEnumerable<RealFault> Registering()
    {
        yield return new("register-404", StartWholeAsync) { User = "bob", Names = ["bob@contoso.example"] };
        yield return new("auth-proof-refused", StartWholeAsync)
        {
            Password = "wrong horse",
            Names = ["alice@contoso.example"],
        };
        yield return new("register-silent", async one =>
        {
            await StartNamesAsync(one);
            await StartTlsAsync(one, "sleep 60");
        })
        {
            Names = [Deployment.Pool],
        };
        yield return new("register-503", async one =>
        {
            await StartNamesAsync(one);
            await one.StartAsync(one.FrontEnd1, Tls(one.Authority.Issue(Deployment.Pool)) with
            {
                Refusal = (503, "Service Unavailable"),
            });
        })
        {
            Names = ["503"],
        };
        yield return new("register-500", async one =>
        {
            await StartNamesAsync(one);
            await one.StartAsync(one.FrontEnd1, Tls(one.Authority.Issue(Deployment.Pool)) with
            {
                Refusal = (500, "Server Internal Error"),
            });
        })
        {
            Names = ["500"],
        };
    }

    private static RealFault ByDhcp(string name, string? option, string named) => new(name, async one =>
    {
        await one.StartAsync(ThroughEdge(one) with { SipServerOption = option });
        await one.StartAsync(one.Edge, Tls(one.Authority.Issue(Deployment.AccessProxy)));
    })
    {
        AsksDhcp = true,
        Names = [named],
    };

    private static DnsmasqSettings ThroughEdge(Deployment one) => new()
    {
        Addresses = [(Deployment.AccessProxy, one.Edge.Address)],
        Services = [($"{External}.{Deployment.Domain}", Deployment.AccessProxy, 5061, 0)],
    };

    private static RealFault ByCertificate(
        string name, Func<Deployment, ServerCertificate> certificate, string named) => new(name, async one =>
    {
        await StartNamesAsync(one);
        await StartPoolAsync(one, certificate(one));
    })
    {
        Names = [Deployment.Pool, named],
    };

    private static async Task StartWholeAsync(Deployment one)
    {
        await StartNamesAsync(one);
        await StartPoolAsync(one, one.Authority.Issue(Deployment.Pool));
    }

    private static Task<Bind> StartNamesAsync(Deployment one) => StartBindAsync(
        one, $"{Service} IN SRV 0 0 5061 pool01", $"pool01 IN A {one.FrontEnd1.Address}");

    private static Task<Bind> StartBindAsync(Deployment one, params string[] records) =>
        one.KeepAsync(Bind.StartAsync(one.Services, one.WorkDirectory, records));

    private static Task<Kamailio> StartPoolAsync(Deployment one, ServerCertificate certificate) =>
        one.StartAsync(one.FrontEnd1, Tls(certificate));

    private static KamailioSettings Tls(ServerCertificate certificate) => new() { Tls = (5061, certificate) };

    private static Task<RunningProcess> StartSocatAsync(Deployment one, int port, string does) => one.KeepAsync(
        one.FrontEnd1.StartAsync([OneByteRelay.Program, $"TCP-LISTEN:{port},fork,reuseaddr", does]));

    private static Task<RunningProcess> StartTlsAsync(Deployment one, string does)
    {
        var certificate = one.Authority.Issue(Deployment.Pool);
        return one.KeepAsync(one.FrontEnd1.StartAsync(
            [
                OneByteRelay.Program,
                $"OPENSSL-LISTEN:5061,fork,reuseaddr,verify=0,cert={certificate.CertificateFile},"
                    + $"key={certificate.KeyFile}",
                $"SYSTEM:{does}",
            ]));
    }

    private static string Hex(byte[] bytes) => string.Join(':', bytes.Select(each => each.ToString("x2")));
}
