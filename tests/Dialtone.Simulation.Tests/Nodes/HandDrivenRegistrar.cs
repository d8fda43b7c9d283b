using System.Text;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Lab.Nodes;
using Dialtone.Wire.Addresses;

namespace Dialtone.Simulation.Tests.Nodes;

/// <summary>A Registrar whose host is the test: what it asks for is kept, and answered by hand.</summary>
internal sealed class HandDrivenRegistrar
{
    private readonly NetEffects _effects = new();
    private readonly FlowId _listener;
    private uint _connections;

    public HandDrivenRegistrar(Registrar registrar)
    {
        Registrar = registrar;
        Tell(new NetInput.PowerOn());
        _listener = Asked.OfType<NetEffect.Listen>().First(one => one.TlsIdentity is not null).Flow;
    }

    public Registrar Registrar { get; }

    public Instant Time { get; set; } = Instant.Zero + TimeSpan.FromSeconds(1);

    /// <summary>The clock on the wall.</summary>
    public DateTimeOffset WallClock { get; set; } = new(2026, 11, 22, 6, 36, 49, TimeSpan.Zero);

    /// <summary>What the last input was answered with.</summary>
    public IReadOnlyList<NetEffect> Asked { get; private set; } = [];

    /// <summary>The one effect of that kind that the last input was answered with.</summary>
    public T Only<T>() where T : NetEffect => Asked.OfType<T>().ShouldHaveSingleItem();

    /// <summary>What was sent over a connection since the last input; empty for nothing.</summary>
    public string Sent(FlowId connection) => string.Concat(Asked.OfType<NetEffect.Write>()
        .Where(write => write.Flow == connection).Select(write => Encoding.UTF8.GetString(write.Bytes.Span)));

    public FlowId Connect()
    {
        var flow = new FlowId(FlowId.HostFirst + ++_connections);
        Tell(new NetInput.Accepted(
            _listener, flow, Registrar.Settings.Tls, new(IpAddress.V4(192, 0, 2, 50), (ushort)_connections)));
        return flow;
    }

    /// <summary>Sends a request, and returns what is sent back at once.</summary>
    public string Say(FlowId connection, string request)
    {
        Tell(new NetInput.Received(connection, Encoding.UTF8.GetBytes(request.ReplaceLineEndings("\r\n"))));
        return Sent(connection);
    }

    public void Tell(NetInput input)
    {
        _effects.Clear();
        Registrar.Handle(new(Time, WallClock), input, _effects);
        // Bytes are good until the next input: what is kept is a copy.
        Asked = [.. _effects.Select(effect => effect is NetEffect.Write write
            ? write with { Bytes = write.Bytes.ToArray() }
            : effect)];
    }
}
