using Dialtone.Core.Discovery;
using Dialtone.Core.Exchange.Dns;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;

namespace Dialtone.Core.Tests.Exchange.Dns;

/// <summary>One lookup on the bench.</summary>
internal sealed class LookupBench : DnsBench
{
    public LookupBench(DnsQuestion question, params EndPointAddress[] servers)
        : this(question, new DnsSettings { Servers = [.. servers] })
    {
    }

    public LookupBench(DnsQuestion question, DnsSettings settings)
    {
        Lookup = new(question, settings, this, Flows);
        Lookup.Begin(Now, Effects);
    }

    public DnsLookup Lookup { get; }

    public DnsResult Result => Lookup.Result.ShouldNotBeNull();

    public DnsTry LastTry => Result.Tries[^1];

    public NetEffect.SendDatagram LastSent => Sent[^1];

    public NetEffect.Connect LastConnect => Effects.OfType<NetEffect.Connect>().Last();

    public DnsMessage Query => Read(LastSent.Bytes);

    public bool Give(NetInput input) => Lookup.Handle(Now, input, Effects);

    public void Answer(Func<DnsMessage, DnsMessage> answer) => Give(From(LastSent, answer(Query))).ShouldBeTrue();

    /// <summary>Lets the lookup's time run out.</summary>
    public void RunOut()
    {
        Pass(Lookup.Deadline.ShouldNotBeNull() - Now.Monotonic);
        Give(new NetInput.DeadlineReached()).ShouldBeTrue();
    }

    /// <summary>Lets the connection come about and takes the query from it.</summary>
    public DnsMessage AcceptTcp()
    {
        var connect = LastConnect;
        connect.Tls.ShouldBeNull();
        Give(new NetInput.Connected(connect.Flow, First, connect.To)).ShouldBeTrue();
        var written = Effects.OfType<NetEffect.Write>().Last();
        written.Flow.ShouldBe(connect.Flow);
        var bytes = written.Bytes.Span;
        ((bytes[0] << 8) | bytes[1]).ShouldBe(bytes.Length - 2);
        return Read(written.Bytes[2..]);
    }

    public static byte[] Framed(DnsMessage message)
    {
        var bytes = message.ToBytes();
        return [(byte)(bytes.Length >> 8), (byte)bytes.Length, .. bytes];
    }
}
