using System.Collections.Immutable;
using Dialtone.Core.Devices;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Exchange.Web;

/// <summary>
/// Proves one user to web servers (RFC 9110 section 11; Negotiate and NTLM, RFC 4559). It proves a connection: a server
/// that was given the proof does not ask again while the connection stands. One request at a time.
/// </summary>
public abstract class WebAuthentication
{
    /// <summary>The scheme that was taken, as people name it; empty before one was.</summary>
    public abstract string Scheme { get; }

    /// <summary>
    /// A request was answered with 401 to which no proof had been added. Forgets what was before.
    /// </summary>
    /// <param name="now">When.</param>
    /// <param name="server">The server's name, of which its service principal is made.</param>
    /// <param name="challenges">The values of WWW-Authenticate, in order.</param>
    /// <param name="effects">For what the host is to be asked.</param>
    public abstract WebProofStep Begin(
        Now now, HostName server, ImmutableArray<string> challenges, List<DeviceEffect> effects);

    /// <summary>The request was answered with 401 again.</summary>
    public abstract WebProofStep Continue(Now now, ImmutableArray<string> challenges, List<DeviceEffect> effects);

    /// <summary>Takes an input that may be the host's answer.</summary>
    /// <returns>What follows; <c>null</c> where the input is not for it.</returns>
    public abstract WebProofStep? Handle(Now now, DeviceInput input);

    /// <summary>
    /// The request was answered with something else than 401: what the server says of itself may be looked at.
    /// </summary>
    /// <param name="challenges">The values of WWW-Authenticate; empty as a rule.</param>
    public virtual void Finish(ImmutableArray<string> challenges)
    {
    }
}
