namespace Dialtone.Wire.Mras;

/// <summary>How a request for credentials went: the phrase of the response (MS-AVEDGEA section 2.2).</summary>
public enum MrasReason : byte
{
    /// <summary>A phrase that is none of these.</summary>
    Unknown,

    /// <summary>Well; only then are there credentials.</summary>
    Ok,

    /// <summary>The request could not be read.</summary>
    RequestMalformed,

    /// <summary>More requests for credentials than the server takes at once.</summary>
    RequestTooLarge,

    /// <summary>Something that the server does not do.</summary>
    NotSupported,

    /// <summary>Too much to do.</summary>
    ServerBusy,

    /// <summary>It took too long.</summary>
    TimeOut,

    /// <summary>The user gets none.</summary>
    Forbidden,

    /// <summary>Trouble of the server.</summary>
    InternalServerError,

    /// <summary>Anything else.</summary>
    OtherFailure,

    /// <summary>The server does not know the version.</summary>
    VersionMismatch,
}

/// <summary>The phrases of <see cref="MrasReason"/>.</summary>
public static class MrasReasons
{
    private static readonly string[] Phrases =
    [
        "", "OK", "Request Malformed", "Request Too Large", "Not Supported", "Server Busy", "Time Out", "Forbidden",
        "Internal Server Error", "Other Failure", "Version Mismatch",
    ];

    /// <summary>The reason of a phrase, which is compared with regard to case.</summary>
    public static MrasReason Of(string phrase) => (MrasReason)Math.Max(0, Array.IndexOf(Phrases, phrase));

    /// <summary>The phrase of a reason.</summary>
    /// <exception cref="ArgumentException"><paramref name="reason"/> is <see cref="MrasReason.Unknown"/>.</exception>
    public static string PhraseOf(MrasReason reason) =>
        reason is > MrasReason.Unknown and <= MrasReason.VersionMismatch
            ? Phrases[(int)reason]
            : throw new ArgumentException("An unknown reason has no phrase.", nameof(reason));
}
