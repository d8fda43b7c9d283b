using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Certificates;

/// <summary>
/// What is known of where the certificate provisioning service is, in the order in which it is tried.
/// </summary>
/// <param name="Dhcp">The URL of DHCP option 43, as it was given; <c>null</c> where there was none.</param>
/// <param name="StsUri">
/// The <c>sts-uri</c> of the Registrar's challenge, as it was given; <c>null</c> where there was none.
/// </param>
/// <param name="Registrar">The Registrar, whose own name is the last that is tried; may be empty.</param>
public sealed record CertificateSources(string? Dhcp, string? StsUri, HostName Registrar)
{
    /// <summary>
    /// The service that issued the certificate which is to be renewed, and is tried first; <c>null</c> for the first
    /// certificate.
    /// </summary>
    public string? Kept { get; init; }

    /// <summary>
    /// The web server that Lyncdiscover named, where the profile has it; empty where it does not, or none was named.
    /// </summary>
    public HostName Lyncdiscover { get; init; }
}
