using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Wire.Auth.Ntlm;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Lab.Nodes;

/// <summary>
/// What a Registrar and one endpoint agree on over one connection (MS-SIPAE section 3.2): the handshake, and once it is
/// done the signer of all that follows.
/// </summary>
internal sealed class SecurityAssociation
{
    /// <summary>How long it lasts at the most.</summary>
    public static readonly TimeSpan LifetimeMax = TimeSpan.FromHours(8);

    private ReplayWindow _taken;

    public required SipScheme Scheme { get; init; }

    /// <summary>Its name, which the endpoint repeats.</summary>
    public required string Opaque { get; init; }

    /// <summary>Whom it proves, or is to prove.</summary>
    public required SipAccount Account { get; init; }

    /// <summary>Whom the endpoint proves itself to.</summary>
    public required string TargetName { get; init; }

    /// <summary>The version of the protocol that the endpoint speaks.</summary>
    public required int Version { get; init; }

    /// <summary>The server's challenge of NTLM; <c>null</c> with other schemes.</summary>
    public NtlmChallenge? Challenge { get; init; }

    /// <summary>The host's handshake of TLS-DSK, while it goes on; <c>null</c> with other schemes.</summary>
    public FlowId? Handshake { get; set; }

    /// <summary>Signs and verifies; <c>null</c> until the handshake is done.</summary>
    public MessageSigner? Signer { get; private set; }

    /// <summary>When it ends.</summary>
    public Instant EndsAt { get; private set; }

    /// <summary>Whether a REGISTER was accepted by it.</summary>
    public bool HasRegistered { get; set; }

    /// <summary>How many messages were signed for the endpoint.</summary>
    public uint Sent { get; set; }

    /// <summary>The handshake is done.</summary>
    public void Establish(MessageSigner signer, Instant endsAt) =>
        (Signer, EndsAt, Handshake) = (signer, endsAt, null);

    /// <summary>Takes the number of a signed message, once each and not long behind the highest.</summary>
    public bool TryTake(uint number) => _taken.TryTake(number);

    /// <summary>Whose it is, never what proves it.</summary>
    public override string ToString() => $"{Scheme} of {Account}";
}
