namespace Dialtone.Core.Exchange.Web;

/// <summary>The steps of a request to a web server, in their order.</summary>
public enum WebStep : byte
{
    /// <summary>The addresses of its name.</summary>
    Resolve,

    /// <summary>The TCP connection.</summary>
    Connect,

    /// <summary>The TLS handshake, and the certificate.</summary>
    Tls,

    /// <summary>The request and its response.</summary>
    Http,

    /// <summary>The proof of who the user is, where the server asked for it.</summary>
    Authenticate,
}
