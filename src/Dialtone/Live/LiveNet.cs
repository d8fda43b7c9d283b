using System.Diagnostics;
using System.Net.Sockets;
using Dialtone.Core.Net;
using Dialtone.Live.Http;
using Dialtone.Live.Security;
using Dialtone.Storage;
using Dialtone.Wire.Addresses;

namespace Dialtone.Live;

/// <summary>
/// The network of one live node: performs effects, one method each. Only the driver's thread calls it, so it needs no
/// locks; flows speak to the node through the inbox alone.
/// </summary>
internal sealed class LiveNet(LiveSettings settings, Inbox inbox) : IAsyncDisposable
{
    // UdpFlow, StreamFlow, TcpListenerFlow or TlsDskHandshake, which have only their being closed in common; this
    // object itself where there is nothing to close.
    private readonly Dictionary<FlowId, object> _flows = [];

    // Flows that the node has closed and that still send their last bytes.
    private readonly Queue<Task> _closing = [];
    private readonly OutgoingBytes _outgoing = new();
    private readonly LiveSecurity _security = new(settings, inbox);
    private uint _lastHostId = FlowId.HostFirst - 1;

    /// <summary>
    /// Whether the node is to be told. What comes from a flow that it has closed is dropped here; a flow that ended is
    /// let go, and a connection that was accepted begins.
    /// </summary>
    public bool Admit(Arrival arrival)
    {
        if (arrival.Flow == default)
        {
            return true;
        }

        if (!_flows.ContainsKey(arrival.Flow))
        {
            arrival.Newcomer?.Abandon();
            return false;
        }

        if (arrival.Newcomer is { } newcomer)
        {
            _flows.Add(newcomer.Id, newcomer);
            newcomer.Start();
        }
        else if (EndsItsFlow(arrival.Input))
        {
            Close(arrival.Flow);
        }

        return true;
    }

    /// <summary>Performs one effect.</summary>
    public void Perform(NetEffect effect)
    {
        switch (effect)
        {
            case NetEffect.OpenDatagrams open:
                OpenDatagrams(open);
                break;
            case NetEffect.SendDatagram send:
                SendDatagram(send);
                break;
            case NetEffect.Connect connect:
                Connect(connect);
                break;
            case NetEffect.Write write:
                Write(write);
                break;
            case NetEffect.Close close:
                Close(close.Flow, close.Abort);
                break;
            case NetEffect.Listen listen:
                Listen(listen, serveHttp: null);
                break;
            case NetEffect.Save save:
                Save(save);
                break;
            case NetEffect.SendHttp send:
                Find<StreamFlow>(send.Flow)?.SendHttp(send.Request);
                break;
            case NetEffect.ListenHttp listen:
                Listen(new(listen.Flow, listen.Local, listen.TlsIdentity), Serving());
                break;
            case NetEffect.AnswerHttp answer:
                Find<StreamFlow>(answer.Flow)?.AnswerHttp(answer.Response);
                break;
            default:
                PerformSecurity(effect);
                break;
        }
    }

    private void PerformSecurity(NetEffect effect)
    {
        switch (effect)
        {
            case NetEffect.MakeCertificateRequest make:
                _flows.Add(make.Flow, this);
                _security.MakeRequest(make);
                break;
            case NetEffect.IssueCertificate issue:
                _flows.Add(issue.Flow, this);
                _security.Issue(issue);
                break;
            case NetEffect.BeginTlsDsk begin:
                _flows.Add(begin.Flow, (object?)_security.Begin(begin) ?? this);
                break;
            case NetEffect.AcceptTlsDsk accept:
                _flows.Add(accept.Flow, (object?)_security.Accept(accept) ?? this);
                break;
            case NetEffect.ContinueTlsDsk step when Find<TlsDskHandshake>(step.Flow) is { } handshake:
                _security.Continue(handshake, step);
                break;
            case NetEffect.ContinueTlsDsk:
                break;
            case NetEffect.AskTicket ask:
                _flows.Add(ask.Flow, this);
                _security.Ask(ask);
                break;
            case NetEffect.TakeTicket take:
                _flows.Add(take.Flow, this);
                _security.Take(take);
                break;
            case NetEffect.SaveCertificate save:
                Told(settings.SaveCertificate?.Invoke(save.Bytes));
                break;
            case NetEffect.SaveRoots save:
                Told(settings.SaveRoots?.Invoke(save.Bytes));
                break;
            default:
                throw new UnreachableException($"There is no effect {effect}.");
        }
    }

    /// <summary>Closes every flow and waits until each has sent its last bytes or run out of time.</summary>
    public async ValueTask DisposeAsync()
    {
        // First the inbox: a flow that waits for room in it must not be waited for.
        inbox.Close();
        foreach (var flow in _flows.Keys.ToArray())
        {
            Close(flow);
        }

        _security.Dispose();
        await Task.WhenAll(_closing).ConfigureAwait(false);
    }

    private void OpenDatagrams(NetEffect.OpenDatagrams request)
    {
        var (flow, ended) = UdpFlow.Open(request, inbox);
        Keep(request.Flow, flow, flow?.Local, ended);
    }

    private void SendDatagram(NetEffect.SendDatagram request)
    {
        if (Find<UdpFlow>(request.Flow)?.Send(request.To, request.Bytes.Span) is { } ended)
        {
            inbox.PostUrgent(ended, request.Flow);
        }
    }

    private void Connect(NetEffect.Connect request)
    {
        try
        {
            _flows.Add(request.Flow, StreamFlow.Connect(request, settings.ExtraRoots, inbox, _outgoing, settings.Time));
        }
        catch (SocketException error)
        {
            Keep(request.Flow, flow: null, bound: null, SocketEnds.Ended(request.Flow, error, SocketUse.Connect));
        }
    }

    private void Write(NetEffect.Write request)
    {
        if (Find<StreamFlow>(request.Flow) is { } flow && !flow.Write(request.Bytes.Span))
        {
            const string Detail = "The peer does not read: too many bytes wait for it.";
            inbox.PostUrgent(new NetInput.Ended(request.Flow, ChannelEnd.Failed, Detail), request.Flow);
        }
    }

    private ServeHttp Serving() => settings.ServeHttp
        ?? throw new InvalidOperationException("A node listens for HTTP, and its host has nothing that speaks it.");

    private void Listen(NetEffect.Listen request, ServeHttp? serveHttp)
    {
        var identity = request.TlsIdentity is { } name ? settings.Identities[name] : null;
        var (flow, ended) = TcpListenerFlow.Open(
            request, identity, serveHttp, NextHostId, inbox, _outgoing, settings.Time);
        Keep(request.Flow, flow, flow?.Local, ended);
    }

    private void Save(NetEffect.Save request) => Told(settings.Save?.Invoke(request.Memory));

    private void Told(StorageFault? fault)
    {
        if (fault is not null)
        {
            inbox.PostUrgent(new NetInput.SaveFailed(fault.ToString()));
        }
    }

    private void Close(FlowId id, bool abort = false)
    {
        if (!_flows.Remove(id, out var found))
        {
            return;
        }

        // They end about in the order in which they were closed, and within a time limit.
        while (_closing.TryPeek(out var oldest) && oldest.IsCompleted)
        {
            _ = _closing.Dequeue();
        }

        switch (found)
        {
            case UdpFlow datagrams:
                datagrams.Close();
                _closing.Enqueue(datagrams.Completion);
                break;
            case StreamFlow connection when abort:
                connection.Abort();
                _closing.Enqueue(connection.Completion);
                break;
            case StreamFlow connection:
                connection.Close();
                _closing.Enqueue(connection.Completion);
                break;
            case TcpListenerFlow listener:
                listener.Close();
                _closing.Enqueue(listener.Completion);
                break;
            case TlsDskHandshake handshake:
                handshake.Dispose();
                break;
        }
    }

    // A flow that could not be opened is known all the same until the node has heard so.
    private void Keep(FlowId id, object? flow, EndPointAddress? bound, NetInput.Ended? ended)
    {
        _flows.Add(id, flow ?? this);
        if (ended is not null)
        {
            inbox.PostUrgent(ended, id);
        }
        else if (bound is { } local)
        {
            settings.Bound?.Invoke(id, local);
        }
    }

    // What is answered once ends with its answer.
    private static bool EndsItsFlow(NetInput? input) =>
        input is NetInput.Ended or NetInput.SecurityFailed or NetInput.CertificateRequestMade
            or NetInput.CertificateIssued or NetInput.TicketGiven or NetInput.TicketTaken;

    private T? Find<T>(FlowId id)
        where T : class => _flows.GetValueOrDefault(id) as T;

    // Called by listeners, from any thread.
    private FlowId NextHostId() => new(Interlocked.Increment(ref _lastHostId));
}
