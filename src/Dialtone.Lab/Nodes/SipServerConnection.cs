using System.Collections.Immutable;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Sip;

namespace Dialtone.Lab.Nodes;

/// <summary>A connection that a SIP server of the lab accepted.</summary>
internal sealed class SipServerConnection(FlowId flow, EndPointAddress remote, bool isTls, SipLimits limits)
{
    public FlowId Flow => Origin.Flow;

    public SipOrigin Origin { get; } = new(flow, remote, remote, isTls, IsDatagram: false);

    /// <summary>Whether a device of Lync's family has spoken on it.</summary>
    public bool IsLync { get; set; }

    /// <summary>When something was heard on it last.</summary>
    public Instant HeardAt { get; set; }

    /// <summary>Who has proved on it who it is, or is about to, by a scheme that signs.</summary>
    public SecurityAssociations Associations { get; } = new();

    /// <summary>How many requests on it, REGISTER aside, were challenged.</summary>
    public int Challenges { get; set; }

    /// <summary>The endpoints that are registered over it; nearly always one.</summary>
    public ImmutableArray<RegisteredEndpoint> Endpoints { get; set; } = [];

    /// <summary>What its endpoints follow of contacts and presence.</summary>
    public List<PresenceSubscription> Subscriptions { get; } = [];

    /// <summary>The size of the reader's buffer when it was measured last.</summary>
    public int BufferBytes { get; set; }

    public SipStreamReader Reader { get; } = new(limits);
}
