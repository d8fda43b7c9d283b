using System.Collections;

namespace Dialtone.Core.Net;

/// <summary>The effects of one <see cref="INode.Handle"/>, in the order in which they are to be performed.</summary>
public sealed class NetEffects : IReadOnlyList<NetEffect>
{
    private readonly List<NetEffect> _effects = [];

    /// <inheritdoc/>
    public int Count => _effects.Count;

    /// <inheritdoc/>
    public NetEffect this[int index] => _effects[index];

    /// <summary>Asks for one more effect.</summary>
    public void Add(NetEffect effect) => _effects.Add(effect);

    /// <summary>Forgets all, for the next use.</summary>
    public void Clear() => _effects.Clear();

    /// <inheritdoc/>
    public IEnumerator<NetEffect> GetEnumerator() => _effects.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
