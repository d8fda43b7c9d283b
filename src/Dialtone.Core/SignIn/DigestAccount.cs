using System.Runtime.InteropServices;
using Dialtone.Wire.Auth.Digest;

namespace Dialtone.Core.SignIn;

/// <summary>Who signs in by Digest, and what proves it. Shows the name, never the secret.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DigestAccount
{
    /// <summary>A name and its secret.</summary>
    /// <param name="username">
    /// The name as the Registrar knows it: <c>alice</c>, or <c>alice@contoso.example</c>.
    /// </param>
    /// <param name="secret">The password or a stored HA1.</param>
    public DigestAccount(string username, DigestSecret secret) => (Username, Secret) = (username, secret);

    /// <summary>The name as the Registrar knows it.</summary>
    public string Username { get; }

    internal DigestSecret Secret { get; }

    /// <inheritdoc/>
    public override string ToString() => Username;
}
