namespace Dialtone.Core.Net;

/// <summary>
/// Names a socket, a connection or a listener between a node and its host. Numbers below 0x8000_0000 are given out by
/// the node (<see cref="FlowIds"/>), those above by the host, for connections that it accepted.
/// </summary>
/// <param name="Value">The number; never reused by a node while it lives.</param>
public readonly record struct FlowId(uint Value)
{
    /// <summary>The first number that the host gives out.</summary>
    public const uint HostFirst = 0x8000_0000;

    /// <inheritdoc/>
    public override string ToString() => $"flow {Value}";
}
