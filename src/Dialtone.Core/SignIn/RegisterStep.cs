using System.Collections.Immutable;
using Dialtone.Core.Candidates;
using Dialtone.Core.Exchange.Sip;

namespace Dialtone.Core.SignIn;

/// <summary>What a response to REGISTER means.</summary>
public abstract record RegisterStep
{
    private RegisterStep()
    {
    }

    /// <summary>A provisional response: the final one is still to come.</summary>
    public sealed record Waiting : RegisterStep;

    /// <summary>
    /// What the next request needs is being got: a certificate, a ticket, a step of a handshake.
    /// </summary>
    public sealed record Proving : RegisterStep;

    /// <summary>The same request again, with what the server asked for.</summary>
    /// <param name="Offered">The schemes offered, where it was a challenge.</param>
    /// <param name="Chosen">The one that is answered; empty where it was not a challenge.</param>
    public sealed record SendAgain(ImmutableArray<string> Offered, string Chosen) : RegisterStep;

    /// <summary>The binding stands, or with Expires 0 is gone.</summary>
    /// <param name="Expires">For how long.</param>
    /// <param name="Mechanism">How it was proved; empty where nothing was asked.</param>
    /// <param name="KeepAlive">How the connection is kept alive; <c>null</c> where it is not.</param>
    /// <param name="Grants">What else was given.</param>
    public sealed record Registered(
        TimeSpan Expires, string Mechanism, KeepAlivePace? KeepAlive, RegistrationGrants Grants) : RegisterStep;

    /// <summary>Ask there instead.</summary>
    /// <param name="Status">The status code, 300 to 399.</param>
    /// <param name="Contacts">Where, best first.</param>
    /// <param name="Rejected">Contacts that cannot be used.</param>
    /// <param name="Expires">How long that may be remembered; <c>null</c> where it was not said.</param>
    public sealed record Redirected(
        int Status, ImmutableArray<Candidate> Contacts, ImmutableArray<RejectedCandidate> Rejected, TimeSpan? Expires)
        : RegisterStep;

    /// <summary>It will not be.</summary>
    public sealed record Failed(RegisterFailure Failure) : RegisterStep;
}
