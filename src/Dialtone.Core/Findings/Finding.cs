using System.Collections.Immutable;
using System.Text;
using Dialtone.Core.Journal;

namespace Dialtone.Core.Findings;

/// <summary>Something that was found: an entry of the catalogue with the evidence for it here.</summary>
/// <param name="Definition">What it is.</param>
/// <param name="Evidence">The entries of the journal that show it, in order; at least one.</param>
public sealed record Finding(FindingDefinition Definition, ImmutableArray<JournalEntry> Evidence)
{
    /// <summary>Its code.</summary>
    public FindingCode Code => Definition.Code;

    /// <summary>
    /// What it is about: the name of a server, an address, a record. Empty where it is about everything that there is
    /// of its kind. The same code is found once for each subject.
    /// </summary>
    public string Subject { get; init; } = "";

    /// <summary>How bad it is here: never worse than in the catalogue.</summary>
    public FindingSeverity Severity { get; init; } = Definition.Severity;

    /// <summary>What stands in the places in braces, by name.</summary>
    public ImmutableDictionary<string, string> Values { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>What the number means that a server gave; <c>null</c> where it gave none that is known.</summary>
    public KnownCode? Diagnosis { get; init; }

    /// <summary>What was found, in one line.</summary>
    public string Title => Fill(Definition.Title);

    /// <summary>What it means, in a few sentences.</summary>
    public string Meaning => Fill(Definition.Meaning);

    /// <summary>
    /// What to do, in order, with the names and values of the evidence. One that needs a value which the evidence does
    /// not tell is left out, and so is a command where that alone needs it.
    /// </summary>
    public ImmutableArray<Direction> Directions => [.. Listed().Where(each => IsKnown(each.Text)).Select(
        direction => direction with
        {
            Text = Fill(direction.Text),
            Command = direction.Command is { } command && IsKnown(command) ? Fill(command) : null,
        })];

    // What a server says itself is the nearest to what is to be done.
    private IEnumerable<Direction> Listed() =>
        Diagnosis is { } diagnosis ? Definition.Directions.Prepend(diagnosis.Direction) : Definition.Directions;

    private bool IsKnown(string text) => Direction.PlacesIn(text).All(Values.ContainsKey);

    /// <summary>Fills the places in braces; one without a value keeps its name, in angle brackets.</summary>
    private string Fill(string text)
    {
        var filled = new StringBuilder(text.Length);
        var rest = text.AsSpan();
        for (var open = rest.IndexOf('{'); open >= 0; open = rest.IndexOf('{'))
        {
            var close = rest[open..].IndexOf('}');
            if (close < 0)
            {
                break;
            }

            var name = rest.Slice(open + 1, close - 1).ToString();
            filled.Append(rest[..open]).Append(Values.GetValueOrDefault(name) ?? $"<{name}>");
            rest = rest[(open + close + 1)..];
        }

        return filled.Append(rest).ToString();
    }

    /// <inheritdoc/>
    public override string ToString() => Subject.Length == 0 ? $"{Code}" : $"{Code} {Subject}";
}
