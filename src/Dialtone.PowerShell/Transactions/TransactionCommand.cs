using System.Collections.Immutable;
using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using Dialtone.Core.Candidates;
using Dialtone.Core.SignIn;
using Dialtone.Core.Transactions;
using Dialtone.Net;
using Dialtone.Phones;
using Dialtone.PowerShell.Arguments;
using Dialtone.PowerShell.Logs;
using Dialtone.PowerShell.Results;
using Dialtone.Transactions;
using Dialtone.Wire.Auth.Signatures;
using Dialtone.Wire.Dhcp6;

namespace Dialtone.PowerShell.Transactions;

/// <summary>
/// What the cmdlets of synthetic transactions share. A network that fails is an object whose Result is Failure; errors
/// are for calls that cannot be meant.
/// </summary>
public abstract class TransactionCommand : PSCmdlet, IDisposable
{
    /// <summary>The set of parameters for a user who proves to be one.</summary>
    protected const string ClientPlatform = nameof(ClientPlatform);

    /// <summary>The set of parameters for a server of the deployment, which is refused.</summary>
    protected const string ServerPlatform = nameof(ServerPlatform);

    private const ushort DnsPort = 53;
    private const ushort DhcpPort = 67;

    private readonly TransactionPump _pump = new();
    private readonly List<string> _said = [];
    private readonly List<TransactionLogger> _loggers = [];

    /// <summary>The Registrar.</summary>
    [Parameter(Position = 2, ValueFromPipelineByPropertyName = true, HelpMessage =
        "The pool to sign in with, and no other: neither DHCP nor DNS is asked for one. Left out, it is discovered as "
        + "a phone does it, which is tested then too.")]
    [Alias("t")]
    [ValidateForm(ArgumentForm.HostName)]
    public virtual string? TargetFqdn { get; set; }

    /// <summary>Its port.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, HelpMessage =
        "The port of TargetFqdn; 5061 over TLS if left out. Where the pool is discovered, DNS names the port too.")]
    [Alias("rp")]
    [ValidateRange(1, ushort.MaxValue)]
    public int? RegistrarPort { get; set; }

    /// <summary>The kind of device.</summary>
    [Parameter(HelpMessage = "The kind of device to be: lync-phone, lync-client or sip. By default lync-phone.")]
    [ValidateForm(ArgumentForm.Profile)]
    public string? Profile { get; set; }

    /// <summary>DNS servers.</summary>
    [Parameter(HelpMessage = "The DNS servers to ask, as ADDRESS or ADDRESS:PORT, in place of the system's.")]
    [ValidateForm(ArgumentForm.Server)]
    public string[]? DnsServer { get; set; }

    /// <summary>The DHCP server.</summary>
    [Parameter(HelpMessage =
        "The DHCP server to ask, as ADDRESS or ADDRESS:PORT, in place of a broadcast from port 68; or off.")]
    [ValidateForm(ArgumentForm.ServerOrOff)]
    public string? DhcpServer { get; set; }

    /// <summary>The interface.</summary>
    [Parameter(HelpMessage =
        "The interface on which DHCP is asked, by name; if left out, the one that leads to the network.")]
    [ValidateForm(ArgumentForm.Interface)]
    public string? Interface { get; set; }

    /// <summary>Roots.</summary>
    [Parameter(HelpMessage = "PEM files with roots to trust besides the system's.")]
    [ValidateNotNullOrEmpty]
    public string[]? RootCertificate { get; set; }

    /// <summary>Whether every target is signed in at.</summary>
    [Parameter(HelpMessage =
        "Then signs in at every address behind every name, over TLS and TCP, one after another: shows the one server "
        + "that a balanced name hides. How each went is in the property Targets.")]
    public SwitchParameter EveryTarget { get; set; }

    /// <summary>Whether warnings are suppressed.</summary>
    [Parameter(HelpMessage = "Suppresses the warning that signing out was not confirmed.")]
    public SwitchParameter Force { get; set; }

    /// <summary>The variable for the verbose text.</summary>
    [Parameter(HelpMessage =
        "The name of a variable, without $, that receives the verbose text, with or without -Verbose.")]
    [Alias("ovv")]
    [ValidateForm(ArgumentForm.VariableName)]
    public string? OutVerboseVariable { get; set; }

    /// <summary>The variable for the log.</summary>
    [Parameter(HelpMessage =
        "The name of a variable, without $, that receives an object with ToHTML() and ToXML(): everything that was "
        + "seen and decided, with every message, without secrets. Of several runs it receives one object each.")]
    [Alias("olv")]
    [ValidateForm(ArgumentForm.VariableName)]
    public string? OutLoggerVariable { get; set; }

    /// <summary>What is to be run, as the parameters say.</summary>
    private protected abstract TransactionRequest Request();

    /// <summary>A log in which nothing stands yet.</summary>
    private protected virtual ActivityLog Log(TransactionRequest request) => new(request);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (RegistrarPort is not null && TargetFqdn is null)
        {
            Refuse("RegistrarPort", "-RegistrarPort is the port of -TargetFqdn: give that too.");
        }

        var request = Request() with { KeepsMessages = OutLoggerVariable is not null, EveryTarget = EveryTarget };
        var log = Log(request);
        try
        {
            var result = _pump.Run(request, entry => Say(Invariantly.Make(() => log.Lines(entry))));
            Say(Invariantly.Make(() => log.End(result)));
            Give(result, log);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(new(error, "NoRoom", ErrorCategory.WriteError, null));
        }
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _pump.Stop();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of what runs transactions.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _pump.Dispose();
        }
    }

    /// <summary>The phone of a user, on the network that the parameters describe.</summary>
    private protected PhoneOptions Phone(
        AddressOfRecord account, UserCredential credential, ImmutableArray<SipScheme> schemes)
    {
        var profile = Argument.Profile(Profile);
        var asksDhcp = DhcpServer != "off";
        return new()
        {
            Account = account,
            Credential = credential,
            Schemes = schemes,
            Profile = profile,
            Plan = PlanSettings.Of(profile),
            Registrar = Argument.Host(TargetFqdn),
            RegistrarPort = (ushort?)RegistrarPort,
            DnsServers = [.. (DnsServer ?? []).Select(each => Argument.Server(each, DnsPort))],
            UseDhcp = asksDhcp,
            DhcpServer = asksDhcp && DhcpServer is { } server ? Argument.Server(server, DhcpPort) : null,
            UseDhcp6 = asksDhcp && DhcpServer is null,
            Interface = Interface,
            ExtraRoots = Roots(),
        };
    }

    /// <summary>Ends the call with a sentence that says what to do instead.</summary>
    private protected void Refuse(string parameter, string why) => ThrowTerminatingError(
        new(new PSArgumentException(why, parameter), $"{parameter}Refused", ErrorCategory.InvalidArgument, null));

    private X509Certificate2Collection Roots()
    {
        var roots = new X509Certificate2Collection();
        foreach (var path in RootCertificate ?? [])
        {
            // Relative to where the session is, which the process does not know.
            if (CertificateFile.TryLoad(GetUnresolvedProviderPathFromPSPath(path), out var read, out var fault))
            {
                roots.AddRange(read);
            }
            else
            {
                Refuse(nameof(RootCertificate), $"-RootCertificate {fault}");
            }
        }

        return roots;
    }

    private void Say(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            _said.Add(line);
            if (!Stopping)
            {
                WriteVerbose(line);
            }
        }
    }

    private void Give(TransactionResult result, ActivityLog log)
    {
        if (OutVerboseVariable is { } verbose)
        {
            SessionState.PSVariable.Set(verbose, string.Join(Environment.NewLine, _said));
        }

        if (OutLoggerVariable is { } logger)
        {
            _loggers.Add(new(result, log));
            SessionState.PSVariable.Set(logger, _loggers is [var one] ? one : _loggers.ToArray());
        }

        if (Stopping)
        {
            return;
        }

        if (result.SignedOut == false && !Force)
        {
            WriteWarning("Signing out was not confirmed: the endpoint stands until its registration expires.");
        }

        WriteObject(new TransactionOutput(result));
    }
}
