using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Discovery;

/// <summary>One try of a DNS question at one server.</summary>
/// <param name="Server">The server asked.</param>
/// <param name="Status">What it said, or that it did not.</param>
/// <param name="Took">How long it took.</param>
/// <param name="Detail">The code, fault or offset behind the status, for people; may be empty.</param>
public sealed record DnsTry(EndPointAddress Server, DnsStatus Status, TimeSpan Took, string Detail = "");
