namespace Dialtone.Lab.Nodes;

/// <summary>What a Front End gives registered endpoints besides their registration.</summary>
/// <param name="Provisioning">Their settings.</param>
/// <param name="RelayAuthentication">The server that requests for its URI are passed on to.</param>
/// <param name="Presence">Contacts and presence; <c>null</c> where there is no such server.</param>
public sealed record RegistrarServices(
    InBandProvisioning Provisioning, RelayAuthentication RelayAuthentication, PresenceDirectory? Presence = null);
