using Dialtone.Core.SignIn;
using Dialtone.Core.Transactions;
using Dialtone.Phones;
using Dialtone.Wire.Addresses;

namespace Dialtone.Transactions;

/// <summary>Everything a person decides about one synthetic transaction.</summary>
/// <param name="Kind">Which transaction.</param>
/// <param name="Phone">
/// The phone that runs it; of <see cref="TransactionKind.Presence"/> the subscriber's. Of
/// <see cref="TransactionKind.PhoneBootstrap"/> the account is not looked at: number and PIN say who it is. Where no
/// state directory is given, nothing of what was learned is kept.
/// </param>
public sealed record TransactionRequest(TransactionKind Kind, PhoneOptions Phone)
{
    /// <summary>How long a notification of presence is waited for, as Test-CsPresence does.</summary>
    public static readonly TimeSpan NotificationDefault = TimeSpan.FromSeconds(25);

    /// <summary>
    /// Who stands for the account of <see cref="TransactionKind.PhoneBootstrap"/> where number and PIN alone say who
    /// that is; nobody is asked for by it.
    /// </summary>
    public static AddressOfRecord Nobody { get; } =
        AddressOfRecord.TryParse("sip:phone@bootstrap.invalid", out var nobody)
            ? nobody : throw new InvalidOperationException("A sign-in address is none.");

    /// <summary>The publisher's phone, of <see cref="TransactionKind.Presence"/>.</summary>
    public PhoneOptions? Publisher { get; init; }

    /// <summary>
    /// Who number and PIN must belong to, of <see cref="TransactionKind.PhoneBootstrap"/>; <c>null</c> for anybody.
    /// </summary>
    public AddressOfRecord? User { get; init; }

    /// <summary>
    /// The certificate provisioning service, given by hand: no other one is asked. <c>null</c> for what DHCP or the
    /// Registrar names.
    /// </summary>
    public WebUrl? TargetUri { get; init; }

    /// <summary>
    /// The A/V Edge Server in place of those that the Registrar names, of
    /// <see cref="TransactionKind.AvEdgeConnectivity"/>; <c>null</c> for these.
    /// </summary>
    public IpAddress? AvEdgeAddress { get; init; }

    /// <summary>The port for UDP at <see cref="AvEdgeAddress"/>.</summary>
    public ushort AvEdgeUdpPort { get; init; } = 3478;

    /// <summary>The port for TCP at <see cref="AvEdgeAddress"/>.</summary>
    public ushort AvEdgeTcpPort { get; init; } = 443;

    /// <summary>How long a notification is waited for, of <see cref="TransactionKind.Presence"/>.</summary>
    public TimeSpan Notification { get; init; } = NotificationDefault;

    /// <summary>
    /// Whether, after the transaction, every address behind every name is signed in at, over every transport, one after
    /// another, and Web Services are asked at each of theirs.
    /// </summary>
    public bool EveryTarget { get; init; }

    /// <summary>Whether every message is kept, without secrets.</summary>
    public bool KeepsMessages { get; init; }
}
