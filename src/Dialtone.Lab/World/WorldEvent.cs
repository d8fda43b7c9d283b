using Dialtone.Core.Net;

namespace Dialtone.Lab.World;

internal enum WorldEventKind : byte
{
    Deadline,
    Input,
    Syn,
    Stream,
    Saved,
    Control,
}

/// <summary>
/// One thing that is going to happen. <paramref name="Life"/> is the node's boot count it was meant for.
/// </summary>
internal readonly record struct WorldEvent(WorldEventKind Kind, SimNode? Node, int Life, object? Subject);

/// <summary>Called after a node handled an input, before its effects are performed.</summary>
/// <param name="node">The node.</param>
/// <param name="now">When.</param>
/// <param name="input">What it was told.</param>
/// <param name="effects">What it asked for.</param>
public delegate void WorldWatcher(SimNode node, Dialtone.Core.Time.Now now, NetInput input, NetEffects effects);
