using System.Collections.Immutable;
using Dialtone.Core.Exchange.Dns;
using Dialtone.Core.Profiles;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Publishing;

/// <summary>What is looked for in DNS, and where.</summary>
public sealed record DnsCheckSettings
{
    /// <summary>The most servers that are asked.</summary>
    public const int ServersMax = 16;

    /// <summary>The SIP domain.</summary>
    public required HostName Domain { get; init; }

    /// <summary>The servers; each is asked on its own.</summary>
    public required ImmutableArray<EndPointAddress> Servers { get; init; }

    /// <summary>The pool that SRV records should name; <c>null</c> where any will do.</summary>
    public HostName? ExpectedPool { get; init; }

    /// <summary>Whether this is the view of devices outside, who need the access proxy in place of the pool.</summary>
    public bool FromOutside { get; init; }

    /// <summary>The kind of device that looks.</summary>
    public DeviceProfile Profile { get; init; } = DeviceProfile.LyncPhone;

    /// <summary>How long each server is given.</summary>
    public DnsSettings Dns { get; init; } = new();
}
