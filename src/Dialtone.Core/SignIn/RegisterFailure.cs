using System.Collections.Immutable;
using Dialtone.Core.Net;

namespace Dialtone.Core.SignIn;

/// <summary>Why REGISTER did not lead to a registration.</summary>
public sealed record RegisterFailure
{
    /// <summary>The kind of failure.</summary>
    public required RegisterFailureKind Kind { get; init; }

    /// <summary>The SIP status code; 0 where there was no answer.</summary>
    public int Status { get; init; }

    /// <summary>The server's reason phrase, or what the system said; may be empty.</summary>
    public string Reason { get; init; } = "";

    /// <summary>How the connection ended; <c>null</c> where it did not, or another answer came first.</summary>
    public ChannelEnd? End { get; init; }

    /// <summary>The content of <c>ms-diagnostics</c> or <c>Warning</c>; may be empty.</summary>
    public string Diagnostics { get; init; } = "";

    /// <summary>What the server offered where nothing was usable.</summary>
    public ImmutableArray<string> Offered { get; init; } = [];

    /// <summary>How long the server asks to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether no other address or candidate can change this answer (RFC 3263 section 4.3).</summary>
    public bool IsFinal => IsOfCredential || Kind is RegisterFailureKind.Forbidden or RegisterFailureKind.WrongAddress
        or RegisterFailureKind.UserNotFound or RegisterFailureKind.Refused;

    /// <summary>
    /// Whether it is what proves the user that was refused: then it is refused everywhere, and every further try brings
    /// the account nearer to being locked.
    /// </summary>
    public bool IsOfCredential => Kind is RegisterFailureKind.CredentialRejected
        or RegisterFailureKind.CertificateRejected or RegisterFailureKind.AccountUnusable;
}
