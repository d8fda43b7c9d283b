using System.Collections.Immutable;
using Dialtone.Core.Candidates;
using Dialtone.Core.Memory;
using Dialtone.Core.Profiles;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Devices;

/// <content>What the way to a registration says of the user's home.</content>
public sealed partial class Device
{
    private static KnownRegistrar KnownOf(Candidate candidate) =>
        new(candidate.Host, candidate.Transport, candidate.Port);

    /// <summary>
    /// The home after a registration: as the redirect to it named it, else as it was, for as long as nothing speaks
    /// against it. A device outside has none: its Registrar is the access proxy (S7). Nor has one of standard SIP:
    /// there DNS decides.
    /// </summary>
    private ImmutableArray<RememberedRegistrar> HomeOf(Now now, KnownRegistrar registrar, AttemptStage attempt)
    {
        var grants = _registration!.Grants;
        if (grants.RemoteUser || Settings.Profile.Dialect == SipDialect.Standard)
        {
            return [];
        }

        var home = Memory?.Home ?? [];
        var isPrimary = grants.PresenceState?.IsConnectedToPrimary == true;
        if (attempt.Home is { } named && !IsPartOf(home, named))
        {
            home = HomeOf(now, named);
        }
        else if (isPrimary && !home.Any(each => IsOf(each, registrar, _registration.Remote.Address)))
        {
            // The user has moved, and nobody has said yet where the backup is now.
            return [];
        }

        home = [.. home.Select(each =>
            each.Registrar == registrar ? each with { Addresses = attempt.RegisteredAddresses } : each)];
        var first = isPrimary ? home.FirstOrDefault(each => each.Registrar == registrar) : null;
        return first is null || home[0] == first ? home : [first, .. home.Remove(first)];
    }

    private ImmutableArray<RememberedRegistrar> HomeOf(Now now, NamedHome named) =>
    [
        .. named.Registrars.Take(MemoryLimits.HomeMax).Select(candidate => new RememberedRegistrar(
            KnownOf(candidate), Memory?.AddressesOf(KnownOf(candidate)) ?? [], now.WallClock,
            named.By, named.Expires is { } time ? now.WallClock + time : null)),
    ];

    // A backup that sends its guests home names the primary alone, and does not mean that there is no backup any more.
    private static bool IsPartOf(ImmutableArray<RememberedRegistrar> home, NamedHome named) =>
        named.Registrars is [var only] && home.Any(each => each.Registrar == KnownOf(only));

    // A Front End may be registered with by a name of its own: its address tells whose it is.
    private static bool IsOf(RememberedRegistrar pool, KnownRegistrar registrar, IpAddress address) =>
        pool.Registrar == registrar || pool.Addresses.Contains(address);
}
