using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Dialtone.Core.Rehearsal;
using Dialtone.Core.SignIn;
using Dialtone.Lab.Hosting;
using Dialtone.Lab.Scenarios;
using Dialtone.Phones;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Cli.Lab;

/// <summary>A lab that lives as long as one run of a command, and what a phone is told to be in it.</summary>
internal sealed class EmbeddedLab : IAsyncDisposable
{
    // A person waits for them: those of a real deployment are 5 and 10 minutes.
    private static readonly TimeSpan FailureDetection = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan FailbackDetection = TimeSpan.FromSeconds(30);

    private readonly LoopbackLab _lab;
    private readonly CancellationTokenSource _stop = new();
    private Task _playing = Task.CompletedTask;

    private EmbeddedLab(LoopbackLab lab) => _lab = lab;

    /// <summary>Where its DHCP server is.</summary>
    public EndPointAddress DhcpServer => new(_lab.Deployment.Names.Address, _lab.Deployment.DhcpPort);

    /// <summary>Where its DNS server is.</summary>
    public EndPointAddress DnsServer => _lab.Deployment.DnsEndPoint;

    /// <summary>Who signs in where nobody is named: the first user.</summary>
    public AddressOfRecord DefaultAccount => AddressOfRecord.TryParse(
        _lab.Deployment.Accounts[0].AddressIn(_lab.Deployment.Domain), out var address)
        ? address
        : throw new InvalidOperationException("The lab's first user has no sign-in address.");

    /// <summary>Whom the other user is where nobody is named: the second; <c>null</c> where there is none.</summary>
    public AddressOfRecord? OtherAccount =>
        Accounts.Select(each => AddressOfRecord.TryParse(each, out var address) ? address : null)
            .FirstOrDefault(each => each is not null && each != DefaultAccount);

    /// <summary>Who can sign in.</summary>
    public IEnumerable<string> Accounts => _lab.Deployment.Accounts.Where(account => !account.Disabled)
        .Select(account => account.AddressIn(_lab.Deployment.Domain));

    /// <summary>A directory for what the phone remembers; removed with the lab.</summary>
    public string StateDirectory => Path.Combine(_lab.WorkDirectory, "state");

    /// <summary>What a foreign client needs to know.</summary>
    public LabSheet Sheet => _lab.Sheet;

    /// <summary>The deployment as it stands here: with its addresses and ports on this machine.</summary>
    public Deployment Deployment => _lab.Deployment;

    /// <summary>A directory of the lab's own, removed with it.</summary>
    public string WorkDirectory => _lab.WorkDirectory;

    /// <summary>Its authority's certificate, PEM.</summary>
    public string CaFile => _lab.CaFile;

    /// <summary>
    /// A lab whose pools take as long as real ones to find each other dead: longer than a transaction lasts.
    /// </summary>
    public static Deployment ForTransactions { get; } = Deployment.Contoso with
    {
        HasDhcp6 = true,
        Schemes = [SipScheme.TlsDsk, SipScheme.Ntlm],
    };

    /// <summary>The lab that a command has where nothing else is asked for.</summary>
    public static Deployment OnLoopback { get; } = ForTransactions with
    {
        FailureDetectionInterval = FailureDetection,
        FailbackDetectionInterval = FailbackDetection,
    };

    /// <summary>Starts a lab.</summary>
    /// <param name="request">What it is, and what is broken in it.</param>
    /// <param name="cancellation">Ends the start, and leaves nothing.</param>
    /// <exception cref="UsageException">A fault is not known, or this system cannot have a lab; the message says
    /// why.</exception>
    /// <exception cref="IOException">There is no room for the lab's files.</exception>
    public static async Task<EmbeddedLab> StartAsync(LabRequest request, CancellationToken cancellation)
    {
        var lab = await StartAsync(request.Deployment, request.Faults, cancellation);
        lab._playing = lab._lab.PlayAsync(request.Later, Say, lab._stop.Token);
        return lab;
    }

    /// <summary>As the other, with pools that find each other dead or back within so long.</summary>
    public static Task<EmbeddedLab> StartAsync(TimeSpan detection, CancellationToken cancellation) => StartAsync(
        OnLoopback with { FailureDetectionInterval = detection, FailbackDetectionInterval = detection }, [],
        cancellation);

    private static async Task<EmbeddedLab> StartAsync(
        Deployment deployment, IReadOnlyList<string> faults, CancellationToken cancellation)
    {
        try
        {
            var start = await LoopbackLab.StartAsync(
                new() { Deployment = deployment, Faults = [.. faults] },
                cancellation);
            return start is LabStart.Running running
                ? new EmbeddedLab(running.Lab)
                : throw new UsageException($"{start}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The system's words name no file.
            throw new IOException($"the lab keeps its files in {Path.GetTempPath()}: {error.Message}", error);
        }
    }

    /// <summary>A user of the lab, with password and PIN.</summary>
    public bool TryGetAccount(AddressOfRecord account, [NotNullWhen(true)] out LabAccount? known)
    {
        known = account.Domain != _lab.Deployment.Domain ? null : _lab.Deployment.Accounts.FirstOrDefault(
            each => string.Equals(each.User, account.User, StringComparison.OrdinalIgnoreCase));
        return known is not null;
    }

    /// <summary>
    /// The number and the PIN of a user of the lab, the first one's where no number is given; <c>null</c> where nobody
    /// has both.
    /// </summary>
    public (string Number, string Pin)? FindByNumber(string? number)
    {
        foreach (var account in _lab.Deployment.Accounts)
        {
            if ((account.Extension ?? account.PhoneNumber, account.Pin) is ({ } own, { } pin)
                && (number is null || number == account.Extension || number == account.PhoneNumber))
            {
                return (number ?? own, pin);
            }
        }

        return null;
    }

    /// <summary>The same phone, put into the lab.</summary>
    public PhoneOptions Place(PhoneOptions options) => options with
    {
        DnsServers = [DnsServer],
        DhcpServer = DhcpServer,
        // Where this machine has no IPv6 on loopback, nobody else is to be asked.
        UseDhcp6 = _lab.Deployment.HasDhcp6,
        Dhcp6Server = new EndPointAddress(_lab.Deployment.Dhcp6Address, _lab.Deployment.Dhcp6Port),
        ExtraRoots = options.LearnsRoots ? [] : [_lab.Root],
        RootChainUrl = options.LearnsRoots ? _lab.Deployment.RootChainUrl : null,
        StateDirectory = StateDirectory,
        Plan = options.Plan with { TlsPort = _lab.Deployment.SipTlsPort, TcpPort = _lab.Deployment.SipTcpPort },
    };

    /// <summary>Breaks the lab as each row of a rehearsal says, boots phones in it, and mends it.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Task<ImmutableArray<ProvedRow>> ProveAsync(
        PhoneOptions phone, RehearsalReport report, CancellationToken cancellation) =>
        new OutageProof(_lab, phone).RunAsync(report, cancellation);

    /// <summary>
    /// Lets <c>dialtone lab fault</c> switch faults in it; says why this system does not let it, or nothing.
    /// </summary>
    public string Listen() => _lab.Listen();

    /// <summary>Runs until it is cancelled.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Task WaitAsync(CancellationToken cancellation) => _lab.WaitAsync(cancellation);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _playing;
        }
        catch (OperationCanceledException)
        {
            // The lab ends before its scenario does.
        }
        finally
        {
            await _lab.DisposeAsync();
            _stop.Dispose();
        }
    }

    private static void Say(LabScenarioEvent one) => Console.Error.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"After {one.At.TotalSeconds} s: {one.Fault.Name} {(one.On ? "on" : "off")} ({one.Fault.What})"));
}
