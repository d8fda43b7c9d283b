using Dialtone.Core.Net;
using Dialtone.Core.Time;

namespace Dialtone.Lab.World;

/// <summary>
/// A node's place in a world: its host, what it has stored, and its flows. It outlives power cuts; the node does not.
/// </summary>
public sealed class SimNode
{
    private uint _lastHostFlow = FlowId.HostFirst;
    private long _moment;
    private int _inputsOfMoment;

    internal SimNode(int index, string name, SimHost host, INode node)
    {
        Index = index;
        Name = name;
        Host = host;
        Node = node;
    }

    /// <summary>The place's number in its world, in order of placing.</summary>
    public int Index { get; }

    /// <summary>The place's name within the world.</summary>
    public string Name { get; }

    /// <summary>The machine it is on.</summary>
    public SimHost Host { get; }

    /// <summary>What lives there now, or lived there until the power was cut.</summary>
    public INode Node { get; internal set; }

    /// <summary>Whether it runs.</summary>
    public bool IsRunning { get; internal set; }

    /// <summary>What it stored last and would find at its next start; <c>null</c> for nothing.</summary>
    public ReadOnlyMemory<byte>? Stored { get; set; }

    /// <summary>The certificate that it stored last, likewise.</summary>
    public ReadOnlyMemory<byte>? StoredCertificate { get; set; }

    /// <summary>How often it was started.</summary>
    public int Life { get; internal set; }

    /// <summary>
    /// Has the power cut while the effects of the present input are performed: for a <see cref="WorldWatcher"/>, which
    /// is called before the first of them.
    /// </summary>
    /// <param name="effects">How many of them are performed.</param>
    public void CutPowerAfter(int effects) => EffectsLeft = effects;

    /// <summary>Counts an input of a moment.</summary>
    /// <returns>How many there were in it.</returns>
    internal int InputsAt(long ticks)
    {
        (_inputsOfMoment, _moment) = (ticks == _moment ? _inputsOfMoment + 1 : 1, ticks);
        return _inputsOfMoment;
    }

    /// <summary>The roots that it has learned and stored last; <c>null</c> for none.</summary>
    public ReadOnlyMemory<byte>? StoredRoots { get; set; }

    internal FlowTable Flows { get; } = new();

    /// <summary>What is being stored, in order; <c>null</c> for nothing.</summary>
    internal Queue<SimSave>? Saves { get; set; }

    /// <summary>Effects to be performed until the power is cut; negative for no cut.</summary>
    internal int EffectsLeft { get; set; } = -1;

    /// <summary>The deadline for which an event is in the queue.</summary>
    internal Instant? Scheduled { get; set; }

    /// <inheritdoc/>
    public override string ToString() => Name;

    internal FlowId NextHostFlow() => new(_lastHostFlow++);
}

/// <summary>Something that is being stored in place of the old; nothing, to forget it.</summary>
internal sealed record SimSave(ReadOnlyMemory<byte>? Bytes, SimStore Store = SimStore.Memory)
{
    /// <summary>What it takes the place of.</summary>
    public ReadOnlyMemory<byte>? OldOf(SimNode node) => Store switch
    {
        SimStore.Certificate => node.StoredCertificate,
        SimStore.Roots => node.StoredRoots,
        _ => node.Stored,
    };
}

/// <summary>What a node stores.</summary>
internal enum SimStore : byte
{
    Memory,
    Certificate,
    Roots,
}
