namespace Dialtone.Core.Findings;

/// <summary>Who can act on a direction.</summary>
public enum Audience : byte
{
    /// <summary>The person at the phone.</summary>
    User,

    /// <summary>Who runs the test, on the machine at which it runs.</summary>
    Tester,

    /// <summary>Who looks after the Registrars, Web Services and Media Relays.</summary>
    ServerAdministrator,

    /// <summary>Who looks after DHCP, DNS, firewalls and load balancers.</summary>
    NetworkAdministrator,

    /// <summary>Who looks after accounts, passwords and the certificates of the organisation.</summary>
    DirectoryAdministrator,
}
