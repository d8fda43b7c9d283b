namespace Dialtone.Core.Net.Security;

/// <summary>
/// Whom a Kerberos ticket is asked for: by password, or by what is in this machine's credential cache.
/// </summary>
public sealed class KerberosLogon
{
    private KerberosLogon(string user, string realm, string? password) =>
        (User, Realm, Password) = (user, realm, password);

    /// <summary>The ticket cache of whoever runs this process.</summary>
    public static KerberosLogon Cache { get; } = new("", "", null);

    /// <summary>The name in the realm; empty for the cache's own.</summary>
    public string User { get; }

    /// <summary>The realm, in upper case; empty for the machine's default.</summary>
    public string Realm { get; }

    /// <summary>The password, a secret for the host alone; <c>null</c> for the cache.</summary>
    public string? Password { get; }

    /// <summary>A user and a password.</summary>
    public static KerberosLogon Of(string user, string realm, string password)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(realm);
        ArgumentNullException.ThrowIfNull(password);
        return new(user, realm.ToUpperInvariant(), password);
    }

    /// <summary>Says whom it is for, never what proves it.</summary>
    public override string ToString() => Password is null ? "ticket cache" : $"{User}@{Realm}";
}
