using Dialtone.Core.Net.Security;
using Dialtone.Wire.Auth.Digest;
using Dialtone.Wire.Auth.Ntlm;

namespace Dialtone.Core.SignIn;

/// <summary>
/// Who signs in, and what proves it. Each scheme is handed what it needs of it; shown is the login alone, never what
/// proves it.
/// </summary>
public sealed class UserCredential
{
    private static readonly object OfCache = new();

    // A password as a string, a DigestSecret, a Pin, or OfCache.
    private readonly object _proof;
    private readonly DigestSecret? _digest;

    private UserCredential(string login, object proof, DigestSecret? digest = null) =>
        (Login, _proof, _digest) = (login, proof, digest);

    /// <summary>
    /// The login as it was typed: <c>alice</c>, <c>CONTOSO\alice</c> or <c>alice@contoso.example</c>; of a PIN the
    /// phone number or extension. Empty where none was given: then the sign-in address stands for it.
    /// </summary>
    public string Login { get; }

    /// <summary>What it is.</summary>
    public CredentialKind Kind => _proof switch
    {
        string => CredentialKind.Password,
        DigestSecret => CredentialKind.Ha1,
        PinProof => CredentialKind.Pin,
        _ => CredentialKind.TicketCache,
    };

    /// <summary>By whom a Kerberos ticket is asked for; <c>null</c> where the login names no realm.</summary>
    public KerberosLogon? Kerberos => _proof switch
    {
        string password when TrySplit(out var user, out var realm) => KerberosLogon.Of(user, realm, password),
        string or DigestSecret or PinProof => null,
        _ => KerberosLogon.Cache,
    };

    /// <summary>The password, a secret; <c>null</c> where there is none.</summary>
    internal string? Password => _proof as string;

    /// <summary>The PIN, a secret; <c>null</c> where there is none.</summary>
    internal string? Pin => (_proof as PinProof)?.Value;

    /// <summary>A login and its password.</summary>
    /// <param name="login">The login; empty where the sign-in address stands for it.</param>
    /// <param name="password">The password.</param>
    public static UserCredential FromPassword(string login, string password)
    {
        ArgumentNullException.ThrowIfNull(login);
        ArgumentNullException.ThrowIfNull(password);
        return new(login, password, DigestSecret.FromPassword(password));
    }

    /// <summary>A login and a stored HA1.</summary>
    /// <param name="login">The user name that the HA1 is of.</param>
    /// <param name="algorithm">The algorithm that it is of.</param>
    /// <param name="ha1">The HA1 in hexadecimal (RFC 7616 section 3.4.2).</param>
    /// <exception cref="ArgumentException">It is not a hash of that algorithm.</exception>
    public static UserCredential FromHa1(string login, DigestAlgorithm algorithm, string ha1)
    {
        ArgumentNullException.ThrowIfNull(login);
        var secret = DigestSecret.FromHa1(algorithm, ha1);
        return new(login, secret, secret);
    }

    /// <summary>A phone number or an extension, and its PIN.</summary>
    public static UserCredential FromPin(string number, string pin)
    {
        ArgumentException.ThrowIfNullOrEmpty(number);
        ArgumentNullException.ThrowIfNull(pin);
        return new(number, new PinProof(pin));
    }

    /// <summary>What is in the ticket cache of whoever runs this process.</summary>
    public static UserCredential FromTicketCache() => new("", OfCache);

    /// <summary>What answers Digest; <c>null</c> where nothing does.</summary>
    /// <param name="account">Whose user part is the name where no login was given.</param>
    public DigestAccount? Digest(AddressOfRecord account)
    {
        ArgumentNullException.ThrowIfNull(account);
        return _digest is null ? null : new(Login.Length > 0 ? Login : account.User, _digest);
    }

    /// <summary>What answers NTLM; <c>null</c> where nothing does.</summary>
    /// <param name="account">Which stands for the login where none was given.</param>
    public NtlmAccount? Ntlm(AddressOfRecord account)
    {
        ArgumentNullException.ThrowIfNull(account);
        return Password is not { } password ? null : NtlmAccount.Of(
            Login.Length > 0 ? Login : $"{account.User}@{account.Domain}", NtlmSecret.FromPassword(password));
    }

    /// <summary>Says whom it is for, never what proves it.</summary>
    public override string ToString() => Login.Length > 0 ? Login
        : Kind == CredentialKind.TicketCache ? "ticket cache" : "sign-in address";

    private bool TrySplit(out string user, out string realm)
    {
        var slash = Login.IndexOf('\\', StringComparison.Ordinal);
        var at = Login.LastIndexOf('@');
        (user, realm) = slash > 0 ? (Login[(slash + 1)..], Login[..slash])
            : at > 0 ? (Login[..at], Login[(at + 1)..]) : ("", "");
        return user.Length > 0 && realm.Length > 0;
    }

    private sealed class PinProof(string value)
    {
        public string Value => value;
    }
}
