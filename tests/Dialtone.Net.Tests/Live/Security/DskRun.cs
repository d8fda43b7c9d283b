using System.Runtime.CompilerServices;
using Dialtone.Core.Net;
using Dialtone.Core.Net.Security;
using Dialtone.Wire.Auth.TlsDsk;

namespace Dialtone.Net.Tests.Live.Security;

/// <summary>A node that does both sides of a handshake, and carries each one's tokens to the other.</summary>
internal sealed class DskRun
{
    private readonly string _identity;
    private readonly Func<int, byte[], byte[]>? _change;

    /// <param name="proof">What the client shows.</param>
    /// <param name="identity">What the server shows, by name.</param>
    /// <param name="change">What becomes of the token of that number, from 0, on its way.</param>
    public DskRun(ClientCertificate proof, string identity, Func<int, byte[], byte[]>? change)
    {
        (Proof, _identity, _change) = (proof, identity, change);
        Node = new(Act);
        (Client, Server) = (Node.Ids.Next(), Node.Ids.Next());
    }

    public ScriptNode Node { get; }

    public ClientCertificate Proof { get; }

    public FlowId Client { get; }

    public FlowId Server { get; }

    public List<(FlowId From, byte[] Token)> Tokens { get; } = [];

    public NetInput.SecurityFailed Failure => Node.Told.OfType<NetInput.SecurityFailed>().ShouldHaveSingleItem();

    public TlsDskResult Result(FlowId side) => Node.Told.OfType<NetInput.TlsDskStepped>()
        .Single(step => step.Flow == side && step.Result is not null).Result!;

    /// <summary>Both sides' keys, as hexadecimal digits.</summary>
    public static string KeysOf(TlsDskResult result) => Convert.ToHexString(Exported(result.Keys));

    private void Act(ScriptNode node, NetInput input, NetEffects effects)
    {
        switch (input)
        {
            case NetInput.PowerOn:
                effects.Add(new NetEffect.AcceptTlsDsk(Server, _identity));
                effects.Add(new NetEffect.BeginTlsDsk(Client, Proof));
                break;
            case NetInput.TlsDskStepped step:
                Carry(step, effects);
                node.Finished = step.Flow == Client && step.Result is not null;
                break;
            case NetInput.SecurityFailed:
                node.Finished = true;
                break;
        }
    }

    private void Carry(NetInput.TlsDskStepped step, NetEffects effects)
    {
        if (step.Token.IsEmpty)
        {
            return;
        }

        var token = step.Token.ToArray();
        token = _change?.Invoke(Tokens.Count, token) ?? token;
        Tokens.Add((step.Flow, token));
        effects.Add(new NetEffect.ContinueTlsDsk(step.Flow == Client ? Server : Client, token));
    }

    // What a handshake is for; nothing but signers reads it otherwise.
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_exported")]
    private static extern ref byte[] Exported(TlsDskKeys keys);
}
