using System.Text;
using Dialtone.Interop.Tests.Bench;

namespace Dialtone.Interop.Tests.Servers;

/// <summary>What the network's DHCP and DNS server is to say.</summary>
internal sealed record DnsmasqSettings
{
    /// <summary>DHCP option 120 in dnsmasq's words: a name, an address, or bytes as hex with colons.</summary>
    public string? SipServerOption { get; init; }

    /// <summary>DHCPv6 option 21: names.</summary>
    public IReadOnlyList<string> SipServerNames6 { get; init; } = [];

    /// <summary>DHCPv6 option 22: addresses.</summary>
    public IReadOnlyList<string> SipServerAddresses6 { get; init; } = [];

    /// <summary>Names and addresses. A name may occur several times; dnsmasq is told to keep the order.</summary>
    public IReadOnlyList<(string Name, string Address)> Addresses { get; init; } = [];

    /// <summary>SRV records: owner, target, port, priority.</summary>
    public IReadOnlyList<(string Owner, string Target, int Port, int Priority)> Services { get; init; } = [];

    /// <summary>NAPTR records of the domain, each as order, preference, service and replacement.</summary>
    public IReadOnlyList<(int Order, int Preference, string Service, string Replacement)> Rules { get; init; } = [];
}

/// <summary>dnsmasq as the DHCP and DNS server of contoso.example.</summary>
internal sealed class Dnsmasq : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeMax = TimeSpan.FromSeconds(10);

    private readonly RunningProcess process;

    private Dnsmasq(RunningProcess process) => this.process = process;

    /// <summary>Every query and every DHCP option sent, as dnsmasq itself logs it.</summary>
    public string Log => process.Error;

    public static async Task<Dnsmasq> StartAsync(Host host, string directory, DnsmasqSettings settings)
    {
        var home = Directory.CreateDirectory(Path.Combine(directory, host.Name)).FullName;
        var file = Path.Combine(home, "dnsmasq.conf");
        await File.WriteAllTextAsync(file, Configuration(home, settings));
        var running = await host.StartAsync(["dnsmasq", $"--conf-file={file}", "--log-facility=-"]);
        await running.WaitForLineAsync(line => line.Contains("cleared cache"), StartTimeMax);
        return new Dnsmasq(running);
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private static string Configuration(string home, DnsmasqSettings settings)
    {
        var text = new StringBuilder(
            $"""
            keep-in-foreground
            user=root
            pid-file=
            no-resolv
            no-hosts
            interface={Host.Interface}
            bind-interfaces
            log-queries
            log-dhcp
            no-round-robin
            local=/{Deployment.Domain}/
            dhcp-authoritative
            dhcp-range=192.0.2.100,192.0.2.150,255.255.255.0,1h
            dhcp-leasefile={Path.Combine(home, "leases")}
            dhcp-vendorclass=set:msuc,MS-UC-Client
            dhcp-option=tag:msuc,vendor:MS-UC-Client,1,"MS-UC-Client"
            dhcp-option=tag:msuc,vendor:MS-UC-Client,2,"https"
            dhcp-option=tag:msuc,vendor:MS-UC-Client,3,"web01.{Deployment.Domain}"
            dhcp-option=tag:msuc,vendor:MS-UC-Client,4,"443"
            dhcp-option=tag:msuc,vendor:MS-UC-Client,5,"/CertProv/CertProvisioningService.svc"

            """);
        if (settings.SipServerOption is { } option)
        {
            text.AppendLine($"dhcp-option-force=tag:msuc,120,{option}");
        }

        if (settings.SipServerNames6.Count + settings.SipServerAddresses6.Count > 0)
        {
            text.AppendLine("dhcp-range=2001:db8::,ra-stateless");
        }

        if (settings.SipServerNames6.Count > 0)
        {
            text.AppendLine($"dhcp-option=option6:21,{string.Join(',', settings.SipServerNames6)}");
        }

        if (settings.SipServerAddresses6.Count > 0)
        {
            var addresses = settings.SipServerAddresses6.Select(address => $"[{address}]");
            text.AppendLine($"dhcp-option=option6:22,{string.Join(',', addresses)}");
        }

        foreach (var (name, address) in settings.Addresses)
        {
            text.AppendLine($"host-record={name},{address}");
        }

        foreach (var (owner, target, port, priority) in settings.Services)
        {
            text.AppendLine($"srv-host={owner},{target},{port},{priority}");
        }

        foreach (var (order, preference, service, replacement) in settings.Rules)
        {
            text.AppendLine($"naptr-record={Deployment.Domain},{order},{preference},s,{service},,{replacement}");
        }

        return text.ToString();
    }
}
