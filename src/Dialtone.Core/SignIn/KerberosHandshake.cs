using System.Diagnostics;
using Dialtone.Core.Net;
using Dialtone.Core.Net.Security;
using Dialtone.Core.Time;

namespace Dialtone.Core.SignIn;

/// <summary>
/// Kerberos: the ticket that the host gets is the only token. Mutual authentication is not asked for: the server proves
/// itself by its signatures.
/// </summary>
/// <param name="service">The service principal that the server named.</param>
/// <param name="logon">For whom.</param>
/// <param name="flows">Numbers for flows.</param>
internal sealed class KerberosHandshake(string service, KerberosLogon logon, FlowIds flows) : SchemeHandshake
{
    /// <inheritdoc/>
    public override HandshakeStep Begin(Now now)
    {
        var flow = flows.Next();
        Flow = flow;
        return new HandshakeStep.Ask(new NetEffect.AskTicket(flow, service, logon));
    }

    /// <inheritdoc/>
    public override HandshakeStep Take(Now now, ReadOnlyMemory<byte> token) =>
        new HandshakeStep.Failed(SchemeFault.Malformed, "a token where none was asked for");

    /// <inheritdoc/>
    public override HandshakeStep Hear(NetInput input)
    {
        switch (input)
        {
            case NetInput.TicketGiven given:
                (Flow, HasProved) = (null, true);
                return new HandshakeStep.Done(given.Token.ToArray(), given.Signer);
            case NetInput.SecurityFailed failed:
                return Fail(failed);
            default:
                throw new UnreachableException($"{input.GetType().Name} is no answer of a ticket.");
        }
    }
}
