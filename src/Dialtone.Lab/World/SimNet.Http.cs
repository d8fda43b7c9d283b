using System.Text;
using Dialtone.Core.Net;
using Dialtone.Core.Net.Http;

namespace Dialtone.Lab.World;

/// <content>
/// HTTP on connections: whole messages, which share the fate of the bytes that would have carried them.
/// </content>
internal sealed partial class SimNet
{
    /// <summary>What a client is told of an answer that the end of its connection cut short.</summary>
    private const string CutShort = "The connection ended before the response was whole.";

    private const string NotHttp = "The peer says something that is not HTTP.";

    /// <summary>What a request or response line and the end of the head take, in bytes, about.</summary>
    private const int LineBytes = 24;

    /// <summary>What an HTTP server says to bytes that are no request (RFC 9110 section 15.5.1).</summary>
    private static readonly byte[] BadRequest =
        "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray();

    private void SendHttp(SimNode node, NetEffect.SendHttp send)
    {
        if (node.Flows.Find(send.Flow.Value) is not SimStream { Peer: { } peer } client)
        {
            return;
        }

        if (client.HasOpenRequest)
        {
            throw new InvalidOperationException($"{node} sent a second request on {send.Flow} before the answer.");
        }

        (client.IsHttp, client.HasOpenRequest) = (true, true);
        var request = send.Request;
        if (!peer.IsHttp || peer.Mode == StreamMode.AwaitsTls)
        {
            // A server that expects something else reads the request as what it is: bytes.
            Write(node, new(send.Flow, Encoding.ASCII.GetBytes($"{request.Method} {request.Target} HTTP/1.1\r\n")));
            return;
        }

        var body = request.Body.ToArray();
        var head = LineBytes + request.Method.Length + request.Target.Length + request.Host.Length
            + request.Fields.Sum(BytesOf);
        Carry(client, peer, new NetInput.HttpRequested(peer.Id, request with { Body = body }), body, head);
    }

    private void AnswerHttp(SimNode node, NetEffect.AnswerHttp answer)
    {
        if (node.Flows.Find(answer.Flow.Value) is not SimStream { Peer: { } peer } server)
        {
            return;
        }

        if (!server.HasOpenRequest)
        {
            throw new InvalidOperationException($"{node} answered on {answer.Flow} where no request was open.");
        }

        server.HasOpenRequest = false;
        var body = answer.Response.Body.ToArray();
        var head = LineBytes + answer.Response.Fields.Sum(BytesOf);
        Carry(server, peer, new NetInput.HttpAnswered(peer.Id, answer.Response with { Body = body }), body, head);
    }

    /// <summary>Sends a message to an end; it arrives whole, when its last byte does, or not at all.</summary>
    private void Carry(SimStream from, SimStream to, NetInput message, byte[] body, int headBytes)
    {
        var length = headBytes + body.Length;
        var passes = from.Node.Host.ResetsAfterBytes is not { } most || most - from.Written >= length;
        from.Written += length;
        if (!passes || entropy.Chance(world.Weather.StreamReset))
        {
            Enqueue(from, SegmentKind.Reset, null, null, Later());
            Enqueue(to, SegmentKind.Reset, null, null, Later());
        }
        else if (entropy.Chance(world.Weather.HttpCut))
        {
            Enqueue(from, SegmentKind.Fin, null, null, Later());
            Enqueue(to, SegmentKind.Fin, null, null, Later());
        }
        else if (body.Length == 0 || !entropy.Chance(world.Weather.StreamCorrupt) || !Corrupt(from, to, body))
        {
            var held = entropy.Chance(world.Weather.StreamHold)
                ? (long)entropy.Below(200) * TimeSpan.TicksPerMillisecond
                : 0;
            Enqueue(to, SegmentKind.Http, null, message, Later() + held);
        }
    }

    private static int BytesOf(HttpField field) => field.Name.Length + field.Value.Length + 4;

    private void HttpArrives(SimStream end, NetInput message)
    {
        end.HasOpenRequest = message is NetInput.HttpRequested;
        world.Give(end.Node, message);
    }

    /// <summary>
    /// Bytes where HTTP is spoken: a server answers that this is no request; a client has had enough.
    /// </summary>
    private void ForeignDataArrives(SimStream end)
    {
        if (!IsClient(end))
        {
            Enqueue(end.Peer!, SegmentKind.Data, BadRequest, null, Later());
        }

        Enqueue(end.Peer!, SegmentKind.Fin, null, null, Later());
        End(end, ChannelEnd.Failed, world.Ticks, NotHttp);
    }

    private static string DetailOfEnd(SimStream end) => end.HasOpenRequest && IsClient(end) ? CutShort : "";

    private static bool IsClient(SimStream end) => end.Id.Value < FlowId.HostFirst;
}
