using System.Diagnostics.CodeAnalysis;

namespace Dialtone.Wire.Addresses;

/// <summary>
/// A DNS host or domain name in presentation form: ASCII, lower case, no trailing dot, at most 253 characters, labels
/// of 1 to 63 characters out of letters, digits, hyphen and underscore (RFC 1035 section 2.3.1; the underscore is
/// needed for SRV, RFC 2782). Compared without regard to case (RFC 4343), which is why it is kept in lower case.
/// </summary>
public readonly record struct HostName
{
    /// <summary>The longest name in presentation form, without the trailing dot (RFC 1035 section 3.1).</summary>
    public const int LengthMax = 253;

    /// <summary>The longest label (RFC 1035 section 3.1).</summary>
    public const int LabelLengthMax = 63;

    // A device meets the same few names again and again, and a process with many devices the same names in all of them:
    // texts that were read before are used again. One name may take the place of another; nothing depends on it.
    private const int TextsKept = 1024;
    private static readonly string?[] Texts = new string?[TextsKept];

    private readonly string? _text;

    private HostName(string text) => _text = text;

    /// <summary>The name as text; empty for the default value, which is not a name.</summary>
    public string Text => _text ?? "";

    /// <summary>Whether this is the default value, which names nothing.</summary>
    public bool IsEmpty => string.IsNullOrEmpty(_text);

    /// <summary>Reads a name from text a person or a peer gave. One trailing dot is accepted and dropped.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out HostName name)
    {
        name = default;
        return text is not null && TryParse(text.AsSpan(), out name);
    }

    /// <summary>Reads a name from text a person or a peer gave. One trailing dot is accepted and dropped.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out HostName name)
    {
        name = default;
        var trimmed = text is [.., '.'] ? text[..^1] : text;
        if (trimmed.IsEmpty || trimmed.Length > LengthMax || !LabelsAreValid(trimmed))
        {
            return false;
        }

        Span<char> lower = stackalloc char[LengthMax];
        for (var i = 0; i < trimmed.Length; i++)
        {
            lower[i] = char.ToLowerInvariant(trimmed[i]);
        }

        name = new HostName(TextOf(lower[..trimmed.Length]));
        return true;
    }

    /// <summary>Reads a name that is known to be one.</summary>
    /// <exception cref="FormatException"><paramref name="text"/> is not a host name.</exception>
    public static HostName Parse(string text) =>
        TryParse(text, out var name) ? name : throw new FormatException($"'{text}' is not a host name.");

    /// <summary>This name below <paramref name="prefix"/>, as in <c>_sip._tls</c> and <c>contoso.example</c>.</summary>
    /// <exception cref="FormatException">The result would not be a name (too long, or a bad prefix).</exception>
    public HostName Under(string prefix) => Parse($"{prefix}.{Text}");

    /// <summary>Whether this name is <paramref name="domain"/> itself or lies below it.</summary>
    public bool IsWithin(HostName domain) =>
        !IsEmpty && !domain.IsEmpty
        && (this == domain || (Text.Length > domain.Text.Length
            && Text.EndsWith(domain.Text, StringComparison.Ordinal)
            && Text[Text.Length - domain.Text.Length - 1] == '.'));

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static string TextOf(ReadOnlySpan<char> text)
    {
        ref var kept = ref Texts[(uint)string.GetHashCode(text, StringComparison.Ordinal) % TextsKept];
        return kept is { } known && text.SequenceEqual(known) ? known : kept = text.ToString();
    }

    private static bool LabelsAreValid(ReadOnlySpan<char> text)
    {
        var labelLength = 0;
        foreach (var c in text)
        {
            if (c == '.')
            {
                if (labelLength is 0 or > LabelLengthMax)
                {
                    return false;
                }

                labelLength = 0;
                continue;
            }

            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))
            {
                return false;
            }

            labelLength++;
        }

        return labelLength is > 0 and <= LabelLengthMax;
    }
}
