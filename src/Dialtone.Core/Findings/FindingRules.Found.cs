using System.Globalization;
using Dialtone.Core.Journal;
using Dialtone.Core.SignIn;
using Dialtone.Core.Transactions;

namespace Dialtone.Core.Findings;

internal static partial class FindingRules
{
    /// <summary>A finding with what every direction may name, and what this one does besides.</summary>
    private static Finding Found(
        JournalView journal, FindingDefinition definition, string subject, IEnumerable<JournalEntry> evidence,
        params ReadOnlySpan<(string Name, string Value)> values)
    {
        var found = new Finding(definition, [.. evidence]) { Subject = subject };
        var all = AboutUser(journal).ToBuilder();
        foreach (var (name, value) in values)
        {
            all[name] = value;
        }

        return found with { Values = all.ToImmutable() };
    }

    /// <summary>The finding with what a number that the server gave means.</summary>
    private static Finding Diagnosed(Finding finding, string diagnostics) =>
        MsDiagnostics.TryRead(diagnostics, out var said)
            && KnownCodes.TryFind(KnownCodeKind.MsDiagnostics, said.Id, out var code)
            ? finding with { Diagnosis = code } : finding;

    private static System.Collections.Immutable.ImmutableDictionary<string, string> AboutUser(JournalView journal)
    {
        var registrar = RegistrarAt(journal);
        return Values(
            ("user", journal.Account.Length == 0 ? "the user" : journal.Account),
            ("login", AddressOfRecord.TryParse(journal.Account, out var address) ? address.User : "USER"),
            ("domain", journal.Domain.IsEmpty ? "DOMAIN" : journal.Domain.Text),
            ("registrar", registrar),
            ("pool", registrar),
            ("clock", ClockOf(journal)));
    }

    /// <summary><c>403 Forbidden (ErrorCode=4003, From URI is not enabled for remote access)</c>.</summary>
    private static string AnswerOf(int status, string reason, string diagnostics)
    {
        var answer = status == 0 ? reason
            : string.Create(CultureInfo.InvariantCulture, $"{status} {reason}").TrimEnd();
        var told = ToldBy(diagnostics);
        return (answer, told) switch
        {
            ("", "") => "no reason given",
            (_, "") => answer,
            ("", _) => told,
            _ => $"{answer} ({told})",
        };
    }

    /// <summary>What a server said for diagnosis, with the words that belong to its number.</summary>
    private static string ToldBy(string diagnostics)
    {
        if (!MsDiagnostics.TryRead(diagnostics, out var said))
        {
            return diagnostics;
        }

        var reason = said.Reason.Length > 0 ? said.Reason
            : KnownCodes.TryFind(KnownCodeKind.MsDiagnostics, said.Id, out var code) ? code.Reason : "";
        return string.Create(CultureInfo.InvariantCulture, $"ErrorCode={said.Id}")
            + (reason.Length == 0 ? "" : $", {reason}");
    }

    /// <summary>This device's clock, as the last certificate was judged by it.</summary>
    private static string ClockOf(JournalView journal) =>
        journal.Of<JournalEntry.Secured>().LastOrDefault() is { } secured ? Date(secured.WallClock) : "another time";

    /// <summary>Where the user was signed in, or the first Registrar that was tried.</summary>
    private static string RegistrarAt(JournalView journal) => journal.Summary.Registered?.Candidate.Host.Text
        ?? journal.Of<JournalEntry.AttemptBegan>().FirstOrDefault()?.Candidate.Host.Text ?? "REGISTRAR";
}
