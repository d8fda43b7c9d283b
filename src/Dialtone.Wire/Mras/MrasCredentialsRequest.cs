namespace Dialtone.Wire.Mras;

/// <summary>Asks for the credentials of one user.</summary>
/// <param name="Id">The asker's own name for it, which the answer repeats.</param>
/// <param name="Identity">Whom the credentials are for: a SIP URI.</param>
/// <param name="Location">Where the user is; null asks for the relays of both sides.</param>
/// <param name="Duration">For how long, in whole minutes on the wire; null leaves it to the server.</param>
public sealed record MrasCredentialsRequest(
    string Id, string Identity, MrasLocation? Location = null, TimeSpan? Duration = null);
