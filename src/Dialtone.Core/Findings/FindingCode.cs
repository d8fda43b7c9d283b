using System.Globalization;

namespace Dialtone.Core.Findings;

/// <summary>
/// The stable code of a finding: <c>DT1101</c>. The first two digits are the part of the way (11 DHCP, 12 DNS, 21
/// connect, 22 TLS, 31 registration and so on). A number is never used again for anything else.
/// </summary>
/// <param name="Number">The four digits.</param>
public readonly record struct FindingCode(ushort Number) : IComparable<FindingCode>
{
    /// <summary>What every code begins with.</summary>
    public const string Prefix = "DT";

    /// <summary>Reads <c>DT1101</c>, without regard to case, or the four digits alone.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out FindingCode code)
    {
        var digits = text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? text[Prefix.Length..] : text;
        var isCode = digits.Length == 4
            & ushort.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        code = isCode ? new(number) : default;
        return isCode;
    }

    /// <summary>Whether <paramref name="left"/> is the lower number.</summary>
    public static bool operator <(FindingCode left, FindingCode right) => left.Number < right.Number;

    /// <summary>Whether <paramref name="left"/> is the higher number.</summary>
    public static bool operator >(FindingCode left, FindingCode right) => left.Number > right.Number;

    /// <summary>Whether <paramref name="left"/> is not the higher number.</summary>
    public static bool operator <=(FindingCode left, FindingCode right) => left.Number <= right.Number;

    /// <summary>Whether <paramref name="left"/> is not the lower number.</summary>
    public static bool operator >=(FindingCode left, FindingCode right) => left.Number >= right.Number;

    /// <inheritdoc/>
    public int CompareTo(FindingCode other) => Number.CompareTo(other.Number);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Number:0000}");
}
