using Dialtone.Wire.Auth.Digest;

namespace Dialtone.Core.SignIn;

/// <summary>Who signs in, and what proves it. Shows the name, never the secret.</summary>
/// <param name="username">The name as the Registrar knows it: <c>alice</c>, or <c>alice@contoso.example</c>.</param>
/// <param name="secret">The password or a stored HA1.</param>
public sealed class DigestAccount(string username, DigestSecret secret)
{
    /// <summary>The name as the Registrar knows it.</summary>
    public string Username { get; } = username;

    internal DigestSecret Secret { get; } = secret;

    /// <inheritdoc/>
    public override string ToString() => Username;
}
