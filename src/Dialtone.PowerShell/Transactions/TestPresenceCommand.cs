using System.Management.Automation;
using Dialtone.Core.Transactions;
using Dialtone.PowerShell.Arguments;
using Dialtone.PowerShell.Results;
using Dialtone.Transactions;

namespace Dialtone.PowerShell.Transactions;

/// <summary><c>Test-DialtonePresence</c>: Test-CsPresence.</summary>
[Cmdlet(VerbsDiagnostic.Test, "DialtonePresence")]
[OutputType(typeof(TransactionOutput))]
public sealed class TestPresenceCommand : TransactionCommand
{
    // A quarter of an hour: who waits longer waits for something else.
    private const int SecondsMax = 900;

    /// <inheritdoc/>
    [Parameter(ParameterSetName = ClientPlatform, Position = 2, ValueFromPipelineByPropertyName = true, HelpMessage =
        "The pool to sign in with, and no other: neither DHCP nor DNS is asked for one. Left out, it is discovered as "
        + "a phone does it, which is tested then too.")]
    [Parameter(ParameterSetName = ServerPlatform, Mandatory = true, Position = 2,
        ValueFromPipelineByPropertyName = true)]
    [Alias("t")]
    [ValidateForm(ArgumentForm.HostName)]
    public override string? TargetFqdn { get; set; }

    /// <summary>Who publishes.</summary>
    [Parameter(ParameterSetName = ClientPlatform, Mandatory = true, ValueFromPipelineByPropertyName = true,
        HelpMessage = "Who publishes: sip:bob@contoso.example.")]
    [Parameter(ParameterSetName = ServerPlatform, ValueFromPipelineByPropertyName = true)]
    [Alias("pa")]
    [ValidateForm(ArgumentForm.SipAddress)]
    public string PublisherSipAddress { get; set; } = "";

    /// <summary>The publisher's login.</summary>
    [Parameter(ParameterSetName = ClientPlatform, Mandatory = true, ValueFromPipelineByPropertyName = true,
        HelpMessage = "The publisher's login and password, as Get-Credential gives it.")]
    [Alias("pc")]
    [Credential]
    public PSCredential PublisherCredential { get; set; } = PSCredential.Empty;

    /// <summary>Who is told.</summary>
    [Parameter(ParameterSetName = ClientPlatform, Mandatory = true, ValueFromPipelineByPropertyName = true,
        HelpMessage = "Who subscribes, and is told: sip:alice@contoso.example.")]
    [Parameter(ParameterSetName = ServerPlatform, ValueFromPipelineByPropertyName = true)]
    [Alias("sa")]
    [ValidateForm(ArgumentForm.SipAddress)]
    public string SubscriberSipAddress { get; set; } = "";

    /// <summary>The subscriber's login.</summary>
    [Parameter(ParameterSetName = ClientPlatform, Mandatory = true, ValueFromPipelineByPropertyName = true,
        HelpMessage = "The subscriber's login and password, as Get-Credential gives it.")]
    [Alias("sc")]
    [Credential]
    public PSCredential SubscriberCredential { get; set; } = PSCredential.Empty;

    /// <summary>How long a notification is waited for.</summary>
    [Parameter(HelpMessage = "How many seconds the notification is waited for; 25 if left out.")]
    [ValidateRange(1, SecondsMax)]
    public uint TimeoutInSeconds { get; set; } = (uint)TransactionRequest.NotificationDefault.TotalSeconds;

    private protected override TransactionRequest Request()
    {
        if (ParameterSetName == ServerPlatform)
        {
            Refuse(ServerPlatform, Refusal.Server);
        }

        var subscriber = Phone(Argument.User(SubscriberSipAddress), Argument.Credential(SubscriberCredential), []);
        return new(TransactionKind.Presence, subscriber)
        {
            Publisher = Phone(Argument.User(PublisherSipAddress), Argument.Credential(PublisherCredential), []),
            Notification = TimeSpan.FromSeconds(TimeoutInSeconds),
        };
    }
}
