using System.Diagnostics.CodeAnalysis;
using Dialtone.Wire.Addresses;

namespace Dialtone.Wire.Dns;

/// <summary>
/// A domain name as DNS carries it: any bytes in labels of up to 63 (RFC 2181 section 11). Most are host names, and
/// <see cref="Host"/> is that. The rest must not make a message unreadable, since one odd record beside the answer says
/// nothing against the answer: they are kept, compare and print, but have no <see cref="Host"/>. The default value is
/// the root. Compared without regard to the case of ASCII letters (RFC 4343), which is why it is kept in lower case.
/// </summary>
public readonly record struct DnsName
{
    // Presentation form with every byte outside printable ASCII, and '.' and '\' within a label, as \DDD.
    private readonly string? _odd;

    private DnsName(HostName host, string? odd)
    {
        Host = host;
        _odd = odd;
    }

    /// <summary>The name as a host name; empty when this is the root or cannot be a host name.</summary>
    public HostName Host { get; }

    /// <summary>
    /// Whether this is the root, ".": as the target of an SRV record it says "no such service" (RFC 2782).
    /// </summary>
    public bool IsRoot => Host.IsEmpty && _odd is null;

    /// <summary>Whether <see cref="Host"/> is this name.</summary>
    public bool IsHost => !Host.IsEmpty;

    /// <summary>The presentation form (RFC 1035 section 5.1) without the final dot; the root is ".".</summary>
    public string Text => IsHost ? Host.Text : _odd ?? ".";

    /// <summary>A host name as a DNS name; an empty one is the root.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "From is the named form.")]
    public static implicit operator DnsName(HostName host) => From(host);

    /// <summary>A host name as a DNS name; an empty one is the root.</summary>
    public static DnsName From(HostName host) => new(host, odd: null);

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>From labels on the wire, each with its length before it, without the root at the end.</summary>
    internal static DnsName FromLabels(ReadOnlySpan<byte> labels)
    {
        if (labels.IsEmpty)
        {
            return default;
        }

        // Four characters for a byte at most; a length byte becomes the dot before its label.
        Span<char> text = stackalloc char[4 * DnsLimits.NameBytesMax];
        var length = 0;
        for (var position = 0; position < labels.Length;)
        {
            var label = labels.Slice(position + 1, labels[position]);
            position += 1 + label.Length;
            if (length > 0)
            {
                text[length++] = '.';
            }

            foreach (var value in label)
            {
                length += WriteEscaped(value, text[length..]);
            }
        }

        return HostName.TryParse(text[..length], out var host)
            ? new(host, odd: null)
            : new(default, text[..length].ToString());
    }

    /// <summary>Writes the labels with their lengths, and the root at the end; returns how many bytes.</summary>
    internal int WriteLabels(Span<byte> destination)
    {
        if (IsRoot)
        {
            destination[0] = 0;
            return 1;
        }

        var labelStart = 0;
        var end = 1;
        for (var rest = Text.AsSpan(); !rest.IsEmpty;)
        {
            if (rest[0] == '.')
            {
                destination[labelStart] = (byte)(end - labelStart - 1);
                labelStart = end++;
                rest = rest[1..];
                continue;
            }

            destination[end++] = ReadEscaped(ref rest);
        }

        destination[labelStart] = (byte)(end - labelStart - 1);
        destination[end++] = 0;
        return end;
    }

    private static int WriteEscaped(byte value, Span<char> destination)
    {
        if (value is > 0x20 and < 0x7F and not ((byte)'.' or (byte)'\\'))
        {
            destination[0] = char.ToLowerInvariant((char)value);
            return 1;
        }

        destination[0] = '\\';
        destination[1] = (char)('0' + (value / 100));
        destination[2] = (char)('0' + (value / 10 % 10));
        destination[3] = (char)('0' + (value % 10));
        return 4;
    }

    private static byte ReadEscaped(ref ReadOnlySpan<char> text)
    {
        if (text[0] != '\\')
        {
            var plain = (byte)text[0];
            text = text[1..];
            return plain;
        }

        var value = ((text[1] - '0') * 100) + ((text[2] - '0') * 10) + (text[3] - '0');
        text = text[4..];
        return (byte)value;
    }
}
