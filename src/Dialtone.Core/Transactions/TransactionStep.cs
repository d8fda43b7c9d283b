namespace Dialtone.Core.Transactions;

/// <summary>The steps of a synthetic transaction, in their order.</summary>
public enum TransactionStep : byte
{
    /// <summary>DHCPINFORM for options 120 and 43; INFORMATION-REQUEST where the profile has a use for it.</summary>
    Dhcp,

    /// <summary>SRV records, or Lyncdiscover.</summary>
    Dns,

    /// <summary>The addresses of the Registrar's name.</summary>
    Resolve,

    /// <summary>TCP to the Registrar.</summary>
    Connect,

    /// <summary>TLS with the Registrar: name, chain and time of its certificate.</summary>
    Tls,

    /// <summary>The Registrar's challenge to REGISTER.</summary>
    Challenge,

    /// <summary>The web ticket.</summary>
    WebTicket,

    /// <summary>The certificate that proves the user.</summary>
    Certificate,

    /// <summary>The proof of the user and the final answer to REGISTER.</summary>
    Register,

    /// <summary>Where the Registrar sent the device to.</summary>
    Redirect,

    /// <summary>Whether the user has everything: presence-state of the 200.</summary>
    PresenceState,

    /// <summary>In-band provisioning.</summary>
    Provision,

    /// <summary>The contact list.</summary>
    Contacts,

    /// <summary>Own presence and that of the contacts.</summary>
    Presence,

    /// <summary>Credentials for Media Relays.</summary>
    RelayCredentials,

    /// <summary>An answer from each Media Relay.</summary>
    RelayReach,

    /// <summary>An allocation on each Media Relay.</summary>
    RelayAllocation,

    /// <summary>REGISTER with Expires 0.</summary>
    SignOut,
}
