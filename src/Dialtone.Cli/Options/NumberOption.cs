using System.CommandLine;
using System.CommandLine.Parsing;

namespace Dialtone.Cli.Options;

/// <summary>A phone number or an extension on the command line, to which a PIN belongs.</summary>
internal static class NumberOption
{
    private const int DigitsMax = 32;

    public static Option<string?> Create(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "NUMBER",
        CustomParser = result => Parse(name, result),
    };

    private static string? Parse(string name, ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var digits = text.StartsWith('+') ? text[1..] : text;
        if (digits.Length is > 0 and <= DigitsMax && digits.All(char.IsAsciiDigit))
        {
            return text;
        }

        result.AddError($"{name} takes the digits of a phone number, with or without a plus sign; '{text}' is none.");
        return null;
    }
}
