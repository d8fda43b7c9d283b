using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Lab.World;
using Dialtone.Wire.Addresses;

namespace Dialtone.Simulation.Tests.World;

/// <summary>Small worlds of toy nodes: one that listens, one that connects.</summary>
internal static class ToyWorld
{
    public static readonly EndPointAddress Server = new(IpAddress.V4(192, 0, 2, 11), 5060);
    public static readonly TlsRequest Tls = new(HostName.Parse("pool01.contoso.example"));

    public static Weather Slow => new()
    {
        LatencyMin = TimeSpan.FromMilliseconds(70),
        LatencyMax = TimeSpan.FromMilliseconds(70),
    };

    public static TlsFacts Facts { get; } = new("TLS 1.3", "TLS_AES_256_GCM_SHA384", [], ChainTrust.Trusted);

    public static Instant Seconds(int seconds) => Instant.Zero + TimeSpan.FromSeconds(seconds);

    public static SimWorld Busy(ulong seed)
    {
        var world = new SimWorld(seed)
        {
            Weather = new() { LatencyMax = TimeSpan.FromMilliseconds(30), StreamSplit = 500, DatagramLoss = 100 },
        };
        Listening(world, tls: null);
        Connecting(world, tls: null, [.. Enumerable.Range(0, 100).Select(i => new byte[] { 1, 2, (byte)i })]);
        world.RunTo(Seconds(10));
        return world;
    }

    public static void OnPower(NetInput input, Action act)
    {
        if (input is NetInput.PowerOn)
        {
            act();
        }
    }

    public static SimNode Start(SimWorld world, string name, IpAddress address, ToyNode node)
    {
        var place = world.Place(world.AddHost(name, address), name, node);
        world.PowerOn(place);
        return place;
    }

    public static SimNode Saving(SimWorld world)
    {
        var place = Start(world, "phone", IpAddress.V4(192, 0, 2, 50), new ToyNode((_, _, input, effects) =>
            OnPower(input, () => effects.Add(new NetEffect.Save(new byte[] { 0xAA, 0xBB, 0xCC, 0xDD })))));
        place.Stored = new byte[] { 1, 2, 3, 4 };
        world.RunTo(Instant.Zero);
        return place;
    }

    public static (ToyNode Client, ToyNode Server) Datagrams(SimWorld world, int count)
    {
        var server = new ToyNode((me, _, input, effects) => OnPower(input, () =>
            effects.Add(new NetEffect.OpenDatagrams(me.Ids.Next(), new(IpAddress.AnyV4, 53)))));
        Start(world, "server", Server.Address, server);
        world.RunTo(Instant.Zero);
        var client = new ToyNode((me, _, input, effects) => OnPower(input, () =>
        {
            var flow = me.Ids.Next();
            effects.Add(new NetEffect.OpenDatagrams(flow, default(EndPointAddress) with { Address = IpAddress.AnyV4 }));
            for (var i = 0; i < count; i++)
            {
                effects.Add(new NetEffect.SendDatagram(flow, new(Server.Address, 53), BitConverter.GetBytes(i)));
            }
        }));
        Start(world, "client", IpAddress.V4(192, 0, 2, 50), client);
        return (client, server);
    }

    public static ToyNode Listening(
        SimWorld world, string? tls, byte[]? answer = null, EndPointAddress? at = null)
    {
        var local = at ?? Server;
        var server = new ToyNode((me, _, input, effects) =>
        {
            OnPower(input, () => effects.Add(new NetEffect.Listen(me.Ids.Next(), local, tls)));
            if (input is NetInput.Received received && answer is not null)
            {
                effects.Add(new NetEffect.Write(received.Flow, answer));
            }
        });
        Start(world, $"server {local}", local.Address, server);
        world.RunTo(world.Time);
        return server;
    }

    public static ToyNode Connecting(SimWorld world, TlsRequest? tls, params byte[][] writes) =>
        Connecting(world, tls, IpAddress.V4(192, 0, 2, 50), writes);

    public static ToyNode Connecting(SimWorld world, TlsRequest? tls, IpAddress from, params byte[][] writes) =>
        Connecting(world, tls, from, Server, writes);

    public static ToyNode Connecting(
        SimWorld world, TlsRequest? tls, IpAddress from, EndPointAddress to, params byte[][] writes)
    {
        var client = new ToyNode((me, _, input, effects) =>
        {
            OnPower(input, () => effects.Add(new NetEffect.Connect(me.Ids.Next(), to, tls)));
            if (tls is null ? input is NetInput.Connected : input is NetInput.Secured)
            {
                foreach (var bytes in writes)
                {
                    effects.Add(new NetEffect.Write(new(1), bytes));
                }
            }
            else if (input is NetInput.SignOut)
            {
                effects.Add(new NetEffect.Write(new(1), new[] { me.Next }));
            }
        });
        Start(world, $"phone {from}", from, client);
        return client;
    }

    public static void WriteFrom(SimWorld world, ToyNode client, byte value)
    {
        client.Next = value;
        world.Tell(world.Nodes.Single(place => place.Node == client), new NetInput.SignOut());
    }
}
