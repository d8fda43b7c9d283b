using Dialtone.Core.Certificates;

namespace Dialtone.Core.SignIn;

/// <summary>Holds the certificate that proves the user, for as long as the device is on.</summary>
internal sealed class CertificateKeeper
{
    /// <summary>The certificate; <c>null</c> where there is none.</summary>
    public KeptCertificate? Certificate { get; set; }
}
