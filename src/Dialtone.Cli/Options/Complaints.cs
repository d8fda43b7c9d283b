using System.CommandLine;
using System.CommandLine.Parsing;

namespace Dialtone.Cli.Options;

/// <summary>What is wrong with a command line, in sentences that name the option and what would be right.</summary>
internal static class Complaints
{
    /// <summary>The sentences, the same one once.</summary>
    public static IEnumerable<string> Of(ParseResult parsed)
    {
        var command = parsed.CommandResult;
        var words = command.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens)
            .Select(token => token.Value)
            .Concat(parsed.UnmatchedTokens);
        if (words.FirstOrDefault(IsOption) is { } option)
        {
            // One is enough: what follows a word that was not understood is often its value.
            return [OfOption(option)];
        }

        return parsed.UnmatchedTokens is [var word, ..]
            ? [OfUnmatched(command.Command, word)]
            : parsed.Errors.Select(Of).Distinct(StringComparer.Ordinal);
    }

    /// <summary>The command as it is typed: <c>dialtone memory show</c>.</summary>
    public static string PathOf(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{PathOf(parent)} {command.Command.Name}" : command.Command.Name;

    /// <summary>Whether a word that was taken for an argument is an option, which then does not exist.</summary>
    public static bool IsOption(string word) => word.StartsWith('-');

    /// <summary>The sentence about an option that does not exist.</summary>
    public static string OfOption(string word) => $"There is no option '{word}' here.";

    private static string OfUnmatched(Command command, string word) =>
        command.Subcommands.Count > 0 ? $"There is no command '{word}' here: {Names(command)}."
        : $"'{word}' is one word too many.";

    private static string Of(ParseError error) => error.SymbolResult switch
    {
        OptionResult { Tokens.Count: 0, Option: var option } => $"{option.Name} needs a value: {option.HelpName}.",
        ArgumentResult { Tokens.Count: 0, Argument: var argument } =>
            $"{argument.Name} is missing: {argument.Description}",
        CommandResult { Command: { Subcommands.Count: > 0 } command } => $"Which command? {Names(command)}.",
        _ => error.Message,
    };

    private static string Names(Command command) => string.Join(", ", command.Subcommands.Select(each => each.Name));
}
