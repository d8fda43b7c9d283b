namespace Dialtone.Core.Exchange.Relays;

/// <summary>How far a check went.</summary>
public enum RelayStep : byte
{
    /// <summary>The connection, over TCP.</summary>
    Connect,

    /// <summary>The hellos of pseudo-TLS.</summary>
    Hello,

    /// <summary>An Allocate without proof.</summary>
    Ask,

    /// <summary>An Allocate with proof.</summary>
    Prove,

    /// <summary>Freeing what was given.</summary>
    Free,
}
