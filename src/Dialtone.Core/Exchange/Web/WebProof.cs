namespace Dialtone.Core.Exchange.Web;

/// <summary>How the proof of the user towards a web server went (RFC 9110 section 11).</summary>
public enum WebProof : byte
{
    /// <summary>The server did not ask for any.</summary>
    NotAsked,

    /// <summary>The server asked, and there was nothing to prove the user with.</summary>
    NotTried,

    /// <summary>The server asked, was given it, and did not ask again.</summary>
    Accepted,

    /// <summary>The server was given it, and asked again.</summary>
    Refused,

    /// <summary>The server offers no scheme that could be used.</summary>
    NotOffered,

    /// <summary>This machine could not make it: no ticket, for example.</summary>
    NotMade,
}
