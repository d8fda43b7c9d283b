namespace Dialtone.Lab.Nodes;

/// <summary>How a Media Relay turns down a request with good credentials.</summary>
public enum MediaRelayRefusal : byte
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>436 Unknown Username: the user was made by an MRAS with other keys.</summary>
    UnknownUsername,

    /// <summary>431 Integrity Check Failure: the password was.</summary>
    IntegrityCheckFailure,

    /// <summary>430 Stale Credentials: their time is over, or so says the relay's clock.</summary>
    StaleCredentials,
}

/// <summary>
/// What a Media Relay does wrong. Everything may change while it runs; what concerns its ports takes effect when its
/// host tells it <see cref="Core.Net.NetInput.NetworkChanged"/>.
/// </summary>
public sealed class MediaRelayBehaviour
{
    /// <summary>Nobody listens on the UDP port.</summary>
    public bool RefusesUdp { get; set; }

    /// <summary>Nobody listens on the TCP port.</summary>
    public bool RefusesTcp { get; set; }

    /// <summary>Nothing gets an answer.</summary>
    public bool Silent { get; set; }

    /// <summary>Connections are closed as soon as they stand.</summary>
    public bool ClosesAfterAccept { get; set; }

    /// <summary>
    /// Every request with good credentials is turned down so; a relay of RFC 8656 says 401 for each of them.
    /// </summary>
    public MediaRelayRefusal Refusal { get; set; }

    /// <summary>The realm that challenges name is another than the one that credentials are checked with.</summary>
    public bool WrongRealm { get; set; }

    /// <summary>Every nonce is too old, the one just given too: 438.</summary>
    public bool StaleNonces { get; set; }
}
