namespace Dialtone.Core.Findings;

/// <summary>Whose numbers they are.</summary>
public enum KnownCodeKind : byte
{
    /// <summary>Of <c>ms-diagnostics</c> and <c>X-Ms-diagnostics</c> (MS-OCER).</summary>
    MsDiagnostics,

    /// <summary>The status of a SIP response (RFC 3261 section 21).</summary>
    Sip,

    /// <summary>Of SSPI, as Windows shows them (winerror.h).</summary>
    Sspi,
}
