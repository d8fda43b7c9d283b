namespace Dialtone.Core.Exchange.Web;

/// <summary>What became of a request to a web server.</summary>
public enum WebStatus : byte
{
    /// <summary>There is a response, of whatever status.</summary>
    Answered,

    /// <summary>The server's name has no address, or nobody said.</summary>
    NotResolved,

    /// <summary>No connection to any of its addresses.</summary>
    NotConnected,

    /// <summary>The TLS handshake failed.</summary>
    NotSecured,

    /// <summary>Its certificate is not to be trusted for this name. Nothing was sent.</summary>
    NotTrusted,

    /// <summary>The connection ended before the response was whole, or what came was no HTTP.</summary>
    Lost,

    /// <summary>No response in time.</summary>
    NoAnswer,
}
