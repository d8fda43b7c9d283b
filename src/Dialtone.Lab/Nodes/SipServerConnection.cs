using Dialtone.Core.Net;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Sip;

namespace Dialtone.Lab.Nodes;

/// <summary>A connection that a SIP server of the lab accepted.</summary>
internal sealed class SipServerConnection(FlowId flow, EndPointAddress remote, bool isTls, SipLimits limits)
{
    public FlowId Flow { get; } = flow;

    public EndPointAddress Remote { get; } = remote;

    public bool IsTls { get; } = isTls;

    public SipStreamReader Reader { get; } = new(limits);
}
