using System.Globalization;
using Dialtone.Core.Findings;
using Dialtone.Core.Journal;

namespace Dialtone.Core.Transactions;

/// <summary>The Diagnosis of a transaction that failed, in the form that administrators know.</summary>
internal static class TransactionDiagnosis
{
    /// <summary>What the server said that refused; empty where none said anything.</summary>
    public static string Of(JournalView user)
    {
        var told = user.Summary.Cause switch
        {
            JournalEntry.RegisterFailed e => OfSip(e.Failure.Diagnostics, e.Candidate.Host.Text),
            JournalEntry.BackupIdle e => OfSip(e.Failure.Diagnostics, e.Backup.Host.Text),
            JournalEntry.CertificateFailed e => OfHttp(e),
            _ => "",
        };
        return told.Length > 0 ? told : OfServices(user);
    }

    private static string OfServices(JournalView user) =>
        user.Of<JournalEntry.RelayCredentialsFailed>().LastOrDefault() is { } credentials
            ? OfSip(credentials.Failure.Diagnostics, user.Summary.Registered?.Candidate.Host.Text ?? "")
            : user.Of<JournalEntry.PresenceFailed>().LastOrDefault() is { } presence
                ? OfSip(presence.Failure.Diagnostics, presence.Candidate.Host.Text)
                : "";

    private static string OfSip(string diagnostics, string server)
    {
        if (!MsDiagnostics.TryRead(diagnostics, out var said))
        {
            return diagnostics;
        }

        var source = said.Source.Length > 0 ? said.Source : server;
        return string.Create(
            CultureInfo.InvariantCulture, $"ErrorCode={said.Id},Source={source},Reason={said.Reason}");
    }

    private static string OfHttp(JournalEntry.CertificateFailed failed)
    {
        var (failure, lines) = (failed.Failure, new List<string>());
        if (failure.Server.Length > 0)
        {
            lines.Add($"X-MS-server-Fqdn : {failure.Server}");
        }

        if (failure.Call is { Diagnostics.Length: > 0 } call)
        {
            lines.Add($"X-Ms-diagnostics : {call.Diagnostics}");
        }
        else if (failure.ErrorId > 0)
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"ErrorCode={failure.ErrorId},")
                + $"Source={failure.Server},Reason={failure.Reason}");
        }

        return lines.Count == 0 ? "" : $"Inner Diagnosis:{string.Join('\n', lines)}";
    }
}
