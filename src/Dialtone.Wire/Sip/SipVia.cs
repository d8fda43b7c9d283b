using System.Text;

namespace Dialtone.Wire.Sip;

/// <summary>One value of Via (RFC 3261 section 20.42), read whole.</summary>
public readonly ref struct SipVia
{
    private readonly ReadOnlySpan<byte> _parameters;
    private readonly int _parametersOffset;
    private readonly SipLimits _limits;

    private SipVia(
        ReadOnlySpan<byte> transport, ReadOnlySpan<byte> host, bool isV6, ushort? port, ushort? rport,
        ReadOnlySpan<byte> parameters, int parametersOffset, SipLimits limits)
    {
        Transport = transport;
        Host = host;
        IsIpv6Reference = isV6;
        Port = port;
        RPort = rport;
        _parameters = parameters;
        _parametersOffset = parametersOffset;
        _limits = limits;
    }

    /// <summary>The transport as it stands, such as <c>TLS</c>.</summary>
    public ReadOnlySpan<byte> Transport { get; }

    /// <summary>The host of sent-by; an IPv6 address without its brackets.</summary>
    public ReadOnlySpan<byte> Host { get; }

    /// <summary>Whether the host stood in brackets.</summary>
    public bool IsIpv6Reference { get; }

    /// <summary>The port of sent-by; null when it names none.</summary>
    public ushort? Port { get; }

    /// <summary>
    /// The value of <c>rport</c> (RFC 3581); null without one, also when the client merely asked for it.
    /// </summary>
    public ushort? RPort { get; }

    /// <summary>Whether there is an <c>rport</c>, with a value or without.</summary>
    public bool HasRPort => TryGetParameter("rport"u8, out _);

    /// <summary>The branch; empty when there is none, which Lync clients leave out over TLS.</summary>
    public ReadOnlySpan<byte> Branch => TryGetParameter("branch"u8, out var branch) ? branch.Value : default;

    /// <summary>The <c>received</c> address as it stands; empty without it.</summary>
    public ReadOnlySpan<byte> Received => TryGetParameter("received"u8, out var received) ? received.Value : default;

    /// <summary>The parameters; they have been read once, so that no fault is met again.</summary>
    public SipParameterReader Parameters => new(_parameters, ';', _parametersOffset, _limits);

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
    public static bool TryRead(
        ReadOnlySpan<byte> text, out SipVia via, out SipFault fault, int offset = 0, SipLimits? limits = null)
    {
        via = default;
        limits ??= SipLimits.Default;
        var position = 0;
        if (!TryProtocol(text, ref position, out var transport)
            || !SipText.TryHost(text, ref position, out var host, out var isV6))
        {
            fault = new(SipFaultKind.Via, offset + position);
            return false;
        }

        ushort? port = null;
        position = SipText.SkipBlanks(text, position);
        if (position < text.Length && text[position] == ':')
        {
            var start = SipText.SkipBlanks(text, position + 1);
            position = start + SipText.TokenLength(text, start);
            if (!SipText.TryPort(text[start..position], out var number))
            {
                fault = new(SipFaultKind.UriPort, offset + start);
                return false;
            }

            port = number;
            position = SipText.SkipBlanks(text, position);
        }

        if (position < text.Length && text[position] != ';')
        {
            fault = new(SipFaultKind.Via, offset + position);
            return false;
        }

        var parameters = new SipParameterReader(text[position..], ';', offset + position, limits);
        ushort? rport = null;
        while (parameters.TryNext(out var parameter))
        {
            if (!parameter.Is("rport"u8) || !parameter.HasValue)
            {
                continue;
            }

            if (!SipText.TryPort(parameter.Value, out var number))
            {
                fault = new(SipFaultKind.UriPort, parameter.Offset);
                return false;
            }

            rport ??= number;
        }

        fault = parameters.Fault;
        via = new(transport, host, isV6, port, rport, text[position..], offset + position, limits);
        return !fault.IsFault;
    }

    /// <summary>
    /// <c>SIP / 2.0 / TLS</c> and the blank behind it; white space around the slashes is legal and rare.
    /// </summary>
    private static bool TryProtocol(ReadOnlySpan<byte> text, scoped ref int position, out ReadOnlySpan<byte> transport)
    {
        transport = default;
        if (!TryPiece(text, ref position, out var name) || !Ascii.EqualsIgnoreCase(name, "SIP"u8)
            || !TrySlash(text, ref position)
            || !TryPiece(text, ref position, out var version) || !version.SequenceEqual("2.0"u8)
            || !TrySlash(text, ref position)
            || !TryPiece(text, ref position, out transport)
            || position == text.Length || !SipText.IsBlank(text[position]))
        {
            return false;
        }

        position = SipText.SkipBlanks(text, position);
        return true;
    }

    private static bool TryPiece(ReadOnlySpan<byte> text, scoped ref int position, out ReadOnlySpan<byte> piece)
    {
        position = SipText.SkipBlanks(text, position);
        piece = text.Slice(position, SipText.TokenLength(text, position));
        position += piece.Length;
        return !piece.IsEmpty;
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
}
