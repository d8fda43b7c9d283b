using System.Runtime.CompilerServices;
using System.Text;

namespace Dialtone.Wire.Sip;

/// <summary>One parameter of a header value or URI: a view, valid as long as the bytes that were read.</summary>
public readonly ref struct SipParameter
{
    internal SipParameter(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, bool hasValue, bool isQuoted, int offset)
    {
        Name = name;
        Value = value;
        HasValue = hasValue;
        IsQuoted = isQuoted;
        Offset = offset;
    }

    /// <summary>The name as it stands. Names compare without regard to case: <see cref="Is"/>.</summary>
    public ReadOnlySpan<byte> Name { get; }

    /// <summary>The value as it stands, without its quotes, escapes still in it. Empty without a value.</summary>
    public ReadOnlySpan<byte> Value { get; }

    /// <summary>Whether there is an equals sign and a value.</summary>
    public bool HasValue { get; }

    /// <summary>Whether the value stood in quotes.</summary>
    public bool IsQuoted { get; }

    /// <summary>Where the name begins, counted as <see cref="SipFault.Offset"/>.</summary>
    public int Offset { get; }

    /// <summary>Whether this is the parameter of that name.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Is(ReadOnlySpan<byte> name) => SipText.EqualsIgnoreCase(Name, name);

    /// <summary>Whether the value is this, without regard to case.</summary>
    public bool ValueIs(ReadOnlySpan<byte> value) => Ascii.EqualsIgnoreCase(Value, value);

    /// <summary>The value as text, escapes resolved. Allocates; bytes that are not UTF-8 become U+FFFD.</summary>
    public string Text
    {
        get
        {
            if (!IsQuoted || !Value.Contains((byte)'\\'))
            {
                return Encoding.UTF8.GetString(Value);
            }

            var plain = new byte[Value.Length];
            return Encoding.UTF8.GetString(plain, 0, CopyUnescaped(plain));
        }
    }

    /// <summary>Copies the value with its escapes resolved and returns the number of bytes.</summary>
    /// <param name="destination">At least as long as <see cref="Value"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is too short.</exception>
    public int CopyUnescaped(Span<byte> destination)
    {
        if (destination.Length < Value.Length)
        {
            throw new ArgumentException("The destination is shorter than the value.", nameof(destination));
        }

        var written = 0;
        for (var i = 0; i < Value.Length; i++)
        {
            if (IsQuoted && Value[i] == '\\' && i + 1 < Value.Length)
            {
                i++;
            }

            destination[written++] = Value[i];
        }

        return written;
    }
}
