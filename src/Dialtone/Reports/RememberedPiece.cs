using System.Collections.Immutable;

namespace Dialtone.Reports;

/// <summary>One piece of what a device remembers, explained.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Values">What is remembered: names and ports, or addresses.</param>
/// <param name="LearnedAt">Since when, by the device's own clock.</param>
/// <param name="LearnedFrom">What it was learned from.</param>
/// <param name="UsedFor">In which case it would be used, and as what.</param>
/// <param name="ForgottenWhen">What would make it go.</param>
public sealed record RememberedPiece(
    RememberedKind Kind, ImmutableArray<string> Values, DateTimeOffset LearnedAt, string LearnedFrom, string UsedFor,
    string ForgottenWhen);

/// <summary>A piece that a device could remember and does not.</summary>
/// <param name="Kind">What it would be.</param>
/// <param name="Consequence">What is lost without it.</param>
/// <param name="Remedy">What makes the device learn it.</param>
public sealed record MissingPiece(RememberedKind Kind, string Consequence, string Remedy);

/// <summary>The pieces of memory.</summary>
public enum RememberedKind
{
    /// <summary>The user's own Registrar, as his side named it (S5).</summary>
    Primary,

    /// <summary>The user's backup Registrar.</summary>
    Backup,

    /// <summary>The Registrar with which a cycle begins where no home is known (S6).</summary>
    KnownRegistrar,

    /// <summary>Further Registrars that registration succeeded with.</summary>
    EarlierRegistrars,

    /// <summary>The addresses of the last Registrar (S8).</summary>
    RegistrarAddresses,

    /// <summary>Media Relays and their addresses (S11).</summary>
    MediaRelays,
}
