using Dialtone.Core.Net;
using Dialtone.Wire.Addresses;

namespace Dialtone.Lab.Nodes;

/// <summary>One port of a server of the lab: opened, closed or opened otherwise, as its behaviour has it.</summary>
internal sealed class ServerPort(EndPointAddress local, ServerProtocol protocol = ServerProtocol.Stream)
{
    private bool _isOpen;

    public FlowId Flow { get; private set; }

    public string? TlsIdentity { get; private set; }

    /// <summary>Makes the port what it is to be; nothing is asked of the host where it is so already.</summary>
    public void Set(bool open, string? tlsIdentity, FlowIds ids, NetEffects effects)
    {
        if (_isOpen && (!open || tlsIdentity != TlsIdentity))
        {
            effects.Add(new NetEffect.Close(Flow));
            _isOpen = false;
        }

        if (open && !_isOpen)
        {
            (Flow, TlsIdentity, _isOpen) = (ids.Next(), tlsIdentity, true);
            effects.Add(protocol switch
            {
                ServerProtocol.Datagrams => new NetEffect.OpenDatagrams(Flow, local),
                ServerProtocol.Http => new NetEffect.ListenHttp(Flow, local, tlsIdentity),
                _ => new NetEffect.Listen(Flow, local, tlsIdentity),
            });
        }
    }

    /// <summary>The host began anew: the port is closed, whatever it was before.</summary>
    public void Forget() => _isOpen = false;

    /// <summary>The host could not open it, or it ended by itself.</summary>
    public bool Failed(FlowId flow)
    {
        var failed = _isOpen && Flow == flow;
        _isOpen &= !failed;
        return failed;
    }
}
