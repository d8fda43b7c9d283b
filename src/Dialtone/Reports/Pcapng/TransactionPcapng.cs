using System.Collections.Immutable;
using Dialtone.Core.Trace;
using Dialtone.Core.Transactions;

namespace Dialtone.Reports.Pcapng;

/// <summary>
/// The messages of a transaction as a capture that Wireshark opens (pcapng, draft-ietf-opsawg-pcapng). What was inside
/// TLS stands there as it was inside, so that SIP and HTTP can be read; of each connection the handshake and the end
/// are made from what became of it, and so are the headers of IP, UDP and TCP. Each protocol is at its own port (SIP at
/// 5060, HTTP at 80, DNS at 53), or it would be taken for something else; the comment of a packet names the port where
/// that was another, the step and the finding. Passwords, tickets and keys are not in it.
/// </summary>
public static class TransactionPcapng
{
    /// <summary>What a person should know before such a file is given away.</summary>
    public const string Warning = "it shows what was inside TLS: addresses, names, contacts and settings of the user. "
        + "Passwords, tickets and keys were taken out.";

    /// <summary>Writes a result.</summary>
    /// <param name="result">The result; without messages the capture is empty but for its own comment.</param>
    /// <param name="output">Where to.</param>
    public static void Write(TransactionResult result, Stream output)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(output);
        var writer = new PcapngWriter(output);
        var comments = new PacketComments(result);
        writer.Begin(comments.OfFile());
        var flows = Flows(result.Messages);
        for (var i = 0; i < result.Messages.Length; i++)
        {
            var message = result.Messages[i];
            var flow = flows[message.Flow];
            flow.Comments.AddRange(comments.Of(i, flow));
            foreach (var packet in flow.PacketsOf(message))
            {
                writer.Packet(result.StartedAt + message.At.SinceStart, packet, string.Join('\n', flow.Comments));
                flow.Comments.Clear();
            }
        }
    }

    /// <summary>
    /// Every connection and socket, at the ports that its protocol has. Where the device's own address is not known,
    /// another one of its addresses stands for it.
    /// </summary>
    private static Dictionary<long, PacketFlow> Flows(ImmutableArray<TracedMessage> messages)
    {
        var flows = new Dictionary<long, PacketFlow>();
        var known = messages.Select(message => message.Local).Where(local => !PacketPorts.IsAny(local.Address))
            .ToLookup(local => (local.Address.IsV4, local.Address.IsLoopback), local => local.Address);
        foreach (var ofFlow in messages.GroupBy(message => message.Flow))
        {
            var remote = ofFlow.First().Remote.Address;
            var stand = known[(remote.IsV4, remote.IsLoopback)].FirstOrDefault(PacketPorts.AnyLike(remote));
            flows[ofFlow.Key] = new(PacketPorts.Of([.. ofFlow], stand));
        }

        return flows;
    }
}
