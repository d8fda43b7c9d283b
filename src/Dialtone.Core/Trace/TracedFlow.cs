using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.MsTurn;

namespace Dialtone.Core.Trace;

/// <summary>One connection or socket of a node that is traced, and what has been seen of it.</summary>
internal sealed class TracedFlow : IDisposable
{
    private readonly long _number;
    private readonly bool _isStream;
    private EndPointAddress _local;
    private EndPointAddress _remote;
    private TracedKind _kind;
    private bool _isSecured;
    private bool _stands;
    private TracedStream? _sent;
    private TracedStream? _received;

    private TracedFlow(long number, bool isStream, EndPointAddress local, EndPointAddress remote)
    {
        (_number, _isStream, _local, _remote) = (number, isStream, local, remote);
    }

    /// <summary>A socket for datagrams.</summary>
    public static TracedFlow Of(long number, NetEffect.OpenDatagrams open) =>
        new(number, isStream: false, open.Local, open.Peer ?? default)
        {
            // What a device tells its own address first is SIP; what it shares a port for is DHCP of either kind.
            _kind = open.Peer is not null ? TracedKind.Sip
                : !open.Broadcast ? TracedKind.Unknown
                : open.Local.Address.IsV4 ? TracedKind.Dhcp : TracedKind.Dhcp6,
        };

    /// <summary>A connection.</summary>
    public static TracedFlow Of(long number, NetEffect.Connect connect) =>
        new(number, isStream: true, connect.To.Address.IsV4 ? new(IpAddress.AnyV4, 0) : default, connect.To);

    /// <summary>The device begins to connect.</summary>
    public TracedMessage Connecting(Instant at) => Event(at, TracedEvent.Connecting, "connecting");

    /// <summary>The connection stands; of a socket nothing is said.</summary>
    public IEnumerable<TracedMessage> Connected(Instant at, EndPointAddress local, EndPointAddress remote)
    {
        (_local, _remote, _stands) = (local, remote, true);
        return _isStream ? [Event(at, TracedEvent.Connected, "connected")] : [];
    }

    /// <summary>The TLS handshake is done.</summary>
    public TracedMessage Secured(Instant at, TlsFacts tls)
    {
        _isSecured = true;
        var name = tls.Chain.Count > 0 ? $" with {tls.Chain[0].Subject}" : "";
        return Event(at, TracedEvent.Secured, $"{tls.Protocol}{name}");
    }

    /// <summary>It is no more.</summary>
    public TracedMessage Ended(Instant at, ChannelEnd why) =>
        Event(at, TracedEvent.Ended, TracedTitle.Of(why)) with { Why = why };

    /// <summary>The device closes it; of a socket nothing is said.</summary>
    public IEnumerable<TracedMessage> Closed(Instant at, bool isAborted) => !_isStream ? [] :
    [
        isAborted || !_stands
            ? Event(at, TracedEvent.Aborted, _stands ? "reset" : "given up")
            : Event(at, TracedEvent.Closed, "closed"),
    ];

    /// <summary>A datagram.</summary>
    public TracedMessage Datagram(
        Instant at, bool isSent, EndPointAddress peer, ReadOnlyMemory<byte> bytes)
    {
        _remote = peer;
        _kind = _kind == TracedKind.Unknown && isSent ? TracedKinds.OfDatagram(bytes.Span) : _kind;
        return Message(at, isSent, TracedPieces.Of(_kind, bytes));
    }

    /// <summary>Bytes of a connection: any number of messages end in them.</summary>
    public IEnumerable<TracedMessage> Stream(Instant at, bool isSent, ReadOnlyMemory<byte> bytes)
    {
        _kind = _kind == TracedKind.Unknown
            ? isSent ? TracedKinds.OfStream(bytes.Span) : TracedKind.Sip
            : _kind;
        if (_sent is null)
        {
            var hasHello = isSent && PseudoTls.MatchClientHello(bytes.Span) == PseudoTlsMatch.Whole;
            _sent = new(_kind, hasHello ? PseudoTls.ClientHelloBytes : 0);
            _received = new(_kind, hasHello ? PseudoTls.ServerHelloBytes : 0);
        }

        var pieces = (isSent ? _sent : _received!).Take(bytes);
        if (isSent && _sent.HadPing)
        {
            _received!.ExpectPong();
        }

        return pieces.Select(piece => Message(at, isSent, piece));
    }

    /// <summary>A request or response of HTTP.</summary>
    public TracedMessage Http(Instant at, bool isSent, TracedPiece piece)
    {
        _kind = TracedKind.Http;
        return Message(at, isSent, piece);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sent?.Dispose();
        _received?.Dispose();
    }

    private TracedMessage Message(Instant at, bool isSent, TracedPiece piece) => new()
    {
        At = at,
        Protocol = TracedKinds.ProtocolOf(_kind),
        IsSent = isSent,
        IsSecured = _isSecured,
        IsStream = _isStream,
        Local = _local,
        Remote = _remote,
        Flow = _number,
        Title = piece.Title,
        Bytes = ImmutableCollectionsMarshal.AsImmutableArray(piece.Bytes),
    };

    private TracedMessage Event(Instant at, TracedEvent happened, string title) => new()
    {
        At = at,
        Protocol = TracedProtocol.Connection,
        Event = happened,
        IsSent = happened is TracedEvent.Connecting or TracedEvent.Closed or TracedEvent.Aborted,
        IsSecured = _isSecured,
        IsStream = _isStream,
        Local = _local,
        Remote = _remote,
        Flow = _number,
        Title = title,
    };
}
