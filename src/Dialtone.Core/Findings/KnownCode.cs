using System.Globalization;

namespace Dialtone.Core.Findings;

/// <summary>A number that servers of the field give in place of words, and what it means.</summary>
/// <param name="Kind">Whose number it is.</param>
/// <param name="Number">The number.</param>
/// <param name="Reason">The words that belong to it.</param>
/// <param name="Audience">Who can act on it.</param>
/// <param name="Action">What is to be done, as a sentence that stands alone.</param>
public sealed record KnownCode(KnownCodeKind Kind, int Number, string Reason, Audience Audience, string Action)
{
    /// <summary>A command that does it, or shows whether it is so; <c>null</c> for none.</summary>
    public string? Command { get; init; }

    /// <summary>The number as people look for it: <c>ErrorCode=1003</c>, <c>SIP 404</c>, <c>0x8009030C</c>.</summary>
    public string Name => Kind switch
    {
        KnownCodeKind.MsDiagnostics => string.Create(CultureInfo.InvariantCulture, $"ErrorCode={Number}"),
        KnownCodeKind.Sip => string.Create(CultureInfo.InvariantCulture, $"SIP {Number}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"0x{Number:X8} ({Number})"),
    };

    /// <summary>What to do about it. It may have the places in braces that directions of the catalogue have.</summary>
    public Direction Direction => new(Audience, $"{Name}, {Reason}: {Action}", Command);

    /// <inheritdoc/>
    public override string ToString() => $"{Name}, {Reason}";
}
