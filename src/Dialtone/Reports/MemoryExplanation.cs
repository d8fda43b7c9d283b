using System.Collections.Immutable;
using System.Globalization;
using Dialtone.Core.Candidates;
using Dialtone.Core.Devices;
using Dialtone.Core.Memory;
using Dialtone.Core.Profiles;

namespace Dialtone.Reports;

/// <summary>
/// What a device remembers, piece by piece: since when, from which registration, for what each would be used, and what
/// would make it go; and what it could remember and does not.
/// </summary>
/// <param name="Memory">What is remembered.</param>
/// <param name="Pieces">The pieces that are there.</param>
/// <param name="Missing">The pieces that are not.</param>
/// <param name="At">When this was said, by the device's own clock.</param>
public sealed record MemoryExplanation(
    DeviceMemory Memory, ImmutableArray<RememberedPiece> Pieces, ImmutableArray<MissingPiece> Missing,
    DateTimeOffset At)
{
    private const string ReplacedByNext =
        "replaced by the next registration with any Registrar; a failure takes nothing away";

    /// <summary>Explains memory as a profile uses it.</summary>
    public static MemoryExplanation Of(DeviceMemory memory, DeviceProfile profile, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(memory);
        ArgumentNullException.ThrowIfNull(profile);
        var registration = $"the registration with {memory.Registrar.Host} over {Words.Of(memory.Registrar.Transport)}";
        var pieces = ImmutableArray.CreateBuilder<RememberedPiece>();
        var missing = ImmutableArray.CreateBuilder<MissingPiece>();
        var home = profile.KnownFirst ? memory.Home.RemoveAll(each => each.Until <= now) : [];
        AddHome(home, pieces);
        AddKnown(memory, profile, home.IsEmpty, registration, pieces, missing);
        AddAddresses(memory, profile, registration, pieces, missing);
        if (home.Length < 2)
        {
            missing.Add(MissingBackup(profile));
        }

        AddRelays(memory, profile, pieces, missing);
        return new(memory, pieces.ToImmutable(), missing.ToImmutable(), now);
    }

    /// <summary>How long ago something was, or that the clock has been set back since.</summary>
    public static string Age(DateTimeOffset then, DateTimeOffset now)
    {
        var age = now - then;
        return age < TimeSpan.Zero ? "in the future, as this device's clock has it"
            : age < TimeSpan.FromDays(2) ? $"{Words.Of(age)} ago"
            : string.Create(CultureInfo.InvariantCulture, $"{age.TotalDays:0} days ago");
    }

    private static void AddHome(
        ImmutableArray<RememberedRegistrar> home, ImmutableArray<RememberedPiece>.Builder pieces)
    {
        for (var i = 0; i < home.Length; i++)
        {
            var (registrar, isPrimary) = (home[i], i == 0);
            var addresses = registrar.Addresses.IsDefaultOrEmpty ? "never resolved"
                : string.Join(", ", registrar.Addresses);
            pieces.Add(new(
                isPrimary ? RememberedKind.Primary : RememberedKind.Backup,
                [$"{PlaceOf(registrar.Registrar)} ({addresses})"], registrar.LearnedAt,
                Words.Of(registrar.NamedBy),
                isPrimary
                    ? "tried first in every cycle, before DHCP or any SRV record is asked for; at these addresses when "
                        + "its name cannot be looked up"
                    : "tried right after the primary, with calls limited while it holds the user; at these addresses "
                        + "when its name cannot be looked up",
                registrar.Until is { } until
                    ? string.Create(CultureInfo.InvariantCulture, $"believed until {until:yyyy-MM-dd HH:mm} UTC")
                    : "replaced when a redirect, in-band provisioning or a notice names others"));
        }
    }

    private static void AddKnown(
        DeviceMemory memory, DeviceProfile profile, bool isFirst, string registration,
        ImmutableArray<RememberedPiece>.Builder pieces, ImmutableArray<MissingPiece>.Builder missing)
    {
        var known = memory.KnownRegistrars;
        var first = known.IsEmpty || !profile.KnownFirst || !isFirst ? 0 : 1;
        if (first == 1)
        {
            pieces.Add(new(
                RememberedKind.KnownRegistrar, [PlaceOf(known[0])], memory.SavedAt,
                known[0] == memory.Registrar ? registration : "a registration before the last",
                "tried first in every cycle, before DHCP or any SRV record is asked for; should it fail, that cycle "
                    + "ends and discovery begins from scratch",
                ReplacedByNext));
        }
        else if (profile.KnownFirst && isFirst)
        {
            missing.Add(new(
                RememberedKind.KnownRegistrar,
                "the last registration went over plain TCP, which is not to last: every cycle begins with discovery",
                "mend TLS at the Registrar; the next registration over TLS is remembered as the first to try"));
        }

        if (known.Length > first)
        {
            pieces.Add(new(
                RememberedKind.EarlierRegistrars, [.. known[first..].Select(PlaceOf)], memory.SavedAt,
                "registrations with each of them, the latest first",
                profile.KnownFirst
                    ? "a record alone: a cycle begins with what stands above, and then DNS and DHCP decide"
                    : "a record alone: standard SIP lets DNS decide each time where to go",
                $"pushed out when {Device.KnownRegistrarsMax} others have registered the user since"));
        }
    }

    private static void AddAddresses(
        DeviceMemory memory, DeviceProfile profile, string registration,
        ImmutableArray<RememberedPiece>.Builder pieces, ImmutableArray<MissingPiece>.Builder missing)
    {
        if (memory.RegistrarAddresses.IsEmpty)
        {
            missing.Add(new(
                RememberedKind.RegistrarAddresses,
                $"no address of {memory.Registrar.Host} is known: with DNS dead it is out of reach",
                "sign in once while DNS answers for its name"));
            return;
        }

        var also = profile.MemoryAfterEveryFailure ? ", or everything found has failed" : "";
        pieces.Add(new(
            RememberedKind.RegistrarAddresses,
            [.. memory.RegistrarAddresses.Select(address => $"{address} ({PlaceOf(memory.Registrar)})")],
            memory.SavedAt, registration,
            "tried when DNS and DHCP name no Registrar, or no name that they give has an address" + also,
            ReplacedByNext));
    }

    private static MissingPiece MissingBackup(DeviceProfile profile) => new(
        RememberedKind.Backup,
        "no backup Registrar is known: should this one die, only DNS and DHCP can name another",
        profile.Dialect == SipDialect.Lync
            ? "give the user's pool an associated backup pool; its Registrar then names both"
            : "publish a second SRV target: standard SIP finds its backup there each time");

    private static void AddRelays(
        DeviceMemory memory, DeviceProfile profile, ImmutableArray<RememberedPiece>.Builder pieces,
        ImmutableArray<MissingPiece>.Builder missing)
    {
        if (!memory.MediaRelays.IsEmpty)
        {
            pieces.Add(new(
                RememberedKind.MediaRelays,
                [.. memory.MediaRelays.Select(Words.Of)],
                memory.MediaRelays.Max(relay => relay.LearnedAt), "in-band provisioning after a registration",
                "reached at these addresses when their names cannot be looked up",
                "replaced when in-band provisioning names relays again"));
        }
        else if (profile.Dialect == SipDialect.Lync)
        {
            missing.Add(new(
                RememberedKind.MediaRelays,
                "no Media Relay is known: calls through a firewall have no way while nobody names one",
                "give the pool an A/V Edge Server, so that in-band provisioning names it"));
        }
    }

    private static string PlaceOf(KnownRegistrar registrar) => string.Create(
        CultureInfo.InvariantCulture, $"{registrar.Host}:{registrar.Port} over {Words.Of(registrar.Transport)}");
}
