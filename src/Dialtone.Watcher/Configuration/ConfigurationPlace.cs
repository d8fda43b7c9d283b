using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Dialtone.Watcher.Configuration;

/// <summary>
/// One place of a configuration, which may be empty. Each form of reading takes an empty place for <c>null</c>; one
/// that something else stands at it notes, with what may stand there, and takes for empty too.
/// </summary>
internal sealed class ConfigurationPlace(string path, JsonElement? value, FaultNote note)
{
    private const int ShownLengthMax = 40;

    /// <summary>Reads a value of its text form.</summary>
    public delegate bool TryParse<T>(string text, out T value);

    public string Path => path;

    public bool IsGiven => value is not null;

    /// <summary>Notes what is wrong here.</summary>
    public void Refuse(string what) => note.Note(path, what);

    public string? Text(int lengthMax = ConfigurationLimits.TextLengthMax)
    {
        if (Read(JsonValueKind.String, "a text") is not { } read)
        {
            return null;
        }

        var text = read.GetString()!;
        if (text.Length > lengthMax || text.Length == 0 || text.Any(char.IsControl))
        {
            Refuse($"takes a text of 1 to {lengthMax} characters on one line; this one has "
                + (text.Length > 0 && text.Length <= lengthMax ? "control characters." : $"{text.Length}."));
            return null;
        }

        return text;
    }

    public bool? Flag()
    {
        if (value is null or { ValueKind: JsonValueKind.True or JsonValueKind.False })
        {
            return value?.GetBoolean();
        }

        RefuseValue("true or false");
        return null;
    }

    public int? Whole(int min, int max)
    {
        if (value is null)
        {
            return null;
        }

        if (value is { ValueKind: JsonValueKind.Number } read && read.TryGetInt32(out var whole)
            && whole >= min && whole <= max)
        {
            return whole;
        }

        RefuseValue($"a whole number from {min} to {max}");
        return null;
    }

    public ushort? Port() => (ushort?)Whole(1, ushort.MaxValue);

    public TimeSpan? Time(TimeSpan min, TimeSpan max) => Value<TimeSpan>(
        (text, out time) => UnitText.TryTime(text, out time) && time >= min && time <= max,
        $"a length of time with its unit (ms, s, m, h or d) from {UnitText.Of(min)} to {UnitText.Of(max)}");

    public long? Size(long min, long max) => Value<long>(
        (text, out bytes) => UnitText.TrySize(text, out bytes) && bytes >= min && bytes <= max,
        $"a size with its unit (KiB, MiB, GiB or TiB) from {UnitText.Of(min)} to {UnitText.Of(max)}");

    /// <summary>A value that has a text form.</summary>
    public T? Value<T>(TryParse<T> parse, string what)
        where T : struct => TryRead(parse, what, out var read) ? read : null;

    /// <summary>The same for one that is an object.</summary>
    public T? Reference<T>(TryParse<T?> parse, string what)
        where T : class => TryRead(parse, what, out var read) ? read : null;

    /// <summary>One of several words.</summary>
    public T? Choice<T>(IReadOnlyList<(string Word, T Meaning)> words)
        where T : struct => Value<T>(
            (text, out meaning) =>
            {
                var at = words.ToList().FindIndex(each => each.Word == text);
                meaning = at < 0 ? default : words[at].Meaning;
                return at >= 0;
            },
            $"one of {string.Join(", ", words.Select(each => each.Word))}");

    /// <summary>A list of values that have a text form.</summary>
    public ImmutableArray<T>? List<T>(int max, Func<ConfigurationPlace, T?> read)
        where T : struct =>
        IsGiven ? [.. Items(max).Select(read).Where(each => each is not null).Select(each => each!.Value)] : null;

    /// <summary>The places of a list, in order.</summary>
    public IEnumerable<ConfigurationPlace> Items(int max)
    {
        if (Read(JsonValueKind.Array, "a list in brackets") is not { } list)
        {
            yield break;
        }

        if (list.GetArrayLength() > max)
        {
            Refuse($"has {list.GetArrayLength()} entries; there may be {max}.");
            yield break;
        }

        var at = 0;
        foreach (var item in list.EnumerateArray())
        {
            yield return new(string.Create(CultureInfo.InvariantCulture, $"{path}[{at++}]"), item, note);
        }
    }

    /// <summary>The places of an object whose keys are names of the operator's own, in order.</summary>
    public IEnumerable<(string Name, ConfigurationPlace Place)> Named(int max)
    {
        var known = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, place) in Properties())
        {
            if (known.Count == max)
            {
                Refuse($"has more than {max} entries.");
                yield break;
            }

            if (ConfigurationNames.IsName(name, out var why) && known.Add(name))
            {
                yield return (name, place);
            }
            else
            {
                place.Refuse(why ?? "is there twice; a name stands for one, whether written large or small.");
            }
        }
    }

    /// <summary>The places of an object by their keys, which are known; others are refused.</summary>
    public ConfigurationFields Fields(ImmutableArray<string> keys) => new(this, keys);

    /// <summary>All keys of an object, in order, whatever they are.</summary>
    public IEnumerable<(string Key, ConfigurationPlace Place)> Properties()
    {
        if (Read(JsonValueKind.Object, "an object in braces") is not { } read)
        {
            yield break;
        }

        foreach (var property in read.EnumerateObject())
        {
            var below = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
            yield return (property.Name, new(below, property.Value, note));
        }
    }

    /// <summary>An empty place below this one.</summary>
    public ConfigurationPlace Below(string key) => new(path.Length == 0 ? key : $"{path}.{key}", null, note);

    /// <summary>Where a secret is; a secret itself is refused, and never shown.</summary>
    /// <param name="what">What it is: <c>password</c>.</param>
    /// <param name="baseDirectory">What a relative path begins at.</param>
    public SecretSource? Secret(string what, string baseDirectory)
    {
        if (value is null)
        {
            return null;
        }

        if (value is not { ValueKind: JsonValueKind.Object })
        {
            Refuse($"a {what} never stands in the configuration: give {{\"file\": …}}, {{\"environment\": …}} or "
                + "{\"credential\": …}.");
            return null;
        }

        var fields = Fields(ConfigurationKeys.Secret);
        if (ConfigurationKeys.Secret.Count(key => fields[key].IsGiven) != 1)
        {
            Refuse($"takes one of {string.Join(", ", ConfigurationKeys.Secret)}, and no more than one.");
        }

        return new(fields["file"].File(baseDirectory), fields["environment"].Reference<string>(
            ConfigurationNames.TryVariable, "the name of a variable: letters, digits and _"))
        {
            Credential = fields["credential"].Reference<string>(
                ConfigurationNames.TryName, "the name of a credential of systemd"),
        };
    }

    /// <summary>The path of a file; a relative one begins at that directory.</summary>
    public string? File(string baseDirectory) =>
        Text() is { } file ? System.IO.Path.GetFullPath(file, baseDirectory) : null;

    private bool TryRead<T>(TryParse<T> parse, string what, out T read)
    {
        read = default!;
        if (value is null)
        {
            return false;
        }

        if (value is { ValueKind: JsonValueKind.String } text && parse(text.GetString()!, out read))
        {
            return true;
        }

        RefuseValue(what);
        return false;
    }

    private JsonElement? Read(JsonValueKind kind, string what)
    {
        if (value is null || value.Value.ValueKind == kind)
        {
            return value;
        }

        RefuseValue(what);
        return null;
    }

    private void RefuseValue(string what) => Refuse($"takes {what}; {Shown(value!.Value)} is none.");

    private static string Shown(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => $"\"{Short(element.GetString()!)}\"",
        _ => Short(element.GetRawText()),
    };

    private static string Short(string text) => new(
        [.. text.Take(ShownLengthMax).Select(each => char.IsControl(each) ? ' ' : each),
            .. text.Length > ShownLengthMax ? "…" : ""]);
}
