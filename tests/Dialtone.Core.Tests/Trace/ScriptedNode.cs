using Dialtone.Core.Net;
using Dialtone.Core.Time;

namespace Dialtone.Core.Tests.Trace;

/// <summary>A node that asks for what it is told to ask for.</summary>
internal sealed class ScriptedNode : INode
{
    private readonly Queue<NetEffect> _wanted = [];

    public Instant? Deadline => Instant.Zero + TimeSpan.FromSeconds(7);

    public void Want(params ReadOnlySpan<NetEffect> effects)
    {
        foreach (var effect in effects)
        {
            _wanted.Enqueue(effect);
        }
    }

    public void Handle(Now now, NetInput input, NetEffects effects)
    {
        while (_wanted.TryDequeue(out var effect))
        {
            effects.Add(effect);
        }
    }
}
