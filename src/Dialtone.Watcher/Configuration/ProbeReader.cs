using System.Collections.Immutable;
using Dialtone.Core.Profiles;
using Dialtone.Core.Transactions;
using Dialtone.Transactions;
using Dialtone.Wire.Addresses;

namespace Dialtone.Watcher.Configuration;

/// <summary>Reads what is run, of a check or a module, and refuses what does not go together.</summary>
/// <param name="accounts">The accounts, by name.</param>
/// <param name="baseDirectory">What relative paths begin at.</param>
internal sealed class ProbeReader(IReadOnlyDictionary<string, WatchAccount> accounts, string baseDirectory)
{
    private static readonly TimeSpan WaitMax = TimeSpan.FromHours(1);
    private static readonly WatchAccount Nobody = new("");

    /// <summary>Reads a check's or a module's.</summary>
    public ProbeSettings Read(ConfigurationFields fields)
    {
        foreach (var key in (string[])["transaction", "account"])
        {
            if (!fields[key].IsGiven)
            {
                fields.Place.Refuse($"needs {key}, here or in defaults.");
            }
        }

        var settings = Values(fields);
        CheckAccounts(fields, settings);
        CheckKind(fields, settings.Transaction);
        CheckWay(fields, settings);
        return settings;
    }

    /// <summary>Reads the values alone, as they may stand in <c>defaults</c> too.</summary>
    public ProbeSettings Values(ConfigurationFields fields)
    {
        var plain = new ProbeSettings { Transaction = TransactionKind.Registration, Account = Nobody };
        var kind = fields["transaction"].Choice(ProbeWords.Transactions) ?? plain.Transaction;
        var (asksDhcp, dhcpServer) = fields["dhcp"].Value<(bool, EndPointAddress?)>(
            ProbeWords.TryDhcp, "auto, off, or an IPv4 address such as 192.0.2.2 or 192.0.2.2:67") ?? (true, null);
        var (asksDhcp6, dhcp6Server) = fields["dhcp6"].Value<(bool, EndPointAddress?)>(
            ProbeWords.TryDhcp6, "auto, off, or an IPv6 address such as 2001:db8::2") ?? (true, null);
        return plain with
        {
            Transaction = kind,
            Account = AccountAt(fields["account"]) ?? Nobody,
            Publisher = AccountAt(fields["publisher"]) is { } publisher && kind == TransactionKind.Presence
                ? publisher : null,
            Notification = fields["wait"].Time(ConfigurationLimits.TimeMin, WaitMax)
                ?? TransactionRequest.NotificationDefault,
            Profile = fields["profile"].Reference<DeviceProfile>(
                ProbeWords.TryProfile, $"one of {ProbeWords.Profiles}") ?? plain.Profile,
            Schemes = fields["auth"].List(
                ProbeWords.Schemes.Length, each => each.Choice(ProbeWords.Schemes)) ?? [],
            Registrar = fields["targetFqdn"].Value<HostName>(ProbeWords.TryHost, "a host name"),
            RegistrarPort = fields["registrarPort"].Port(),
            TargetUri = fields["targetUri"].Value<WebUrl>(ProbeWords.TrySecureUrl, "an https URL"),
            AvEdgeAddress = fields["avEdgeAddress"].Value<IpAddress>(
                ProbeWords.TryAddress, "an address such as 192.0.2.30"),
            AvEdgeUdpPort = fields["avEdgeUdpPort"].Port() ?? plain.AvEdgeUdpPort,
            AvEdgeTcpPort = fields["avEdgeTcpPort"].Port() ?? plain.AvEdgeTcpPort,
            EveryTarget = fields["everyTarget"].Flag() ?? false,
            Remembers = fields["remembers"].Flag() ?? false,
            Transports = fields["transport"].Choice(ProbeWords.Transports) ?? plain.Transports,
            TlsPort = fields["tlsPort"].Port() ?? 0,
            TcpPort = fields["tcpPort"].Port() ?? 0,
            StepTimeout = fields["stepTimeout"].Time(ConfigurationLimits.TimeMin, WaitMax),
            DnsServers = fields["dns"].List(
                ConfigurationLimits.DnsServersMax, each => each.Value<EndPointAddress>(
                    ProbeWords.TryDnsServer, "an address such as 192.0.2.2 or 192.0.2.2:53")) ?? [],
            UseDhcp = asksDhcp,
            DhcpServer = dhcpServer,
            UseDhcp6 = asksDhcp6,
            Dhcp6Server = dhcp6Server,
            Interface = fields["interface"].Text(ConfigurationLimits.NameLengthMax),
            CertificateFile = fields["ca"].File(baseDirectory),
            LearnsRoots = fields["trustOnFirstUse"].Flag() ?? false,
        };
    }

    private WatchAccount? AccountAt(ConfigurationPlace place)
    {
        if (place.Text() is not { } name)
        {
            return null;
        }

        if (!accounts.TryGetValue(name, out var account))
        {
            place.Refuse(NearestWord.Of(name, accounts.Keys) is { } meant
                ? $"there is no account {name}; perhaps {meant} is meant." : $"there is no account {name}.");
        }

        return account;
    }

    private static void CheckAccounts(ConfigurationFields fields, ProbeSettings settings)
    {
        CheckAccount(fields["account"], settings.Transaction, settings.Account);
        if (settings.Transaction != TransactionKind.Presence)
        {
            return;
        }

        if (settings.Publisher is not { } publisher)
        {
            fields.Place.Refuse("needs publisher: a presence transaction has two users, and account is who is told.");
            return;
        }

        CheckAccount(fields["publisher"], settings.Transaction, publisher);
        if (publisher.Address == settings.Account.Address)
        {
            fields["publisher"].Refuse("is the same user as account; a presence transaction has two.");
        }
    }

    private static void CheckAccount(ConfigurationPlace place, TransactionKind kind, WatchAccount account)
    {
        if (kind == TransactionKind.PhoneBootstrap)
        {
            if (account.Number is null || account.Pin is null)
            {
                place.Refuse($"the account {account.Name} needs number and pin for a phone-bootstrap transaction.");
            }
        }
        else if (account.Address is null)
        {
            place.Refuse($"the account {account.Name} needs an address: number and pin alone are enough for "
                + "phone-bootstrap only.");
        }
    }

    // What stands in defaults is of use to some transactions only; what stands in the check itself is meant for it.
    private static void CheckKind(ConfigurationFields fields, TransactionKind kind)
    {
        foreach (var key in OfOthers(kind))
        {
            if (fields.Own(key) is { IsGiven: true } own)
            {
                var name = ProbeWords.Transactions.First(each => each.Meaning == kind).Word;
                own.Refuse($"means nothing to a transaction of kind {name}.");
            }
        }
    }

    private static IEnumerable<string> OfOthers(TransactionKind kind)
    {
        ImmutableArray<string> ofPresence = ["publisher", "wait"];
        ImmutableArray<string> ofEdge = ["avEdgeAddress", "avEdgeUdpPort", "avEdgeTcpPort"];
        return [
            .. kind == TransactionKind.Presence ? [] : ofPresence,
            .. kind == TransactionKind.AvEdgeConnectivity ? [] : ofEdge,
            // These two are about the certificate alone.
            .. kind is TransactionKind.ClientAuth or TransactionKind.PhoneBootstrap ? (string[])["auth"] : []];
    }

    private static void CheckWay(ConfigurationFields fields, ProbeSettings settings)
    {
        if (settings is { RegistrarPort: not null, Registrar: null })
        {
            fields["registrarPort"].Refuse("is the port of targetFqdn: give that too.");
        }

        foreach (var key in (string[])["avEdgeUdpPort", "avEdgeTcpPort"])
        {
            if (fields[key].IsGiven && settings.AvEdgeAddress is null)
            {
                fields[key].Refuse("is a port of avEdgeAddress: give that too.");
            }
        }

        if (settings is { Transports: TransportChoice.Udp, Profile: { Udp: false } profile })
        {
            fields["transport"].Refuse($"a {profile.Name} does not speak SIP over UDP.");
        }
    }
}
