using System.Collections.Immutable;
using Dialtone.Core.Candidates;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Memory;

/// <summary>
/// What a device keeps from its last successful registration (S7, S8, S11). Replaced as a whole, only after a 200 to
/// REGISTER (S5). Holds no secret.
/// </summary>
public sealed record DeviceMemory
{
    /// <summary>Whose memory this is: <c>sip:alice@contoso.example</c>.</summary>
    public required string Account { get; init; }

    /// <summary>Under which profile it was learned: <c>lync-phone</c>.</summary>
    public required string Profile { get; init; }

    /// <summary>
    /// The Registrar last registered with: of the pool, or for a remote device of the access proxy (S7).
    /// </summary>
    public required KnownRegistrar Registrar { get; init => field = SharedValues.Of(value); }

    /// <summary>Its addresses: one behind a hardware load balancer, several with DNS load balancing (S8).</summary>
    public ImmutableArray<IpAddress> RegistrarAddresses { get; init => field = SharedValues.Of(value); } = [];

    /// <summary>
    /// The home of the user: the Registrars that his own side named as primary and backup, first to last. Empty where
    /// nobody named one, and for a remote device, whose Registrar is the access proxy (S7).
    /// </summary>
    public ImmutableArray<RememberedRegistrar> Home { get; init => field = SharedValues.Of(value); } = [];

    /// <summary>Media Relays and their addresses.</summary>
    public ImmutableArray<RememberedRelay> MediaRelays { get; init => field = SharedValues.Of(value); } = [];

    /// <summary>
    /// Every Registrar that registration succeeded with, most recent first (S6). One that was reached over plain TCP,
    /// though TLS might have been used, is not among them.
    /// </summary>
    public ImmutableArray<KnownRegistrar> KnownRegistrars { get; init => field = SharedValues.Of(value); } = [];

    /// <summary>When it was saved, by the device's own clock.</summary>
    public required DateTimeOffset SavedAt { get; init; }

    /// <summary>The home without what was named for a time that is over.</summary>
    /// <param name="date">The date by the device's own clock.</param>
    public ImmutableArray<RememberedRegistrar> HomeAt(DateTimeOffset date) =>
        Home.Any(each => each.Until <= date) ? [.. Home.Where(each => !(each.Until <= date))] : Home;

    /// <summary>The remembered addresses of a Registrar; empty where there are none.</summary>
    public ImmutableArray<IpAddress> AddressesOf(KnownRegistrar registrar)
    {
        var addresses = registrar == Registrar ? RegistrarAddresses
            : Home.FirstOrDefault(each => each.Registrar == registrar)?.Addresses ?? [];
        return addresses.IsDefault ? [] : addresses;
    }
}
