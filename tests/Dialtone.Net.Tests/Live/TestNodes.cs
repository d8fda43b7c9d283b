using Dialtone.Core.Net;
using Dialtone.Wire.Addresses;

namespace Dialtone.Net.Tests.Live;

/// <summary>Nodes that more than one test uses.</summary>
internal static class TestNodes
{
    /// <summary>Sends back what it gets, on every connection.</summary>
    public static ScriptNode Echo(string? tlsIdentity = null) => new((node, input, effects) =>
    {
        switch (input)
        {
            case NetInput.PowerOn:
                effects.Add(new NetEffect.Listen(node.Ids.Next(), Runs.AnyPort, tlsIdentity));
                break;
            case NetInput.Received received:
                effects.Add(new NetEffect.Write(received.Flow, received.Bytes));
                break;
        }
    });

    /// <summary>
    /// Connects, says one thing when the connection is ready, and is finished at the first answer or the end.
    /// </summary>
    public static ScriptNode Ask(EndPointAddress to, ReadOnlyMemory<byte> question, TlsRequest? tls = null) =>
        new((node, input, effects) =>
        {
            switch (input)
            {
                case NetInput.PowerOn:
                    effects.Add(new NetEffect.Connect(node.Ids.Next(), to, tls));
                    break;
                case NetInput.Connected connected when tls is null:
                    effects.Add(new NetEffect.Write(connected.Flow, question));
                    break;
                case NetInput.Secured secured:
                    effects.Add(new NetEffect.Write(secured.Flow, question));
                    break;
                case NetInput.Received:
                    node.Finished = node.Bytes.Length >= question.Length;
                    break;
                case NetInput.Ended:
                    node.Finished = true;
                    break;
            }
        });
}
