using System.Text.Json;
using Dialtone.Core.Candidates;
using Dialtone.Core.Journal;
using Dialtone.Phones;
using Dialtone.Wire.Addresses;

namespace Dialtone.Reports;

/// <summary>
/// The life of a phone that stays signed in as data: one object on each line, as it happens, so that a script may
/// follow it. Its <c>event</c> is a <see cref="ChangeKind"/>, or <c>report</c> for the report of the first sign-in.
/// </summary>
public static class ChangeJson
{
    private static readonly JsonWriterOptions OneLine = SignInJson.Options with { Indented = false };

    /// <summary>Writes a change and the end of its line.</summary>
    /// <param name="change">The change.</param>
    /// <param name="at">When it happened, by this machine's clock.</param>
    /// <param name="output">Where to.</param>
    public static void Write(Change change, DateTimeOffset at, Stream output)
    {
        ArgumentNullException.ThrowIfNull(change);
        ArgumentNullException.ThrowIfNull(output);
        using (var json = new Utf8JsonWriter(output, OneLine))
        {
            Begin(json, DataNames.Of(change.Kind), at);
            json.WriteString("text", change.Text);
            WriteRegistrar(json, change.Source);
            if (ReasonOf(change.Source) is { } reason)
            {
                json.WriteString("reason", reason);
            }

            if (change.For is { } time)
            {
                json.WriteNumber("milliseconds", Math.Round(time.TotalMilliseconds, 3));
            }

            WritePresence(json, change.Source);
            if (change.Source is JournalEntry.SignedOut { Confirmed: var confirmed })
            {
                json.WriteBoolean("confirmed", confirmed);
            }

            json.WriteEndObject();
        }

        EndLine(output);
    }

    private static void WritePresence(Utf8JsonWriter json, JournalEntry source)
    {
        if (source is JournalEntry.PresenceChanged changed)
        {
            json.WriteStartObject("contact");
            PresenceJson.WriteFields(json, changed.Contact);
            json.WriteEndObject();
        }
        else if (source is JournalEntry.OwnPresenceChanged own)
        {
            json.WriteStartObject("own");
            PresenceJson.WriteFields(json, own.Presence);
            json.WriteEndObject();
        }
    }

    /// <summary>Writes the report of the first sign-in, as <see cref="SignInJson"/> has it, on one line.</summary>
    /// <param name="report">The report.</param>
    /// <param name="at">When it was decided.</param>
    /// <param name="output">Where to.</param>
    public static void Write(SignInReport report, DateTimeOffset at, Stream output)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(output);
        using (var json = new Utf8JsonWriter(output, OneLine))
        {
            Begin(json, "report", at);
            json.WriteStartObject("report");
            SignInJson.WriteContent(json, report, signedOut: null, withJournal: false);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        EndLine(output);
    }

    private static void Begin(Utf8JsonWriter json, string name, DateTimeOffset at)
    {
        json.WriteStartObject();
        json.WriteNumber("schema", SignInJson.Schema);
        json.WriteString("at", at);
        json.WriteString("event", name);
    }

    private static void EndLine(Stream output)
    {
        output.WriteByte((byte)'\n');
        output.Flush();
    }

    private static void WriteRegistrar(Utf8JsonWriter json, JournalEntry entry)
    {
        (Candidate? candidate, EndPointAddress address) = entry switch
        {
            JournalEntry.Registered e => (e.Candidate, e.Remote),
            JournalEntry.RegisterFailed e => (e.Candidate, e.Remote),
            JournalEntry.ConnectFailed e => (e.Candidate, e.Remote),
            JournalEntry.HandshakeFailed e => (e.Candidate, e.Remote),
            JournalEntry.Secured e => (e.Candidate, e.Remote),
            JournalEntry.AttemptBegan e => (e.Candidate, default),
            JournalEntry.ChannelLost e => (e.Candidate, default),
            JournalEntry.BindingLost e => (e.Candidate, default),
            JournalEntry.FailedBack e => (e.To, default),
            JournalEntry.SurvivableModeBegan e => (e.Candidate, default),
            JournalEntry.SurvivableModeEnded e => (e.Candidate, default),
            _ => ((Candidate?)null, default),
        };
        if (candidate is null)
        {
            return;
        }

        json.WriteString("registrar", candidate.Host.Text);
        json.WriteNumber("port", candidate.Port);
        json.WriteString("transport", Words.Of(candidate.Transport));
        if (address != default)
        {
            json.WriteString("address", address.Address.ToString());
        }
    }

    private static string? ReasonOf(JournalEntry entry) => entry switch
    {
        JournalEntry.CycleBegan e => DataNames.Of(e.Cycle),
        JournalEntry.BackedOff e => DataNames.Of(e.Why),
        JournalEntry.ChannelLost e => DataNames.Of(e.Why),
        JournalEntry.BindingLost e => DataNames.Of(e.Action),
        _ => SignInJson.KindOf(entry),
    };
}
