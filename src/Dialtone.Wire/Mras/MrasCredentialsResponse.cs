using System.Collections.Immutable;

namespace Dialtone.Wire.Mras;

/// <summary>The answer for one user.</summary>
/// <param name="Id">The name that the asker gave its question.</param>
/// <param name="Credentials">The credentials.</param>
/// <param name="Relays">The relays that they are for; at least one in a conforming answer.</param>
public sealed record MrasCredentialsResponse(
    string Id, MrasCredentials Credentials, ImmutableArray<MediaRelayOffer> Relays);
