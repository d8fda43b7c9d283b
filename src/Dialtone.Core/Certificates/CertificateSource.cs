namespace Dialtone.Core.Certificates;

/// <summary>Who named the certificate provisioning service.</summary>
public enum CertificateSource : byte
{
    /// <summary>DHCP option 43.</summary>
    Dhcp,

    /// <summary>The <c>sts-uri</c> of the Registrar's challenge.</summary>
    Challenge,

    /// <summary>Lyncdiscover.</summary>
    Lyncdiscover,

    /// <summary>DNS, which named the Registrar: the service is looked for at its name, on the usual path.</summary>
    Dns,

    /// <summary>The certificate that is kept, which came from there.</summary>
    Kept,

    /// <summary>A person, by hand: no other one is asked.</summary>
    Given,
}
