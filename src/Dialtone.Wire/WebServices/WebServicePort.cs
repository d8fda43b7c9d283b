namespace Dialtone.Wire.WebServices;

/// <summary>One port of a service, as its metadata describe it.</summary>
/// <param name="Name">Its name: <c>CertProvisioningServiceWebTicketProof_SHA1</c>.</param>
/// <param name="Location">Where it is called.</param>
public sealed record WebServicePort(string Name, string Location);
