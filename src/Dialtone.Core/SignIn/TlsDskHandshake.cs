using System.Diagnostics;
using Dialtone.Core.Net;
using Dialtone.Core.Net.Security;
using Dialtone.Core.Time;
using Dialtone.Wire.Auth.Signatures;
using Dialtone.Wire.Auth.TlsDsk;

namespace Dialtone.Core.SignIn;

/// <summary>
/// TLS-DSK: a TLS handshake with the user's certificate, whose flights are the tokens. The host does it; what it
/// exports at the end are the keys of the signatures, and the request after that carries a signature alone.
/// </summary>
/// <param name="certificate">What proves the user.</param>
/// <param name="flows">Numbers for flows.</param>
internal sealed class TlsDskHandshake(ClientCertificate certificate, FlowIds flows) : SchemeHandshake
{
    private bool _hasBegun;

    /// <inheritdoc/>
    public override HandshakeStep Begin(Now now)
    {
        var flow = flows.Next();
        Flow = flow;
        return new HandshakeStep.Ask(new NetEffect.BeginTlsDsk(flow, certificate));
    }

    /// <inheritdoc/>
    public override HandshakeStep Take(Now now, ReadOnlyMemory<byte> token) => Flow is { } flow
        ? new HandshakeStep.Ask(new NetEffect.ContinueTlsDsk(flow, token))
        : new HandshakeStep.Failed(SchemeFault.Malformed, "a token after the last");

    /// <inheritdoc/>
    public override HandshakeStep Hear(NetInput input)
    {
        switch (input)
        {
            case NetInput.TlsDskStepped { Result: { } result, Token: var last }:
                HasProved = true;
                return new HandshakeStep.Done(
                    last.IsEmpty ? (ReadOnlyMemory<byte>?)null : last.ToArray(),
                    new TlsDskSigner(result.Keys, SipSide.Client))
                {
                    Detail = PeerText.Of($"{result.Protocol}, {result.CipherSuite}"),
                };
            case NetInput.TlsDskStepped stepped:
                // The first flight names nobody; the second has the certificate and the proof that it is the user's.
                (HasProved, _hasBegun) = (_hasBegun, true);
                return new HandshakeStep.Send(stepped.Token.ToArray());
            case NetInput.SecurityFailed failed:
                return Fail(failed);
            case NetInput.Ended ended:
                Flow = null;
                return new HandshakeStep.Failed(SchemeFault.Host, PeerText.Of(ended.Detail));
            default:
                throw new UnreachableException($"{input.GetType().Name} is no step of a handshake.");
        }
    }
}
