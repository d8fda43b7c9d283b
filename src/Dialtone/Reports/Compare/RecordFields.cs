using System.Collections.Immutable;
using System.Text.Json;

namespace Dialtone.Reports.Compare;

/// <summary>
/// Reads fields of a result. One that is missing is empty; the first that is something else than it should be is kept
/// as the fault.
/// </summary>
internal sealed class RecordFields
{
    /// <summary>The first thing that is wrong; <c>null</c> where nothing is.</summary>
    public RecordFault? Fault { get; private set; }

    /// <summary>Says what is wrong with a field, unless another one was wrong before.</summary>
    public void Fail(string field, string what) => Fault ??= new(0, field, what);

    /// <summary>A text; empty for none.</summary>
    public string Text(JsonElement parent, string name, string path) =>
        TryGet(parent, name, path, JsonValueKind.String, out var value) ? value.GetString() ?? "" : "";

    /// <summary>A number; zero for none.</summary>
    public double Number(JsonElement parent, string name, string path) =>
        TryGet(parent, name, path, JsonValueKind.Number, out var value) && value.TryGetDouble(out var number)
            ? number : 0;

    /// <summary>A moment; the default value for none.</summary>
    public DateTimeOffset Moment(JsonElement parent, string name, string path)
    {
        if (!TryGet(parent, name, path, JsonValueKind.String, out var value))
        {
            return default;
        }

        if (!value.TryGetDateTimeOffset(out var moment))
        {
            Fail(Join(path, name), "it is no moment");
        }

        return moment;
    }

    /// <summary>An object; an undefined one for none.</summary>
    public JsonElement Object(JsonElement parent, string name, string path) =>
        TryGet(parent, name, path, JsonValueKind.Object, out var value) ? value : default;

    /// <summary>The objects of an array, each with its path.</summary>
    public IEnumerable<(JsonElement Element, string Path)> Items(JsonElement parent, string name, string path)
    {
        if (!TryGet(parent, name, path, JsonValueKind.Array, out var array))
        {
            yield break;
        }

        var index = 0;
        foreach (var element in array.EnumerateArray())
        {
            var here = $"{Join(path, name)}[{index++}]";
            if (element.ValueKind == JsonValueKind.Object)
            {
                yield return (element, here);
            }
            else
            {
                Fail(here, "it is no object");
            }
        }
    }

    /// <summary>The texts of an array.</summary>
    public ImmutableSortedSet<string> Texts(JsonElement parent, string name, string path)
    {
        if (!TryGet(parent, name, path, JsonValueKind.Array, out var array))
        {
            return [];
        }

        if (array.EnumerateArray().Any(each => each.ValueKind != JsonValueKind.String))
        {
            Fail(Join(path, name), "it holds something else than text");
            return [];
        }

        return [.. array.EnumerateArray().Select(each => each.GetString()!)];
    }

    private bool TryGet(JsonElement parent, string name, string path, JsonValueKind kind, out JsonElement value)
    {
        value = default;
        if (parent.ValueKind != JsonValueKind.Object || !parent.TryGetProperty(name, out value)
            || value.ValueKind == JsonValueKind.Null)
        {
            return false;
        }

        if (value.ValueKind != kind)
        {
            Fail(Join(path, name), kind switch
            {
                JsonValueKind.String => "it is no text",
                JsonValueKind.Number => "it is no number",
                JsonValueKind.Array => "it is no array",
                _ => "it is no object",
            });
            return false;
        }

        return true;
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
