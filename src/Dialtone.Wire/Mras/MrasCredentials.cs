namespace Dialtone.Wire.Mras;

/// <summary>
/// What proves a user to a Media Relay: 52 or 56 bytes of a token that serve as user name, and 20 bytes of password.
/// The password is a secret and is never part of a text.
/// </summary>
public sealed class MrasCredentials
{
    private readonly byte[] _username;
    private readonly byte[] _password;

    /// <summary>Credentials that the service gave.</summary>
    /// <param name="username">The user name, as bytes.</param>
    /// <param name="password">The password, as bytes.</param>
    /// <param name="duration">For how long they hold from when they were given.</param>
    /// <param name="realm">The realm that they are for; null where it is not said.</param>
    /// <exception cref="ArgumentException">
    /// The user name or the password is empty, or longer than <see cref="MrasLimits.CredentialBytesMax"/>.
    /// </exception>
    public MrasCredentials(
        ReadOnlySpan<byte> username, ReadOnlySpan<byte> password, TimeSpan duration, string? realm = null)
    {
        if (username.Length is 0 or > MrasLimits.CredentialBytesMax)
        {
            throw new ArgumentException("No user name, or one too long.", nameof(username));
        }

        if (password.Length is 0 or > MrasLimits.CredentialBytesMax)
        {
            throw new ArgumentException("No password, or one too long.", nameof(password));
        }

        _username = username.ToArray();
        _password = password.ToArray();
        Duration = duration;
        Realm = realm;
    }

    /// <summary>The user name, as the USERNAME of a TURN message carries it.</summary>
    public ReadOnlyMemory<byte> Username => _username;

    /// <summary>For how long they hold from when they were given.</summary>
    public TimeSpan Duration { get; }

    /// <summary>The realm that they are for; null where it is not said.</summary>
    public string? Realm { get; }

    /// <summary>The password, for the key of a message.</summary>
    public ReadOnlySpan<byte> Password => _password;

    /// <summary>Says what it is, never what it holds.</summary>
    public override string ToString() => "credentials of a Media Relay (hidden)";
}
