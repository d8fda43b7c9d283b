using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Dialtone.Core.Findings;

/// <summary>
/// The numbers that matter on the way to a sign-in, translated. Most clients show one text for many of them (MS-OCER
/// section 9.3.2), so that the number is to be seen in a trace alone.
/// </summary>
public static partial class KnownCodes
{
    private const string ShowUser =
        "Get-CsUser -Identity \"{user}\" | Format-List Enabled, SipAddress, LineUri, RegistrarPool";

    /// <summary>All of them, by kind and number.</summary>
    public static ImmutableArray<KnownCode> All { get; } =
    [
        .. MsDiagnostics().Concat(MsDiagnosticsOfServices()).Concat(Sip()).Concat(Sspi())
            .OrderBy(code => code.Kind).ThenBy(code => code.Number),
    ];

    private static readonly FrozenDictionary<(KnownCodeKind Kind, int Number), KnownCode> ByNumber =
        All.ToFrozenDictionary(code => (code.Kind, code.Number));

    /// <summary>What a number means.</summary>
    public static bool TryFind(KnownCodeKind kind, int number, [NotNullWhen(true)] out KnownCode? code) =>
        ByNumber.TryGetValue((kind, number), out code);

    /// <summary>
    /// What a number means as people type it: <c>ErrorCode=1003</c>, <c>1003</c>, <c>404</c>, <c>-2146893044</c> or
    /// <c>0x8009030C</c>. A number alone of three digits is a SIP status.
    /// </summary>
    public static bool TryFind(string text, [NotNullWhen(true)] out KnownCode? code)
    {
        ArgumentNullException.ThrowIfNull(text);
        const string prefix = "ErrorCode=";
        var digits = text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? text[prefix.Length..] : text;
        var isHex = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        var isNumber = isHex
            ? int.TryParse(digits[2..], System.Globalization.NumberStyles.AllowHexSpecifier, null, out var number)
            : int.TryParse(digits, System.Globalization.NumberStyles.AllowLeadingSign, null, out number);
        code = null;
        return isNumber && (number < 0 ? TryFind(KnownCodeKind.Sspi, number, out code)
            : digits.Length < text.Length || number is < 100 or > 699
                ? TryFind(KnownCodeKind.MsDiagnostics, number, out code)
                : TryFind(KnownCodeKind.Sip, number, out code));
    }

    private static KnownCode Ocer(
        int number, string reason, Audience audience, string action, string? command = null) =>
        new(KnownCodeKind.MsDiagnostics, number, reason, audience, action) { Command = command };
}
