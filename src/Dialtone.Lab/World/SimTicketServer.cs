using Dialtone.Core.Net.Security;

namespace Dialtone.Lab.World;

/// <summary>The key distribution center of a world (RFC 4120), and what is wrong with it.</summary>
public sealed class SimTicketServer
{
    /// <summary>Clocks may be so far apart.</summary>
    public static readonly TimeSpan SkewMax = TimeSpan.FromMinutes(5);

    /// <summary>How long a client tries to reach one that is silent.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Its realm, in upper case.</summary>
    public string Realm { get; set; } = "CONTOSO.EXAMPLE";

    /// <summary>Passwords by the user's name in the realm.</summary>
    public Dictionary<string, string> Users { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The services that it has keys for: <c>sip/fe01.contoso.example</c>.</summary>
    public HashSet<string> Services { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether nothing reaches it.</summary>
    public bool IsSilent { get; set; }

    /// <summary>What it says to everybody; <c>null</c> for what is due to each.</summary>
    public SecurityFault? Refusal { get; set; }

    /// <summary>How long an answer takes.</summary>
    public TimeSpan Latency { get; set; } = TimeSpan.FromMilliseconds(2);

    /// <summary>Why it gives no ticket; <c>null</c> where it gives one.</summary>
    internal (SecurityFault Why, string Detail)? Judge(string service, KerberosLogon logon, SimHost host)
    {
        if (Refusal is { } refusal)
        {
            return (refusal, "The ticket server refuses.");
        }

        if (logon.Password is null)
        {
            return host.TicketOf is null ? (SecurityFault.NoCredential, "No credentials cache found") : JudgeService();
        }

        if (!Users.TryGetValue(logon.User, out var password)
            || !(logon.Realm.Length == 0 || logon.Realm == Realm))
        {
            return (SecurityFault.UserUnknown, "Client not found in Kerberos database");
        }

        return password != logon.Password ? (SecurityFault.CredentialRejected, "Preauthentication failed")
            : JudgeService();

        (SecurityFault, string)? JudgeService() =>
            host.ClockError.Duration() > SkewMax ? (SecurityFault.ClockSkew, "Clock skew too great")
            : !Services.Contains(service) ? (SecurityFault.ServiceUnknown, "Server not found in Kerberos database")
            : null;
    }
}
