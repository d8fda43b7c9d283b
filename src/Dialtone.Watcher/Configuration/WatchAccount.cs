using Dialtone.Core.SignIn;

namespace Dialtone.Watcher.Configuration;

/// <summary>Somebody who signs in: one entry of <c>accounts</c>.</summary>
/// <param name="Name">What checks call it.</param>
public sealed record WatchAccount(string Name)
{
    /// <summary>The user's address; <c>null</c> where number and PIN say who it is.</summary>
    public AddressOfRecord? Address { get; init; }

    /// <summary>The login, where it is not the address: <c>CONTOSO\alice</c>; may be empty.</summary>
    public string Login { get; init; } = "";

    /// <summary>The phone number or extension that the PIN belongs to; <c>null</c> where there is none.</summary>
    public string? Number { get; init; }

    /// <summary>Where the password is; <c>null</c> where there is none.</summary>
    public SecretSource? Password { get; init; }

    /// <summary>Where the PIN is; <c>null</c> where there is none.</summary>
    public SecretSource? Pin { get; init; }

    /// <summary>Whether tickets of Kerberos that the system has are used, and no password.</summary>
    public bool UsesTicketCache { get; init; }
}
