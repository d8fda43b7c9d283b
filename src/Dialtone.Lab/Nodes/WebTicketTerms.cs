using Dialtone.Wire.WebServices;

namespace Dialtone.Lab.Nodes;

/// <summary>What a web ticket says, to the server alone.</summary>
/// <param name="User">The user part of the SIP address.</param>
/// <param name="Service">What it is for.</param>
/// <param name="Created">From when it is valid.</param>
/// <param name="Expires">Until when.</param>
/// <param name="ClientEntropy">The client's part of the proof key, a secret.</param>
/// <param name="ServerEntropy">The server's part, a secret.</param>
internal sealed record WebTicketTerms(
    string User, WebTicketService Service, DateTimeOffset Created, DateTimeOffset Expires,
    ReadOnlyMemory<byte> ClientEntropy, ReadOnlyMemory<byte> ServerEntropy)
{
    /// <summary>The key that its owner signs with.</summary>
    public ProofKey Key => ProofKey.Derive(ClientEntropy.Span, ServerEntropy.Span);

    /// <summary>Says for whom, never what proves it.</summary>
    public override string ToString() => $"{User}, {Service}, until {Expires:O}";
}
