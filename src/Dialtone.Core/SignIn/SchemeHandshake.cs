using System.Diagnostics;
using Dialtone.Core.Net;
using Dialtone.Core.Time;

namespace Dialtone.Core.SignIn;

/// <summary>
/// The client's side of the handshake of one signing scheme: tokens of the server in, tokens for it out
/// (MS-SIPAE section 3.2), until there is a signer.
/// </summary>
internal abstract class SchemeHandshake
{
    /// <summary>The flow that is open at the host; <c>null</c> without one.</summary>
    public FlowId? Flow { get; protected set; }

    /// <summary>
    /// Whether something has gone out that proves the user: a challenge without a token then says that it was refused.
    /// </summary>
    public bool HasProved { get; protected set; }

    /// <summary>Begins.</summary>
    public abstract HandshakeStep Begin(Now now);

    /// <summary>Takes a token of the server.</summary>
    public abstract HandshakeStep Take(Now now, ReadOnlyMemory<byte> token);

    /// <summary>Takes what the host answers on <see cref="Flow"/>.</summary>
    public virtual HandshakeStep Hear(NetInput input) => throw new UnreachableException("The host was not asked.");

    /// <summary>What a refusal of the host comes to; its flow is no more.</summary>
    protected HandshakeStep.Failed Fail(NetInput.SecurityFailed failed)
    {
        Flow = null;
        return new(SchemeFault.Host, PeerText.Of(failed.Detail)) { Host = failed.Why };
    }
}
