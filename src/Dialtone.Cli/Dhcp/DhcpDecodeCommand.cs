using System.CommandLine;
using System.CommandLine.Parsing;
using Dialtone.Cli.Terminal;
using Dialtone.Core.Publishing;
using Dialtone.Publishing;
using Dialtone.Reports;

namespace Dialtone.Cli.Dhcp;

/// <summary><c>dialtone dhcp decode</c>: what an option holds, what is wrong with it, and the right bytes.</summary>
internal static class DhcpDecodeCommand
{
    private static readonly string Options = string.Join('|', Enum.GetValues<BlobOption>().Select(each => (int)each));

    public static Command Create()
    {
        var blob = new Argument<string[]>("blob")
        {
            Description = "The option's value as you have it: hexadecimal with or without anything between the bytes, "
                + "0x00,0x06, Cisco's 0006.706f, base64, \\x00 escapes, quoted or plain text. - reads standard input.",
            Arity = ArgumentArity.OneOrMore,
        };
        var option = new Option<BlobOption?>("--option")
        {
            Description = "Which option it is: 120, 43, 125, or 21 and 22 of DHCPv6. If left out, what fits best.",
            CustomParser = ParseOption,
            HelpName = Options,
        };
        var json = new Option<bool>("--json") { Description = "Print the result as JSON." };
        var command = new Command("decode", "Say what a DHCP option holds, what is wrong with it, and the right bytes.")
        {
            blob,
            option,
            json,
        };
        command.SetAction(parsed =>
        {
            // Bytes with spaces between them come as words.
            var text = string.Join(' ', parsed.GetValue(blob)!);
            var verdict = DhcpBlob.Judge(text == "-" ? Console.In.ReadToEnd() : text, parsed.GetValue(option));
            if (parsed.GetValue(json))
            {
                using var output = Console.OpenStandardOutput();
                BlobJson.Write(verdict, output);
                output.WriteByte((byte)'\n');
            }
            else
            {
                Print(verdict);
            }

            return verdict.IsSound ? ExitCodes.Success : ExitCodes.Failure;
        });
        return command;
    }

    private static void Print(BlobVerdict verdict)
    {
        var paint = Paint.ForOutput();
        Console.WriteLine(paint.Strong(
            $"{BlobText.Of(verdict.Option)}, {Words.Count(verdict.Bytes.Length, "byte", "bytes")}, "
            + $"given as {BlobText.Of(verdict.Form)}"));
        foreach (var value in verdict.Values)
        {
            Console.WriteLine($"  {value.Name}: {value.Text}");
        }

        foreach (var problem in verdict.Problems)
        {
            var mark = problem.IsWrong ? paint.Bad("✗") : paint.Warn("!");
            var code = problem.FindingIn(verdict.Option) is { } finding ? $" ({finding.Code})" : "";
            Console.WriteLine($" {mark} {BlobText.Of(verdict.Option, problem)}{code}");
        }

        Console.WriteLine(verdict switch
        {
            { Problems.IsEmpty: true } => $" {paint.Good("✓")} nothing is wrong with it",
            { Corrected.IsEmpty: true } => "What was meant cannot be told from it: see 'dialtone dhcp encode --help'.",
            _ => $"It should be: {Convert.ToHexString(verdict.Corrected.AsSpan())}",
        });
    }

    private static BlobOption? ParseOption(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        foreach (var option in Enum.GetValues<BlobOption>())
        {
            if (text == $"{(int)option}")
            {
                return option;
            }
        }

        result.AddError($"--option takes {Options.Replace("|", ", ", StringComparison.Ordinal)}; '{text}' is none.");
        return null;
    }
}
