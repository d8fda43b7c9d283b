using System.Runtime.CompilerServices;
using System.Text;

namespace Dialtone.Wire.Sip;

/// <summary>One value of Via (RFC 3261 section 20.42), read whole.</summary>
public readonly ref struct SipVia
{
    // Where the parts stand in the text.
    private readonly ReadOnlySpan<byte> _text;
    private readonly int _transport;
    private readonly int _transportEnd;
    private readonly int _host;
    private readonly int _hostEnd;
    private readonly int _parameters;
    private readonly int _offset;
    private readonly SipLimits? _limits;

    private SipVia(
        ReadOnlySpan<byte> text, (int Start, int End) transport, (int Start, int End) host, ushort? port,
        int parameters, scoped in Named named, int offset, SipLimits? limits)
    {
        _text = text;
        _transport = transport.Start;
        _transportEnd = transport.End;
        _host = host.Start;
        _hostEnd = host.End;
        Port = port;
        _parameters = parameters;
        _offset = offset;
        _limits = limits;
        Branch = named.Branch;
        Received = named.Received;
        RPort = named.RPort;
        HasRPort = named.HasRPort;
    }

    /// <summary>The transport as it stands, such as <c>TLS</c>.</summary>
    public ReadOnlySpan<byte> Transport => _text[_transport.._transportEnd];

    /// <summary>The host of sent-by; an IPv6 address without its brackets.</summary>
    public ReadOnlySpan<byte> Host => _text[_host.._hostEnd];

    /// <summary>Whether the host stood in brackets.</summary>
    public bool IsIpv6Reference => _host > 0 && _text[_host - 1] == '[';

    /// <summary>The port of sent-by; null when it names none.</summary>
    public ushort? Port { get; }

    /// <summary>
    /// The value of <c>rport</c> (RFC 3581); null without one, also when the client merely asked for it.
    /// </summary>
    public ushort? RPort { get; }

    /// <summary>Whether there is an <c>rport</c>, with a value or without.</summary>
    public bool HasRPort { get; }

    /// <summary>The branch; empty when there is none, which Lync clients leave out over TLS.</summary>
    public ReadOnlySpan<byte> Branch { get; }

    /// <summary>The <c>received</c> address as it stands; empty without it.</summary>
    public ReadOnlySpan<byte> Received { get; }

    /// <summary>The parameters; they have been read once, so that no fault is met again.</summary>
    public SipParameterReader Parameters => new(_text[_parameters..], ';', _offset + _parameters, _limits);

    /// <summary>The first parameter of that name, such as <c>ms-received-port</c>.</summary>
    public bool TryGetParameter(ReadOnlySpan<byte> name, out SipParameter parameter) =>
        Parameters.TryFind(name, out parameter);

    /// <summary>Reads one value.</summary>
    /// <param name="text">The value, white space around it allowed.</param>
    /// <param name="via">The view; meaningless when the answer is false.</param>
    /// <param name="fault">What is wrong, at which byte of <paramref name="text"/> plus <paramref
    /// name="offset"/>.</param>
    /// <param name="offset">Where the text begins in the message.</param>
    /// <param name="limits">The defaults when null.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool TryRead(
        ReadOnlySpan<byte> text, out SipVia via, out SipFault fault, int offset = 0, SipLimits? limits = null)
    {
        via = default;
        var position = 0;
        if (!TryProtocol(text, ref position, out var transport)
            || !SipText.TryHost(text, ref position, out var host))
        {
            fault = new(SipFaultKind.Via, offset + position);
            return false;
        }

        if (!TryPort(text, ref position, out var port))
        {
            fault = new(SipFaultKind.UriPort, offset + position);
            return false;
        }

        if (position < text.Length && text[position] != ';')
        {
            fault = new(SipFaultKind.Via, offset + position);
            return false;
        }

        var named = default(Named);
        var reader = new SipParameterReader(text[position..], ';', offset + position, limits);
        while (reader.TryNext(out var parameter))
        {
            if (!named.TryTake(parameter))
            {
                fault = new(SipFaultKind.UriPort, parameter.Offset);
                return false;
            }
        }

        fault = reader.Fault;
        via = new(text, transport, host, port, position, named, offset, limits);
        return !fault.IsFault;
    }

    /// <summary>
    /// <c>SIP / 2.0 / TLS</c> and the blank behind it; white space around the slashes is legal and rare.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryProtocol(
        ReadOnlySpan<byte> text, scoped ref int position, out (int Start, int End) transport)
    {
        transport = default;
        if (text.StartsWith("SIP/2.0/"u8))
        {
            position = "SIP/2.0/"u8.Length;
        }
        else if (!TryPiece(text, ref position, out var name)
            || !Ascii.EqualsIgnoreCase(text[name.Start..name.End], "SIP"u8)
            || !TrySlash(text, ref position)
            || !TryPiece(text, ref position, out var version)
            || !text[version.Start..version.End].SequenceEqual("2.0"u8)
            || !TrySlash(text, ref position))
        {
            return false;
        }

        if (!TryPiece(text, ref position, out transport)
            || position == text.Length || !SipText.IsBlank(text[position]))
        {
            return false;
        }

        position = SipText.SkipBlanks(text, position);
        return true;
    }

    /// <summary>The port of sent-by, if there is one, and the blanks around it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryPort(ReadOnlySpan<byte> text, scoped ref int position, out ushort? port)
    {
        port = null;
        position = SipText.SkipBlanks(text, position);
        if (position == text.Length || text[position] != ':')
        {
            return true;
        }

        position = SipText.SkipBlanks(text, position + 1);
        var end = SipText.TokenEnd(text, position);
        if (!SipText.TryPort(text[position..end], out var number))
        {
            return false;
        }

        port = number;
        position = SipText.SkipBlanks(text, end);
        return true;
    }

    private static bool TryPiece(ReadOnlySpan<byte> text, scoped ref int position, out (int Start, int End) piece)
    {
        var start = SipText.SkipBlanks(text, position);
        position = SipText.TokenEnd(text, start);
        piece = (start, position);
        return position > start;
    }

    private static bool TrySlash(ReadOnlySpan<byte> text, scoped ref int position)
    {
        position = SipText.SkipBlanks(text, position);
        if (position == text.Length || text[position] != '/')
        {
            return false;
        }

        position++;
        return true;
    }

    /// <summary>The parameters that have a name here, the first of each.</summary>
    private ref struct Named
    {
        private bool _hasBranch;
        private bool _hasReceived;

        public ReadOnlySpan<byte> Branch { get; private set; }

        public ReadOnlySpan<byte> Received { get; private set; }

        public bool HasRPort { get; private set; }

        public ushort? RPort { get; private set; }

        /// <summary>False for an rport that is no port.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool TryTake(SipParameter parameter)
        {
            if (parameter.Is("branch"u8))
            {
                Branch = _hasBranch ? Branch : parameter.Value;
                _hasBranch = true;
            }
            else if (parameter.Is("received"u8))
            {
                Received = _hasReceived ? Received : parameter.Value;
                _hasReceived = true;
            }
            else if (parameter.Is("rport"u8))
            {
                HasRPort = true;
                if (parameter.HasValue)
                {
                    var good = SipText.TryPort(parameter.Value, out var number);
                    RPort ??= good ? number : null;
                    return good;
                }
            }

            return true;
        }
    }
}
