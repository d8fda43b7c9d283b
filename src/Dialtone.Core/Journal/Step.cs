namespace Dialtone.Core.Journal;

/// <summary>The steps from power-on to registered, in their order.</summary>
public enum Step : byte
{
    /// <summary>Power-on: account, profile, memory.</summary>
    Power,

    /// <summary>The addresses that this machine has itself.</summary>
    Network,

    /// <summary>DHCPINFORM for options 120 and 43.</summary>
    Dhcp,

    /// <summary>INFORMATION-REQUEST of DHCPv6 for options 21 and 22.</summary>
    Dhcp6,

    /// <summary>Lyncdiscover, over HTTP and HTTPS.</summary>
    Lyncdiscover,

    /// <summary>DNS SRV questions.</summary>
    Dns,

    /// <summary>The addresses of one name.</summary>
    Resolve,

    /// <summary>TCP connection.</summary>
    Connect,

    /// <summary>TLS handshake and certificate.</summary>
    Tls,

    /// <summary>SIP REGISTER, with its challenges.</summary>
    Register,

    /// <summary>The certificate that proves the user, from the certificate provisioning service.</summary>
    Certificate,

    /// <summary>The proof of the user by a signing scheme, and the signatures after it.</summary>
    Authenticate,

    /// <summary>In-band provisioning: the settings of the user.</summary>
    Provision,

    /// <summary>Media Relays and the credentials for them.</summary>
    Relays,

    /// <summary>The contact list and presence.</summary>
    Contacts,

    /// <summary>What is kept for the next time.</summary>
    Remember,

    /// <summary>Waiting before the next cycle.</summary>
    Wait,

    /// <summary>REGISTER with Expires 0.</summary>
    SignOut,
}
