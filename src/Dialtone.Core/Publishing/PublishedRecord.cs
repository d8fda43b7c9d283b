using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;

namespace Dialtone.Core.Publishing;

/// <summary>A DNS record to publish.</summary>
/// <param name="Owner">Its name.</param>
/// <param name="Data">Its data, and with it the type.</param>
/// <param name="Use">What it is for.</param>
public sealed record PublishedRecord(HostName Owner, DnsData Data, PublishedUse Use);
