using Dialtone.Core.Net;
using Dialtone.Wire.Auth.Ntlm;

namespace Dialtone.Lab.Nodes;

/// <summary>A connection of Web Services. NTLM proves the connection, not the request (MS-NTHT).</summary>
internal sealed class WebConnection(FlowId flow, bool isTls)
{
    public FlowId Flow { get; } = flow;

    public bool IsTls { get; } = isTls;

    /// <summary>How NTLM was begun, and what it was challenged with; <c>null</c> where it was not.</summary>
    public (byte[] Negotiate, NtlmChallenge Challenge)? Ntlm { get; set; }

    /// <summary>Whom NTLM has proved.</summary>
    public SipAccount? Account { get; set; }
}
