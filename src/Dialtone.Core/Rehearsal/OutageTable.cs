using System.Collections.Immutable;
using Dialtone.Core.Candidates;
using Dialtone.Core.Journal;
using Dialtone.Core.Memory;
using Dialtone.Core.Profiles;
using Dialtone.Core.SignIn;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Rehearsal;

/// <summary>
/// Who is who in an observed network: the user's primary and backup pool and the access proxy, and from that the
/// outages that are rehearsed.
/// </summary>
public sealed class OutageTable
{
    /// <summary>The most Front Ends that are rehearsed one by one.</summary>
    public const int FrontEndsMax = 8;

    private readonly ObservedNetwork _observed;
    private readonly ImmutableArray<DeviceMemory> _memories;

    /// <summary>Finds out who is who.</summary>
    /// <param name="observed">What the network has shown.</param>
    /// <param name="profile">The kind of device.</param>
    /// <param name="registered">The registration that was just had; <c>null</c> where there was none.</param>
    /// <param name="memories">What is remembered, the newest first.</param>
    public OutageTable(
        ObservedNetwork observed, DeviceProfile profile, JournalEntry.Registered? registered,
        params ReadOnlySpan<DeviceMemory?> memories)
    {
        ArgumentNullException.ThrowIfNull(observed);
        ArgumentNullException.ThrowIfNull(profile);
        _observed = observed;
        _memories = [.. memories.ToArray().OfType<DeviceMemory>()];
        var home = _memories.Select(memory => memory.Home).FirstOrDefault(each => !each.IsEmpty, []);
        var contacts = observed.Servers.Select(server => server.Answer).OfType<JournalEntry.Redirected>()
            .Select(redirected => redirected.To).FirstOrDefault(to => to.Length > 1, []);
        AccessProxies = [.. observed.Named.Where(each => each.Source == CandidateSource.ExternalSrv)
            .Select(each => each.Host).Distinct()];
        IsRemote = registered?.Grants?.RemoteUser ?? false;
        // A remote device sees its access proxy and nothing of what stands behind it.
        Primary = IsRemote ? null
            : home is [var first, ..] ? first.Registrar.Host
            : contacts is [var named, ..] ? named.Host
            : registered?.Candidate.Host ?? _memories.FirstOrDefault()?.Registrar.Host;
        Backup = IsRemote ? null
            : home is [_, var second, ..] ? second.Registrar.Host
            : contacts is [_, var other, ..] ? other.Host
            : BackupOf(Primary) is { } redirecting ? redirecting
            : profile.Dialect == SipDialect.Standard ? OtherThan(Primary) : null;
    }

    /// <summary>The user's primary pool; <c>null</c> where it cannot be seen.</summary>
    public HostName? Primary { get; }

    /// <summary>The user's backup pool; <c>null</c> where none is known.</summary>
    public HostName? Backup { get; }

    /// <summary>The access proxies that DNS names.</summary>
    public ImmutableArray<HostName> AccessProxies { get; }

    /// <summary>Whether the device stands outside, and registers through an access proxy.</summary>
    public bool IsRemote { get; }

    /// <summary>Every outage, in the order in which they are shown.</summary>
    public ImmutableArray<Outage> Outages => [.. Enum.GetValues<OutageKind>().SelectMany(Of)];

    private IEnumerable<Outage> Of(OutageKind kind) => kind switch
    {
        OutageKind.FrontEnd when AddressesOf(Primary) is [_, _, ..] addresses => addresses.Take(FrontEndsMax)
            .Select(address => new Outage(kind) { Addresses = [address], Others = addresses.Remove(address) }),
        OutageKind.FrontEnd => [],
        OutageKind.Certificate => CertificatesEnd is { } end ? [new(kind) { CertificatesEnd = end }] : [],
        _ => [WholeOf(kind)],
    };

    // Of those that are good now.
    private DateTimeOffset? CertificatesEnd => _observed.Servers.Select(server => server.Handshake)
        .OfType<JournalEntry.Secured>()
        .Where(secured => secured is { Verdict: CertificateVerdict.Good, Facts.Chain.Count: > 0 })
        .Select(secured => (DateTimeOffset?)secured.Facts.Chain[0].NotAfter).Min();

    private Outage WholeOf(OutageKind kind)
    {
        var (primary, backup) = (AddressesOf(Primary), AddressesOf(Backup));
        ImmutableArray<IpAddress> proxies = [.. AccessProxies.SelectMany(proxy => AddressesOf(proxy)).Distinct()];
        return kind switch
        {
            OutageKind.PrimaryPool => new(kind)
            {
                Addresses = primary,
                Primary = primary,
                Backup = backup,
                Proxies = proxies,
                IsSeen = Primary is not null,
            },
            OutageKind.AccessProxy => new(kind) { Addresses = proxies, IsSeen = !AccessProxies.IsEmpty },
            OutageKind.AllButBackup => new(kind)
            {
                Addresses = [.. Everywhere.Except(backup)],
                Primary = primary,
                Backup = backup,
            },
            _ => new(kind),
        };
    }

    private IEnumerable<IpAddress> Everywhere => _observed.Servers.Select(server => server.At.Address)
        .Concat(_observed.Named.SelectMany(named => AddressesOf(named.Host)))
        .Concat(_memories.SelectMany(memory => memory.RegistrarAddresses))
        .Concat(_memories.SelectMany(memory => memory.Home).SelectMany(home => home.Addresses))
        .Distinct();

    // By what DNS says now, and by what is remembered: both lead to the same machines, unless one is out of date.
    private ImmutableArray<IpAddress> AddressesOf(HostName? host) =>
    [
        .. (host is { } name ? _observed.AddressesOf(name)?.Addresses ?? [] : [])
            .Concat(_memories.Where(memory => memory.Registrar.Host == host)
                .SelectMany(memory => memory.RegistrarAddresses))
            .Concat(_memories.SelectMany(memory => memory.Home).Where(home => home.Registrar.Host == host)
                .SelectMany(home => home.Addresses))
            .Distinct(),
    ];

    // Whoever is not the backup names both to a device that can try one after the other; the backup itself names the
    // primary alone.
    private HostName? BackupOf(HostName? primary) => _observed.Servers.Select(server => server.Answer)
        .OfType<JournalEntry.Redirected>()
        .Where(redirected => redirected.To is [var only] && only.Host == primary)
        .Select(redirected => (HostName?)redirected.Candidate.Host).FirstOrDefault();

    private HostName? OtherThan(HostName? primary) => _observed.Named
        .Where(named => named.Source is CandidateSource.Dns or CandidateSource.Dhcp or CandidateSource.Dhcp6
            && named.Address is null && named.Host != primary)
        .Select(named => (HostName?)named.Host).FirstOrDefault();
}
