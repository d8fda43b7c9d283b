using System.Collections.Immutable;
using Dialtone.Core.Candidates;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Memory;

/// <summary>Who named a Registrar as one of the user's own.</summary>
public enum RegistrarNaming : byte
{
    /// <summary>A Contact of a 301 that led to a registration (MS-SIPREGE).</summary>
    Redirect,

    /// <summary>In-band provisioning, after a registration (S5).</summary>
    Provisioning,

    /// <summary>P-Preferred-Registrar of a notice that sent the device home.</summary>
    PreferredRegistrar,
}

/// <summary>
/// A Registrar that the user's own side named, primary or backup, with the addresses its name had. Two are equal if all
/// they hold is. Times are kept to the minute, so that devices which learn the same hold one object.
/// </summary>
/// <param name="Registrar">The Registrar, and the way it is reached.</param>
/// <param name="Addresses">Its addresses; empty while its name was never resolved.</param>
/// <param name="LearnedAt">When it was named, by the device's own clock.</param>
/// <param name="NamedBy">Who named it.</param>
/// <param name="Until">
/// To when the naming is believed: a redirect may bound it by its Expires. <c>null</c> for until another takes its
/// place.
/// </param>
public sealed record RememberedRegistrar(
    KnownRegistrar Registrar, ImmutableArray<IpAddress> Addresses, DateTimeOffset LearnedAt, RegistrarNaming NamedBy,
    DateTimeOffset? Until = null)
{
    /// <summary>The Registrar, and the way it is reached.</summary>
    public KnownRegistrar Registrar { get; init => field = SharedValues.Of(value); } = SharedValues.Of(Registrar);

    /// <summary>Its addresses; empty while its name was never resolved.</summary>
    public ImmutableArray<IpAddress> Addresses { get; init => field = SharedValues.Of(value); } =
        SharedValues.Of(Addresses);

    /// <summary>When it was named, to the minute.</summary>
    public DateTimeOffset LearnedAt { get; init => field = WholeMinutes.Of(value); } = WholeMinutes.Of(LearnedAt);

    /// <summary>To when the naming is believed, to the minute.</summary>
    public DateTimeOffset? Until { get; init => field = WholeMinutes.Of(value); } = WholeMinutes.Of(Until);

    /// <inheritdoc/>
    public bool Equals(RememberedRegistrar? other) =>
        other is not null && Registrar == other.Registrar && LearnedAt == other.LearnedAt && NamedBy == other.NamedBy
        && Until == other.Until && Addresses.AsSpan().SequenceEqual(other.Addresses.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Registrar, LearnedAt, NamedBy, Addresses.AsSpan().Length);
}
