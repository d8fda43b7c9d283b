using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Dialtone.Core.Discovery;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;

namespace Dialtone.Core.Exchange.Dns;

/// <summary>
/// One question at one server: its own random identifier, its own flow, and its datagram sent again while the server is
/// silent. Says what came; what follows from it is the <see cref="DnsLookup"/>'s to decide.
/// </summary>
internal sealed class DnsServerTry(
    EndPointAddress server, DnsQuestion question, bool edns, bool tcp, DnsSettings settings)
{
    private readonly DnsFraming _stream = new();
    private ushort _id;
    private byte[] _query = [];
    private Instant _begun;
    private int _sent;
    private int _ignored;

    public EndPointAddress Server => server;

    public bool Edns => edns;

    public bool Tcp => tcp;

    public FlowId Flow { get; private set; }

    /// <summary>What the answer that was to the question said; <c>null</c> before.</summary>
    public DnsResponseCode? Code { get; private set; }

    /// <summary>When it sends again or is given up.</summary>
    public Instant Deadline { get; private set; }

    public void Begin(Now now, IEntropy entropy, FlowIds flows, NetEffects effects)
    {
        Span<byte> id = stackalloc byte[2];
        entropy.Fill(id);
        _id = BinaryPrimitives.ReadUInt16BigEndian(id);
        (Flow, _begun) = (flows.Next(), now.Monotonic);
        _query = new DnsMessage
        {
            Id = _id,
            RecursionDesired = true,
            Question = question,
            Edns = edns ? new DnsEdns(DnsLimits.EdnsUdpBytes) : null,
        }.ToBytes();
        if (tcp)
        {
            effects.Add(new NetEffect.Connect(Flow, server, Tls: null));
            Deadline = now.Monotonic + settings.TcpTimeLimit;
            return;
        }

        // The default address is "::", any of IPv6.
        var any = server.Address.IsV4 ? IpAddress.AnyV4 : default;
        effects.Add(new NetEffect.OpenDatagrams(Flow, new(any, 0)));
        Send(effects);
    }

    /// <summary>At its deadline: sends again, or says that its time is over.</summary>
    public bool IsOver(NetEffects effects)
    {
        if (tcp || _sent == settings.SendAt.Length)
        {
            return true;
        }

        Send(effects);
        return false;
    }

    /// <summary>The connection stands.</summary>
    public void WriteQuery(NetEffects effects) => effects.Add(new NetEffect.Write(Flow, DnsFraming.Frame(_query)));

    /// <summary>Takes bytes of the connection, and has a message once it is whole.</summary>
    public bool TryTake(ref ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out byte[]? message) =>
        _stream.TryTake(ref bytes, out message);

    /// <summary>Whether a message says that it answers this try; what does not is counted.</summary>
    public bool IsAnswer(EndPointAddress from, ReadOnlySpan<byte> bytes, out DnsHeader header)
    {
        var mine = DnsHeader.TryRead(bytes, out header) && from == server && header.Id == _id && header.IsResponse;
        _ignored += mine ? 0 : 1;
        return mine;
    }

    /// <summary>
    /// Whether an answer is to the question. A server that cannot read a question cannot repeat it either; one that
    /// says something of the name can.
    /// </summary>
    public bool IsForUs(DnsMessage answer)
    {
        var mine = answer.Opcode == DnsOpcode.Query
            && (answer.Question is { } asked
                ? asked == question
                : answer.ResponseCode is not (DnsResponseCode.NoError or DnsResponseCode.NoSuchName));
        _ignored += mine ? 0 : 1;
        Code = mine ? answer.ResponseCode : Code;
        return mine;
    }

    /// <summary>What became of it.</summary>
    public DnsTry Ended(
        Now now, DnsStatus status, string detail, DnsFault? fault = null, DnsAnswerReading? reading = null) =>
        new(server, status, now.Monotonic - _begun, detail)
        {
            Code = Code,
            IsReferral = reading?.Is == DnsAnswerReading.Kind.Referral,
            ForeignRecords = reading?.ForeignRecords ?? 0,
            OverTcp = tcp,
            Sent = tcp ? 1 : _sent,
            Ignored = _ignored,
            Fault = fault,
        };

    private void Send(NetEffects effects)
    {
        effects.Add(new NetEffect.SendDatagram(Flow, server, _query));
        _sent++;
        Deadline = _begun + (_sent < settings.SendAt.Length ? settings.SendAt[_sent] : settings.ServerTimeLimit);
    }
}
