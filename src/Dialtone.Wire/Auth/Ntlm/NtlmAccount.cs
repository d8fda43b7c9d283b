namespace Dialtone.Wire.Auth.Ntlm;

/// <summary>Who is proved by NTLM.</summary>
/// <param name="User">
/// The user, or the whole of a login that names no domain: <c>alice</c>, <c>alice@contoso.example</c>.
/// </param>
/// <param name="Domain">The domain as it was typed; empty where the login names none.</param>
/// <param name="Secret">What proves the user.</param>
public sealed record NtlmAccount(string User, string Domain, NtlmSecret Secret)
{
    /// <summary>10.0 with revision 15 of the protocol; it is looked at for logs alone.</summary>
    internal const ulong SystemVersion = 0x0F00_0000_0000_000A;

    /// <summary>The name of the client's machine, for the server's log.</summary>
    public string Workstation { get; init; } = "";

    /// <summary>The version of the client's system as it stands in a message (MS-NLMP section 2.2.2.10).</summary>
    public ulong Version { get; init; } = SystemVersion;

    /// <summary>Takes a login apart: <c>CONTOSO\alice</c> names a domain, anything else none.</summary>
    public static NtlmAccount Of(string login, NtlmSecret secret)
    {
        ArgumentNullException.ThrowIfNull(login);
        var slash = login.IndexOf('\\', StringComparison.Ordinal);
        return slash < 0 ? new(login, "", secret) : new(login[(slash + 1)..], login[..slash], secret);
    }

    /// <summary>For people.</summary>
    public override string ToString() => Domain.Length == 0 ? User : $"{Domain}\\{User}";
}
