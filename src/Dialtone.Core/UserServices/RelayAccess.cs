using Dialtone.Core.Candidates;
using Dialtone.Core.Time;
using Dialtone.Wire.Mras;

namespace Dialtone.Core.UserServices;

/// <summary>
/// What lets this device use the Media Relays, and for how long. Held by the device alone: neither stored nor written
/// down. It is held for hours, and so in one piece; what devices have in common is one object.
/// </summary>
public sealed class RelayAccess
{
    private readonly byte[] _secrets;
    private readonly RelayService _service;

    /// <summary>Credentials that were granted.</summary>
    /// <param name="credentials">User name and password, both secret.</param>
    /// <param name="mrasUri">Who gave them.</param>
    /// <param name="endsAt">When they lapse.</param>
    public RelayAccess(MrasCredentials credentials, string mrasUri, Instant endsAt)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        _secrets = [.. credentials.Username.Span, .. credentials.Password];
        _service = SharedValues.Of(
            new RelayService(mrasUri, credentials.Realm, credentials.Duration, credentials.Username.Length));
        EndsAt = endsAt;
    }

    /// <summary>User name and password, both secret.</summary>
    public MrasCredentials Credentials => new(
        _secrets.AsSpan(0, _service.UsernameLength), _secrets.AsSpan(_service.UsernameLength), _service.Duration,
        _service.Realm);

    /// <summary>Who gave them: the URI of the Media Relay Authentication Service.</summary>
    public string MrasUri => _service.Uri;

    /// <summary>When they lapse.</summary>
    public Instant EndsAt { get; }

    /// <inheritdoc/>
    public override string ToString() => $"credentials of a Media Relay (hidden) until {EndsAt}";

    /// <summary>What all devices that asked the same service have in common.</summary>
    private sealed record RelayService(string Uri, string? Realm, TimeSpan Duration, int UsernameLength);
}
