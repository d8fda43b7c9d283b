namespace Dialtone.Core.Discovery;

/// <summary>Why one way through Lyncdiscover ended without a Registrar.</summary>
public enum LyncdiscoverFailureKind : byte
{
    /// <summary>
    /// The server could not be reached, or its certificate is not to be trusted, or it did not answer.
    /// </summary>
    NotReached,

    /// <summary>It answered with another status than 200.</summary>
    Refused,

    /// <summary>It answered what cannot be read: JSON, for example, or a page for people.</summary>
    Malformed,

    /// <summary>The answer leads nowhere: neither to the user's answer nor elsewhere, or names no Registrar.</summary>
    LeadsNowhere,

    /// <summary>It leads to an address that is not followed: not HTTPS, or outside the SIP domain.</summary>
    NotFollowed,

    /// <summary>It leads round in circles, or through too many redirects.</summary>
    TooManyRedirects,

    /// <summary>The web ticket that it asks for was not to be had.</summary>
    NoTicket,

    /// <summary>It did not take the web ticket.</summary>
    TicketRefused,

    /// <summary>It does not know the user (MS-OCDISCWS section 3.1.5.3).</summary>
    UserUnknown,
}
