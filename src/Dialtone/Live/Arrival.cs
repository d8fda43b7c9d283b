using Dialtone.Core.Net;

namespace Dialtone.Live;

/// <summary>Something that waits in the inbox of a node.</summary>
/// <param name="Input">What the node is told; <c>null</c> only wakes the reader.</param>
/// <param name="Flow">Whose input it is; the default value for the node itself.</param>
/// <param name="Rented">The pooled array that holds the input's bytes, given back when the node has seen them.</param>
/// <param name="Newcomer">The connection that an <see cref="NetInput.Accepted"/> brings.</param>
internal readonly record struct Arrival(
    NetInput? Input, FlowId Flow = default, byte[]? Rented = null, StreamFlow? Newcomer = null);
