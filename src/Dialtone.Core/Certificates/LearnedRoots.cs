using System.Collections.Immutable;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Certificates;

/// <summary>
/// The roots that a device has learned at its first contact with a deployment, over plain HTTP (trust on first use).
/// Nobody vouched for them: they hold for the servers of one SIP domain, and a person may compare their fingerprints.
/// </summary>
/// <param name="Domain">The SIP domain.</param>
/// <param name="From">The service that gave them: its URL.</param>
/// <param name="LearnedAt">When, by this device's clock.</param>
/// <param name="Roots">The roots, at least one.</param>
public sealed record LearnedRoots(
    HostName Domain, string From, DateTimeOffset LearnedAt, ImmutableArray<LearnedRoot> Roots)
{
    /// <summary>The most roots that are taken from a deployment.</summary>
    public const int RootsMax = 8;

    /// <summary>Whether they may be used for a server of that name.</summary>
    public bool HoldFor(HostName server) => server.IsWithin(Domain);
}
