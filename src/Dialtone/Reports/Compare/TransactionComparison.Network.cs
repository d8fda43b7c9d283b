using System.Collections.Immutable;
using System.Globalization;

namespace Dialtone.Reports.Compare;

/// <content>What DNS, DHCP and certificates say.</content>
public static partial class TransactionComparison
{
    private static readonly string[] Numbers =
        ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

    private static IEnumerable<Difference> Questions(TransactionRecord before, TransactionRecord now)
    {
        // The last word counts: a device asks again in each cycle.
        var (was, isNow) = (ByQuestion(before), ByQuestion(now));
        foreach (var (key, question) in was)
        {
            if (isNow.TryGetValue(key, out var other))
            {
                foreach (var difference in Question(question, other))
                {
                    yield return difference;
                }
            }
            else if (question.IsAnswered)
            {
                yield return Of(question, $"{Subject(question)} had {Count(question)}, now it was not asked for");
            }
        }

        foreach (var (key, question) in isNow.Where(each => !was.ContainsKey(each.Key) && each.Value.IsAnswered))
        {
            yield return Of(question, $"{Subject(question)} has {Count(question)}, before it was not asked for");
        }
    }

    private static SortedDictionary<string, RecordedQuestion> ByQuestion(TransactionRecord record)
    {
        var questions = new SortedDictionary<string, RecordedQuestion>(StringComparer.Ordinal);
        foreach (var question in record.Questions.Where(each => each.IsKnown))
        {
            questions[$"{question.Name} {question.Type}"] = question;
        }

        return questions;
    }

    private static IEnumerable<Difference> Question(RecordedQuestion was, RecordedQuestion now)
    {
        if (was.Status != now.Status)
        {
            var had = was.IsAnswered ? $"had {Count(was)}" : $"was {Answer(was)}{From(was)}";
            var has = now.IsAnswered ? $"has {Count(now)}{From(now)}: {string.Join(", ", now.Records)}"
                : $"{Answer(now)}{From(now)}";
            yield return Of(now, $"{Subject(now)} {had}, now {has}");
            yield break;
        }

        foreach (var gone in was.Records.Except(now.Records))
        {
            yield return Of(now, $"{Subject(now)} has lost {gone}{From(now)}");
        }

        foreach (var came in now.Records.Except(was.Records))
        {
            yield return Of(now, $"{Subject(now)} has gained {came}{From(now)}");
        }
    }

    private static Difference Of(RecordedQuestion question, string text) => new(
        question.Type == "address" ? DifferenceKind.Address : DifferenceKind.Dns, question.Name, text);

    private static string Subject(RecordedQuestion question) =>
        question.Type == "naptr" ? $"{question.Name} NAPTR" : question.Name;

    private static string Count(RecordedQuestion question)
    {
        var what = question.Type == "address" ? "address" : "record";
        var count = question.Records.Count;
        var number = count < Numbers.Length ? Numbers[count] : count.ToString(CultureInfo.InvariantCulture);
        return $"{number} {what}{(count == 1 ? "" : what == "address" ? "es" : "s")}";
    }

    private static string Answer(RecordedQuestion question) => question.Status switch
    {
        "no-such-name" => "NXDOMAIN",
        "no-data" => "without records",
        "server-failure" => "a server failure",
        "timed-out" => "without an answer",
        var other => Spaced(other),
    };

    /// <summary>Whose word it is, and that others say something else.</summary>
    private static string From(RecordedQuestion question) => question.Servers.IsEmpty ? ""
        : $" from {string.Join(" and ", question.Servers)}"
            + (question.OtherServers.Except(question.Servers).IsEmpty ? "" : " only");

    private static IEnumerable<Difference> Dhcp(TransactionRecord before, TransactionRecord now)
    {
        var (gone, came) = Changes(before.DhcpServers, now.DhcpServers, each => (each.Protocol, each.Server));
        foreach (var server in gone)
        {
            yield return Of(server, "does not answer any more");
        }

        foreach (var server in came)
        {
            var given = server.Options.Where(each => each.Value.Length > 0).Select(each => $"{each.Key} {each.Value}");
            yield return Of(server, $"answers now: {OrNone(string.Join("; ", given))}");
        }

        foreach (var server in now.DhcpServers)
        {
            var was = before.DhcpServers.LastOrDefault(
                each => each.Protocol == server.Protocol && each.Server == server.Server);
            foreach (var (option, value) in server.Options.Where(each => was is not null
                && was.Options.GetValueOrDefault(each.Key, "") != each.Value))
            {
                yield return Of(server, $"gave {option} {OrNone(was!.Options[option])}, now {OrNone(value)}");
            }
        }
    }

    private static Difference Of(RecordedDhcpServer server, string text) =>
        new(DifferenceKind.Dhcp, server.Server, $"{server.Protocol} server {server.Server} {text}");

    private static IEnumerable<Difference> Certificates(TransactionRecord before, TransactionRecord now)
    {
        foreach (var certificate in now.Certificates.DistinctBy(each => (each.Name, each.Address)))
        {
            // That of the same machine, or else of any machine behind the name.
            var was = before.Certificates.FirstOrDefault(
                    each => each.Name == certificate.Name && each.Address == certificate.Address)
                ?? before.Certificates.FirstOrDefault(each => each.Name == certificate.Name);
            foreach (var text in was is null ? [] : Certificate(was, certificate, before.StartedAt, now.StartedAt))
            {
                yield return new(
                    DifferenceKind.Certificate, certificate.Name,
                    $"The certificate of {certificate.Name} at {certificate.Address} {text}");
            }
        }
    }

    private static IEnumerable<string> Certificate(
        RecordedCertificate was, RecordedCertificate now, DateTimeOffset then, DateTimeOffset today)
    {
        if (was.Issuer != now.Issuer)
        {
            yield return $"was issued by {OrNone(was.Issuer)}, now by {OrNone(now.Issuer)}";
        }
        else if (was.Thumbprint != now.Thumbprint)
        {
            yield return now.NotAfter > was.NotAfter
                ? $"was renewed: it lasts until {Day(now.NotAfter)}, before until {Day(was.NotAfter)}"
                : $"is another one, which lasts until {Day(now.NotAfter)}, before until {Day(was.NotAfter)}";
        }

        if (was.Verdict != now.Verdict)
        {
            yield return $"was {Spaced(was.Verdict)}, now {Spaced(now.Verdict)}";
        }

        var left = now.NotAfter - today;
        if (left < CertificateLeft && left > TimeSpan.Zero && was.NotAfter - then >= CertificateLeft)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"has {left.TotalDays:0} days left, before {(was.NotAfter - then).TotalDays:0}");
        }
    }

    private static string Day(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
