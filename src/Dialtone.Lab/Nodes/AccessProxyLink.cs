using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Sip;

namespace Dialtone.Lab.Nodes;

/// <summary>
/// A client's connection at an access proxy and the connection to a Registrar that belongs to it alone.
/// </summary>
internal sealed class AccessProxyLink(FlowId client, EndPointAddress remote, bool isTls, SipLimits limits) : IDisposable
{
    /// <summary>Requests kept while the way to the Registrar is not there yet; one more ends the connection.</summary>
    public const int WaitingMax = 8;

    public FlowId Client { get; } = client;

    public EndPointAddress Remote { get; } = remote;

    public bool IsTls { get; } = isTls;

    public SipStreamReader FromClient { get; } = new(limits);

    // What a pool answers may be long: the settings of a user.
    public SipStreamReader FromRegistrar { get; } = new(SipLimits.Default);

    /// <summary>The connection to the Registrar; the default value where there is none.</summary>
    public FlowId Registrar { get; set; }

    public bool RegistrarIsReady { get; set; }

    /// <summary>The addresses that are still to be tried, in order.</summary>
    public Queue<(HostName Pool, EndPointAddress Address)> Untried { get; } = new();

    /// <summary>When the address being tried is given up.</summary>
    public Instant? GiveUpAt { get; set; }

    /// <summary>Requests as they came, in order.</summary>
    public Queue<byte[]> Waiting { get; } = new();

    /// <summary>Gives the buffers of both readers back.</summary>
    public void Dispose()
    {
        FromClient.Dispose();
        FromRegistrar.Dispose();
    }
}
