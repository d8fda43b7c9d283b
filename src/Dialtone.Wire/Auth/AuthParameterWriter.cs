using System.Buffers;
using System.Globalization;
using System.Text;

namespace Dialtone.Wire.Auth;

/// <summary>Writes a scheme and <c>name=value</c> pairs with commas between them, as UTF-8.</summary>
internal ref struct AuthParameterWriter
{
    private static readonly SearchValues<char> Controls = SearchValues.Create(
        [.. Enumerable.Range(0, 0xA0).Select(c => (char)c).Where(c => char.IsControl(c) && c != '\t')]);

    // What a quoted value is searched for once: most have none of it.
    private static readonly SearchValues<char> NotPlain = SearchValues.Create(
        [.. Enumerable.Range(0, 0xA0).Select(c => (char)c).Where(c => Controls.Contains(c) || c is '"' or '\\')]);

    private static readonly SearchValues<byte> NotPlainBytes = SearchValues.Create(
        [.. Enumerable.Range(0, 0x80).Where(c => NotPlain.Contains((char)c)).Select(c => (byte)c)]);

    private readonly IBufferWriter<byte> _output;
    private bool _any;

    /// <param name="output">Where the text goes.</param>
    /// <param name="scheme">With the blank behind it; may be empty.</param>
    public AuthParameterWriter(IBufferWriter<byte> output, ReadOnlySpan<byte> scheme)
    {
        _output = output;
        output.Write(scheme);
    }

    /// <summary>A pair whose value stands in quotes; nothing for a null.</summary>
    public void Quoted(string name, string? value)
    {
        if (value is null)
        {
            return;
        }

        // Three bytes a character at most, and a backslash before two kinds of one byte.
        var span = Begin(name, 2 + (3 * value.Length), out var used);
        span[used++] = (byte)'"';
        if (value.AsSpan().ContainsAny(NotPlain))
        {
            RefuseControls(name, value);
            used += Escape(value, span[used..]);
        }
        else
        {
            used += Encoding.UTF8.GetBytes(value, span[used..]);
        }

        span[used++] = (byte)'"';
        _output.Advance(used);
    }

    /// <summary>A pair whose value stands in quotes as it is: it has nothing to escape.</summary>
    public void Plain(string name, ReadOnlySpan<byte> value)
    {
        if (value.ContainsAny(NotPlainBytes))
        {
            throw new ArgumentException($"The value of {name} has a quote, a backslash or a control character.",
                nameof(value));
        }

        var span = Begin(name, 2 + value.Length, out var used);
        span[used++] = (byte)'"';
        value.CopyTo(span[used..]);
        span[used + value.Length] = (byte)'"';
        _output.Advance(used + value.Length + 1);
    }

    /// <summary>A pair whose value is bytes in base64 (RFC 4648 section 4), in quotes.</summary>
    public void Base64(string name, ReadOnlySpan<byte> value)
    {
        var span = Begin(name, 2 + System.Buffers.Text.Base64.GetMaxEncodedToUtf8Length(value.Length), out var used);
        span[used++] = (byte)'"';
        _ = System.Buffers.Text.Base64.EncodeToUtf8(value, span[used..], out _, out var written);
        used += written;
        span[used++] = (byte)'"';
        _output.Advance(used);
    }

    /// <summary>A pair whose value is bytes in lower-case hexadecimal digits, in quotes.</summary>
    public void HexBytes(string name, ReadOnlySpan<byte> value)
    {
        var span = Begin(name, 2 + (2 * value.Length), out var used);
        span[used++] = (byte)'"';
        _ = Convert.TryToHexStringLower(value, span[used..], out var written);
        used += written;
        span[used++] = (byte)'"';
        _output.Advance(used);
    }

    /// <summary>A pair whose value is a decimal number.</summary>
    public void Number(string name, uint value, bool quoted)
    {
        var span = Begin(name, 12, out var used);
        if (quoted)
        {
            span[used++] = (byte)'"';
        }

        _ = value.TryFormat(span[used..], out var written, default, CultureInfo.InvariantCulture);
        used += written;
        if (quoted)
        {
            span[used++] = (byte)'"';
        }

        _output.Advance(used);
    }

    /// <summary>A pair whose value stands bare; nothing for a null.</summary>
    public void Bare(string name, string? value)
    {
        if (value is null)
        {
            return;
        }

        RefuseControls(name, value);
        if (value.AsSpan().ContainsAny(' ', ',', '"'))
        {
            throw new ArgumentException($"The value of {name} is not a token.", nameof(value));
        }

        var span = Begin(name, 3 * value.Length, out var used);
        used += Encoding.UTF8.GetBytes(value, span[used..]);
        _output.Advance(used);
    }

    /// <summary>A pair whose value is eight hexadecimal digits.</summary>
    public void Hex(string name, uint value)
    {
        var span = Begin(name, 8, out var used);
        _ = value.TryFormat(span[used..], out var written, "x8", CultureInfo.InvariantCulture);
        _output.Advance(used + written);
    }

    // The text itself is not put into the message: it may be anything that was given as a user name.
    private static void RefuseControls(string name, string value)
    {
        if (value.AsSpan().ContainsAny(Controls))
        {
            throw new ArgumentException($"The value of {name} has a control character.", nameof(value));
        }
    }

    private static int Escape(ReadOnlySpan<char> value, Span<byte> destination)
    {
        var used = 0;
        while (!value.IsEmpty)
        {
            var special = value.IndexOfAny('"', '\\');
            var plain = special < 0 ? value : value[..special];
            used += Encoding.UTF8.GetBytes(plain, destination[used..]);
            value = value[plain.Length..];
            if (!value.IsEmpty)
            {
                destination[used++] = (byte)'\\';
                destination[used++] = (byte)value[0];
                value = value[1..];
            }
        }

        return used;
    }

    private Span<byte> Begin(string name, int valueBytesMax, out int used)
    {
        var span = _output.GetSpan(3 + name.Length + valueBytesMax);
        used = 0;
        if (_any)
        {
            ", "u8.CopyTo(span);
            used = 2;
        }

        _any = true;
        used += Encoding.ASCII.GetBytes(name, span[used..]);
        span[used++] = (byte)'=';
        return span;
    }
}
