using System.Collections.Immutable;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dhcp;
using Dialtone.Wire.Dhcp6;
using Dialtone.Wire.WebServices;

namespace Dialtone.Core.Findings;

internal static partial class FindingRules
{
    // What stands in a command where the evidence does not tell the name.
    private const string UnknownPool = "POOL";

    /// <summary>
    /// What other sources say the right values are, for directions that set one: the Registrar, the Web Services, and
    /// the options that name them.
    /// </summary>
    private static ImmutableDictionary<string, string> Known(JournalView journal, HostName named = default)
    {
        var registrar = named.IsEmpty ? RegistrarOf(journal) : named;
        var option120 = registrar.IsEmpty ? [] : SipServersOption.Of(registrar).ToBytes();
        var web = WebServicesOf(journal);
        return Values(
            ("domain", journal.Domain.Text),
            ("user", journal.Account),
            ("registrar", registrar.Text),
            ("pool", registrar.IsEmpty ? UnknownPool : ""),
            ("option120", Hex(option120)),
            ("option120List", HexList(option120)),
            ("option21", registrar.IsEmpty ? "" : Hex(Dhcp6SipServers.ToBytes(registrar))),
            ("webServices", web),
            ("option43", WebUrl.TryParse(web, out var url) ? Hex(Option43(url).ToBytes()) : ""));
    }

    private static UcVendorOption Option43(WebUrl url) => new()
    {
        Scheme = url.IsSecure ? "https" : "http",
        Server = url.Host,
        Port = url.Port,
        Path = url.Target,
    };

    /// <summary>
    /// The Registrar's name by whoever is in the best position to know it: the internal SRV record, DHCP, where the
    /// user was signed in. The default value where nobody names it.
    /// </summary>
    private static HostName RegistrarOf(JournalView journal) =>
        new[] { ByInternalSrv(journal), ByDhcp(journal), journal.Summary.Registered?.Candidate.Host ?? default }
            .FirstOrDefault(name => !name.IsEmpty && !IpAddress.TryParse(name.Text, out _));

    private static HostName ByInternalSrv(JournalView journal) => journal.Of<JournalEntry.DnsSeen>()
        .Where(seen => ServiceOf(seen.Question.Name.Host) is "_sipinternaltls._tcp" or "_sipinternal._tcp"
            or "_sips._tcp")
        .SelectMany(seen => seen.Outcome.Targets)
        .Select(target => target.Host)
        .FirstOrDefault(host => !host.IsEmpty && host.IsWithin(journal.Domain));

    private static HostName ByDhcp(JournalView journal)
    {
        var answers = journal.Of<JournalEntry.DhcpSeen>().SelectMany(seen => seen.Outcome.Answers);
        var answers6 = journal.Of<JournalEntry.Dhcp6Seen>().SelectMany(seen => seen.Outcome.Answers);
        return answers.Select(answer => answer.Registrar ?? answer.SipServersFault.NameSeen)
            .Concat(answers6.SelectMany(answer => answer.RegistrarNames.Append(answer.NamesFault.NameSeen)))
            .FirstOrDefault(name => !name.IsEmpty);
    }

    private static string WebServicesOf(JournalView journal) => journal.Of<JournalEntry.DhcpSeen>()
        .SelectMany(seen => seen.Outcome.Answers).Select(answer => answer.WebServicesUrl)
        .Concat(journal.Of<JournalEntry.CertificateObtained>()
            .SelectMany(_ => journal.Of<JournalEntry.CertificateSought>()).Select(sought => sought.Url))
        .FirstOrDefault(url => url is not null) ?? "";
}
