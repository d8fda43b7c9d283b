namespace Dialtone.Core.Exchange.Relays;

/// <summary>How a Media Relay is reached.</summary>
public enum RelayTransport : byte
{
    /// <summary>UDP.</summary>
    Udp,

    /// <summary>TCP; of an A/V Edge Server behind the hellos of pseudo-TLS.</summary>
    Tcp,
}
