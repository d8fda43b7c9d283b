using Dialtone.Core.Discovery;

namespace Dialtone.Core.Exchange.Dns;

/// <summary>Names a request to a <see cref="DnsResolver"/>.</summary>
/// <param name="Value">The number; not used again by that resolver.</param>
public readonly record struct DnsRequestId(uint Value);

/// <summary>A request has its answer.</summary>
/// <param name="Request">Which request.</param>
/// <param name="Outcome">What came of it.</param>
public readonly record struct DnsAnswered(DnsRequestId Request, DnsOutcome Outcome);
