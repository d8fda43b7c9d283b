namespace Dialtone.Lab.Nodes;

/// <summary>What comes in at a port.</summary>
internal enum ServerProtocol : byte
{
    /// <summary>Connections, as bytes.</summary>
    Stream,

    /// <summary>Datagrams.</summary>
    Datagrams,

    /// <summary>Connections, as requests of HTTP.</summary>
    Http,
}
