namespace Dialtone.Core.UserServices;

/// <summary>The kinds of failure of a request beside REGISTER.</summary>
public enum ServiceFailureKind : byte
{
    /// <summary>No final response in time.</summary>
    NoAnswer,

    /// <summary>200, and the content that was asked for came neither in it nor in a notice after it.</summary>
    NoContent,

    /// <summary>The content came and cannot be read.</summary>
    Malformed,

    /// <summary>404, 405, 489, 501, 604: nobody there does this.</summary>
    NotThere,

    /// <summary>408, 480, 5xx: not now.</summary>
    Unavailable,

    /// <summary>Another 3xx, 4xx or 6xx.</summary>
    Refused,

    /// <summary>The server refused the proof that it accepted of REGISTER.</summary>
    CredentialRejected,

    /// <summary>The server offers no scheme or algorithm that this device can use.</summary>
    NothingUsableOffered,

    /// <summary>More rounds of challenges than are answered.</summary>
    TooManyRounds,

    /// <summary>The server's own proof (rspauth) is wrong.</summary>
    ServerNotProved,

    /// <summary>The service was reached and said no, by its own reason phrase (MS-AVEDGEA).</summary>
    NotGranted,

    /// <summary>The address of the service cannot be used.</summary>
    AddressUnusable,

    /// <summary>The server ended the subscription.</summary>
    Ended,
}

/// <summary>Why a request beside REGISTER brought nothing.</summary>
public sealed record ServiceFailure
{
    /// <summary>The kind of failure.</summary>
    public required ServiceFailureKind Kind { get; init; }

    /// <summary>The SIP status code; 0 where there was no answer.</summary>
    public int Status { get; init; }

    /// <summary>The reason phrase of server or service, or what is wrong with the content; may be empty.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The content of <c>ms-diagnostics</c> or <c>Warning</c>; may be empty.</summary>
    public string Diagnostics { get; init; } = "";
}
