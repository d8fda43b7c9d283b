using Dialtone.Interop.Tests.Bench;

namespace Dialtone.Interop.Tests.Servers;

/// <summary>
/// contoso.example on a network of its own: a phone, a host for DHCP and DNS, the two Front Ends of pool01, and an
/// access proxy. The hosts are there from the start; the test says which servers run on them.
/// </summary>
internal sealed class Deployment : IAsyncDisposable
{
    public const string Domain = "contoso.example";
    public const string User = "alice";
    public const string Password = "right horse, right battery";
    public const string Pool = "pool01." + Domain;
    public const string AccessProxy = "sip." + Domain;

    /// <summary>An address of the network that no host has: what is sent there is lost.</summary>
    public const string NobodysAddress = "192.0.2.13";

    /// <summary>Another such address.</summary>
    public const string NobodysOtherAddress = "192.0.2.14";

    private static readonly string[] Programs = ["dnsmasq", "kamailio", "kamcmd", "dotnet"];

    private readonly Network network;
    private readonly List<IAsyncDisposable> servers = [];

    private Deployment(Network network)
    {
        this.network = network;
        Authority = new LabAuthority(WorkDirectory, "Contoso Lab CA");
        ForeignAuthority = new LabAuthority(WorkDirectory, "Fabrikam Lab CA");
    }

    /// <summary>Everything that the test writes to disk is in here, and goes with it.</summary>
    public string WorkDirectory => network.WorkDirectory;

    /// <summary>Where the phone keeps what it remembers.</summary>
    public string MemoryDirectory => Path.Combine(WorkDirectory, "phone-memory");

    /// <summary>The authority that the phone is told to trust.</summary>
    public LabAuthority Authority { get; }

    /// <summary>An authority that the phone knows nothing of.</summary>
    public LabAuthority ForeignAuthority { get; }

    public required Host Phone { get; init; }

    /// <summary>Where dnsmasq runs.</summary>
    public required Host Services { get; init; }

    public required Host FrontEnd1 { get; init; }

    public required Host FrontEnd2 { get; init; }

    public required Host Edge { get; init; }

    /// <summary>Builds the network, or skips the running test with the reason why this machine cannot.</summary>
    public static async Task<Deployment> BuildAsync()
    {
        await Requirements.SkipUnlessMetAsync(Programs);
        var made = await Network.CreateAsync();
        try
        {
            var deployment = new Deployment(made)
            {
                Phone = await made.AddAsync("phone", "192.0.2.50"),
                Services = await made.AddAsync("services", "192.0.2.2"),
                FrontEnd1 = await made.AddAsync("fe1", "192.0.2.11"),
                FrontEnd2 = await made.AddAsync("fe2", "192.0.2.12"),
                Edge = await made.AddAsync("edge", "192.0.2.31"),
            };
            deployment.Phone.UseDnsServer(deployment.Services.Address);
            return deployment;
        }
        catch
        {
            await made.DisposeAsync();
            throw;
        }
    }

    /// <summary>Pulls the phone's cable out of the switch, or puts it back.</summary>
    public Task SetPhonePortAsync(bool isOn) => network.SetPortAsync("phone", isOn);

    public Task<Dnsmasq> StartAsync(DnsmasqSettings settings) => StartAsync(Services, settings);

    public async Task<Dnsmasq> StartAsync(Host host, DnsmasqSettings settings)
    {
        var server = await Dnsmasq.StartAsync(host, WorkDirectory, settings);
        servers.Add(server);
        return server;
    }

    public async Task<Kamailio> StartAsync(Host host, KamailioSettings settings)
    {
        var server = await Kamailio.StartAsync(host, WorkDirectory, settings);
        servers.Add(server);
        return server;
    }

    /// <summary>Puts a server under this deployment's care: it goes when the deployment goes.</summary>
    public async Task<T> KeepAsync<T>(Task<T> starting)
        where T : IAsyncDisposable
    {
        var server = await starting;
        servers.Add(server);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        // The network first: it kills whatever runs on it, so that nothing is left to wait for.
        await network.DisposeAsync();
        foreach (var server in servers)
        {
            await server.DisposeAsync();
        }

        Authority.Dispose();
        ForeignAuthority.Dispose();
    }
}
