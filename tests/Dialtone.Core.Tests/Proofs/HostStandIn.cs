using System.Security.Cryptography;
using Dialtone.Core.Net;
using Dialtone.Core.Net.Security;
using Dialtone.Wire.Auth.Signatures;
using Dialtone.Wire.Auth.TlsDsk;

namespace Dialtone.Core.Tests.Proofs;

/// <summary>What the host does for a device under test: tickets, and handshakes of TLS-DSK.</summary>
internal sealed class HostStandIn
{
    public static readonly byte[] Ticket = "a ticket"u8.ToArray();

    /// <summary>Why no ticket is had; <c>null</c> where one is.</summary>
    public SecurityFault? NoTicket { get; set; }

    /// <summary>Why no handshake is done; <c>null</c> where it is.</summary>
    public SecurityFault? NoHandshake { get; set; }

    /// <summary>Whether it says nothing.</summary>
    public bool IsSilent { get; set; }

    public static TlsDskKeys Keys() => new([.. Enumerable.Range(0, 128).Select(n => (byte)n)], TlsDskHash.Sha1);

    public static MessageSigner TicketSigner() => new SymmetricSigner();

    public IEnumerable<NetInput> Answer(NetEffect effect) => effect switch
    {
        _ when IsSilent => [],
        NetEffect.AskTicket { Flow: var flow } => NoTicket is { } why
            ? [new NetInput.SecurityFailed(flow, why, "no ticket")]
            : [new NetInput.TicketGiven(flow, Ticket, TicketSigner())],
        NetEffect.BeginTlsDsk { Flow: var flow } => NoHandshake is { } why
            ? [new NetInput.SecurityFailed(flow, why, "no handshake")]
            : [new NetInput.TlsDskStepped(flow, "client hello"u8.ToArray(), null)],
        NetEffect.ContinueTlsDsk { Flow: var flow, Token: var token } =>
            token.Span.SequenceEqual(SigningRegistrar.ServerFlight)
                ? [new NetInput.TlsDskStepped(flow, "client flight"u8.ToArray(), null)]
                : [new NetInput.TlsDskStepped(flow, default, new(Keys(), "TLSv1.2", "AES128-SHA", default))],
        _ => [],
    };

    /// <summary>Both ends of a ticket have one key.</summary>
    private sealed class SymmetricSigner : MessageSigner
    {
        public override int Sign(ReadOnlySpan<byte> text, Span<byte> signature) =>
            HMACSHA256.HashData("ticket"u8, text, signature);

        public override bool Verify(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature) =>
            HMACSHA256.HashData("ticket"u8, text).AsSpan().SequenceEqual(signature);
    }
}
