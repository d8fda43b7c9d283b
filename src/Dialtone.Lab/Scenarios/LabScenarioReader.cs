using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Dialtone.Lab.Faults;

namespace Dialtone.Lab.Scenarios;

/// <summary>
/// Reads a scenario field by field. The first thing that is wrong is kept with its line and the path to its field, and
/// nothing is read behind it.
/// </summary>
internal ref partial struct LabScenarioReader
{
    private const int DepthMax = 4;

    private readonly ReadOnlySpan<byte> _text;
    private Utf8JsonReader _json;
    private string _path = "";

    // What has been read so far.
    private readonly ImmutableArray<LabAccount>.Builder _users = ImmutableArray.CreateBuilder<LabAccount>();
    private readonly List<LabScenarioEvent> _events = [];
    private readonly ImmutableArray<string>.Builder _contacts = ImmutableArray.CreateBuilder<string>();
    private string _description = "";
    private Deployment _deployment;
    private LabAccount _user = new("", "");
    private LabExpectation? _expect;
    private (TimeSpan? At, LabFault? Fault, bool On) _event;

    public LabScenarioReader(ReadOnlySpan<byte> text, Deployment basis)
    {
        _text = text;
        _json = new(text, new JsonReaderOptions { MaxDepth = DepthMax });
        _deployment = basis;
    }

    /// <summary>Reads a field's value, or says that it knows no such field.</summary>
    private delegate Known FieldReader(ref LabScenarioReader reader, string name);

    /// <summary>Reads one entry of a list.</summary>
    private delegate void EntryReader(ref LabScenarioReader reader);

    private enum Known : byte
    {
        No,
        Yes,
    }

    /// <summary>What is wrong; <c>null</c> for nothing.</summary>
    public LabScenarioFault? Fault { get; private set; }

    public LabScenario? Read()
    {
        try
        {
            if (Next())
            {
                Fields(TopFields, Top);
            }

            // Nothing may follow.
            if (Fault is null)
            {
                _ = _json.Read();
            }
        }
        catch (JsonException error)
        {
            var line = (int)Math.Min(int.MaxValue, (error.LineNumber ?? 0) + 1);
            Fault ??= new(line, _path, "is not JSON (RFC 8259), or is nested too deep");
        }

        return Fault is null ? Finish() : null;
    }

    private bool Next() => Fault is null && _json.Read();

    private void Fail(string what) => Fault ??= new(LineOf(_json.TokenStartIndex), _path, what);

    private readonly int LineOf(long index) => _text[..(int)Math.Min(index, _text.Length)].Count((byte)'\n') + 1;

    /// <summary>An object, whose fields have known names, each at most once.</summary>
    private void Fields(string known, FieldReader read)
    {
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            Fail("is to be an object");
            return;
        }

        var (outer, seen) = (_path, new HashSet<string>(StringComparer.Ordinal));
        while (Next() && _json.TokenType == JsonTokenType.PropertyName)
        {
            var name = _json.GetString() ?? "";
            var (line, at) = (LineOf(_json.TokenStartIndex), outer.Length == 0 ? name : $"{outer}.{name}");
            if (!seen.Add(name))
            {
                Fault ??= new(line, at, "is there twice");
            }
            else if (Next())
            {
                _path = at;
                if (read(ref this, name) == Known.No)
                {
                    Fault ??= new(line, at, $"There is no such field. There are: {known}.");
                }
            }
        }

        _path = Fault is null ? outer : _path;
    }

    private void List(int max, EntryReader read)
    {
        if (_json.TokenType != JsonTokenType.StartArray)
        {
            Fail("is to be a list");
            return;
        }

        var outer = _path;
        for (var count = 0; Next() && _json.TokenType != JsonTokenType.EndArray; count++)
        {
            _path = string.Create(CultureInfo.InvariantCulture, $"{outer}[{count}]");
            if (count == max)
            {
                Fail($"is one too many: {max} may be there");
                return;
            }

            read(ref this);
        }

        _path = Fault is null ? outer : _path;
    }

    private bool Flag()
    {
        if (_json.TokenType is not (JsonTokenType.True or JsonTokenType.False))
        {
            Fail("is to be true or false");
            return false;
        }

        return _json.GetBoolean();
    }

    private TimeSpan Seconds(double min)
    {
        var max = LabScenario.TimeMax.TotalSeconds;
        if (_json.TokenType == JsonTokenType.Number && _json.TryGetDouble(out var seconds)
            && seconds >= min && seconds <= max)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        Fail(string.Create(CultureInfo.InvariantCulture, $"is to be a number of seconds from {min} to {max}"));
        return TimeSpan.Zero;
    }

    private ushort Port()
    {
        if (_json.TokenType == JsonTokenType.Number && _json.TryGetUInt16(out var port) && port > 0)
        {
            return port;
        }

        Fail("is to be a port, from 1 to 65535");
        return 0;
    }

    private string Text()
    {
        if (_json.TokenType == JsonTokenType.String && _json.GetString() is { Length: <= LabScenario.TextMax } text)
        {
            return text;
        }

        Fail($"is to be a text of at most {LabScenario.TextMax} characters");
        return "";
    }

    /// <summary>One of a few words; the first where it is none of them, and a fault.</summary>
    private string Word(params string[] words)
    {
        var text = Text();
        if (Fault is null && !words.Contains(text))
        {
            Fail($"is to be one of: {string.Join(", ", words)}");
        }

        return Fault is null ? text : words[0];
    }
}
