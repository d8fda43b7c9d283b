using Dialtone.Core.Net;
using Dialtone.Core.Time;

namespace Dialtone.Net.Tests.Live;

/// <summary>A node whose whole behaviour is one function of the test; it keeps what it was told.</summary>
internal sealed class ScriptNode(Action<ScriptNode, NetInput, NetEffects> script) : INode
{
    public Instant? Deadline { get; set; }

    public Now Now { get; private set; }

    public FlowIds Ids { get; } = new();

    /// <summary>Everything that was told, less the bytes, which are not valid later.</summary>
    public List<NetInput> Told { get; } = [];

    /// <summary>All bytes that arrived, of every flow.</summary>
    public MemoryStream Bytes { get; } = new();

    public string Text => System.Text.Encoding.UTF8.GetString(Bytes.ToArray());

    public bool Finished { get; set; }

    public NetInput.Ended Ended => Told.OfType<NetInput.Ended>().ShouldHaveSingleItem();

    public void Handle(Now now, NetInput input, NetEffects effects)
    {
        Now = now;
        switch (input)
        {
            case NetInput.Received received:
                Bytes.Write(received.Bytes.Span);
                break;
            case NetInput.Datagram datagram:
                Bytes.Write(datagram.Bytes.Span);
                break;
        }

        Told.Add(input);
        if (input is NetInput.DeadlineReached)
        {
            Deadline = null;
        }

        script(this, input, effects);
    }
}
