using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Certificates;

/// <summary>
/// The certificate provisioning services that gave no certificate, with what each failed of, for as long as one cycle
/// lasts: every Registrar leads to the same few of them, and one that is silent costs its whole time.
/// </summary>
internal sealed class FailedServices
{
    private Dictionary<WebUrl, CertificateFailure>? _failures;

    /// <summary>What a service failed of; <c>null</c> where it did not.</summary>
    public CertificateFailure? Of(WebUrl service) => _failures?.GetValueOrDefault(service);

    /// <summary>A service gave none.</summary>
    public void Add(WebUrl service, CertificateFailure failure) => (_failures ??= [])[service] = failure;
}
