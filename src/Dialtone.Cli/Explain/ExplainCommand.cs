using System.CommandLine;
using Dialtone.Cli.Terminal;
using Dialtone.Core.Findings;
using Dialtone.Reports;

namespace Dialtone.Cli.Explain;

/// <summary>
/// <c>dialtone explain</c>: what a finding means and what to do about it, or the list of all findings.
/// </summary>
internal static class ExplainCommand
{
    private const int MoreMax = 12;

    public static Command Create()
    {
        var finding = new Argument<string?>("finding")
        {
            Description = "The code or the name of a finding (DT1101, dhcp-no-answer), or a number of a server "
                + "(ErrorCode=1003, 504, 0x8009030C). All findings if left out.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var json = new Option<bool>("--json") { Description = "Print it as JSON." };
        var command = new Command("explain", "Say what a finding means and what to do, or list all findings.")
        {
            finding,
            json,
        };
        command.SetAction(parsed => Run(parsed.GetValue(finding), parsed.GetValue(json)));
        return command;
    }

    private static int Run(string? wanted, bool json)
    {
        if (wanted is null)
        {
            PrintAll(json);
            return ExitCodes.Success;
        }

        if (!FindingCatalogue.TryFind(wanted.Trim(), out var definition))
        {
            if (!json && KnownCodes.TryFind(wanted.Trim(), out var code))
            {
                Print(code);
                return ExitCodes.Success;
            }

            throw new UsageException($"There is no finding '{wanted}'.{Like(wanted.Trim())}");
        }

        if (json)
        {
            using var output = Console.OpenStandardOutput();
            CatalogueJson.Write(definition, output);
            output.Write("\n"u8);
        }
        else
        {
            Print(definition, Paint.ForOutput());
        }

        return ExitCodes.Success;
    }

    private static string Like(string wanted)
    {
        var like = FindingCatalogue.All.Where(
            each => each.Slug.Contains(wanted, StringComparison.OrdinalIgnoreCase)).Take(MoreMax).ToList();
        return like.Count == 0 ? " 'dialtone explain' lists them."
            : $" Is it one of these? {string.Join(", ", like.Select(each => each.Slug))}";
    }

    private static void PrintAll(bool json)
    {
        if (json)
        {
            using var output = Console.OpenStandardOutput();
            CatalogueJson.Write(FindingCatalogue.All, output);
            output.Write("\n"u8);
            return;
        }

        var paint = Paint.ForOutput();
        foreach (var part in FindingCatalogue.All.GroupBy(each => FindingParts.Of(each.Code)))
        {
            Console.WriteLine(paint.Strong(part.Key));
            foreach (var each in part)
            {
                Console.WriteLine($"  {each.Code}  {each.Slug,-38}  {Words.Of(each.Severity)}");
            }
        }
    }

    private static void Print(FindingDefinition definition, Paint paint)
    {
        Console.WriteLine($"{paint.Strong(definition.Code.ToString())}  {definition.Slug}  "
            + $"({FindingParts.Of(definition.Code)}; at its worst {Words.Of(definition.Severity)})");
        Write("", definition.Title);
        Console.WriteLine();
        Write("", definition.Meaning);
        Console.WriteLine();
        var number = 0;
        foreach (var direction in definition.Directions)
        {
            Write($"{++number,2}. ", $"{Words.Of(direction.Audience)}: {direction.Text}");
            if (direction.Command is { } line)
            {
                Console.WriteLine($"    $ {line}");
            }
        }

        if (!definition.ExplainedBy.IsEmpty || definition.Source.Length > 0)
        {
            Console.WriteLine();
        }

        if (!definition.ExplainedBy.IsEmpty)
        {
            Write("Follows from: ", string.Join(", ", definition.ExplainedBy.Select(NameOf)));
        }

        if (definition.Source.Length > 0)
        {
            Console.WriteLine($"Specified in: {definition.Source}");
        }
    }

    // A number that a server gives, which is no finding of itself.
    private static void Print(KnownCode code)
    {
        Write("", $"{code}.");
        Console.WriteLine();
        Write("", $"{Words.Of(code.Audience)}: {code.Action}");
        if (code.Command is { } line)
        {
            Console.WriteLine($"    $ {line}");
        }
    }

    private static string NameOf(FindingCode code) =>
        FindingCatalogue.TryFind(code, out var definition) ? definition.ToString() : code.ToString();

    private static void Write(string head, string text)
    {
        foreach (var line in Wrapped.Lines(head, text))
        {
            Console.WriteLine(line);
        }
    }
}
