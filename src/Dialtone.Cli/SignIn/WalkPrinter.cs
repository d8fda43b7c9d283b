using Dialtone.Cli.Terminal;
using Dialtone.Core.Journal;
using Dialtone.Reports;

namespace Dialtone.Cli.SignIn;

/// <summary>Prints the walk, a line a step, as it happens.</summary>
internal sealed class WalkPrinter(TextWriter output, Paint paint, bool everything = false)
{
    private readonly Walk _walk = new(everything);

    /// <summary>Prints what an entry adds.</summary>
    public void Write(JournalEntry entry)
    {
        foreach (var line in _walk.Add(entry))
        {
            output.WriteLine(Text(line));
        }
    }

    private string Text(WalkLine line)
    {
        var took = line.Took is { } time ? Words.Of(time) : "";
        return $" {paint.Of(line.Mark)} {Words.Of(line.Step),-12}  {took,-6}  {line.Text}";
    }
}
