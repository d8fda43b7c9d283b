using System.Globalization;

namespace Dialtone.Wire.WebServices;

/// <summary>
/// A moment of a document (xs:dateTime). It keeps the text that it was written as: signatures cover that.
/// </summary>
public readonly record struct WebMoment
{
    private readonly string? _text;

    private WebMoment(string text, DateTimeOffset at) => (_text, At) = (text, at);

    /// <summary>When it is.</summary>
    public DateTimeOffset At { get; }

    /// <summary>How it was written: <c>2026-11-22T06:56:43Z</c>.</summary>
    public string Text => _text ?? "";

    /// <summary>A moment in whole seconds, as servers write it.</summary>
    public static WebMoment Of(DateTimeOffset moment)
    {
        var text = moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return TryParse(text, out var whole) ? whole : default;
    }

    /// <summary>Reads one. Without a time zone it is taken to be in UTC.</summary>
    public static bool TryParse(string? text, out WebMoment moment)
    {
        var isOne = WebText.TryParseMoment(text ?? "", out var at);
        moment = isOne ? new(text!, at) : default;
        return isOne;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
