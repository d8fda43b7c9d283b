using Dialtone.Core.Candidates;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Devices;

/// <summary>A registration that stands: all that a device keeps while it is signed in.</summary>
internal sealed class Registration(
    Candidate candidate, EndPointAddress remote, FlowId channel, RegisterExchange exchange, DeviceTimings timings,
    Instant since, Candidate? primary, TimeSpan timeToLive)
{
    private Instant _requested;
    private RegistrationGrants _grants = RegistrationGrants.None;
    private string? _gruu; // where it is the usual one, nothing is held

    /// <summary>The Registrar.</summary>
    public Candidate Candidate => candidate;

    /// <summary>The address it was reached at.</summary>
    public EndPointAddress Remote => remote;

    /// <summary>The connection to it.</summary>
    public FlowId Channel => channel;

    /// <summary>
    /// The first candidate of the plan, where it failed and this is another; <c>null</c> where this is the first.
    /// </summary>
    public Candidate? Primary { get; private set; } = primary;

    /// <summary>The TTL of the DNS answer that gave the address; zero where none did.</summary>
    public TimeSpan TimeToLive => timeToLive;

    /// <summary>Whether it was made by a fail-back.</summary>
    public bool CameBack { get; set; }

    /// <summary>When it came to stand.</summary>
    public Instant Since => since;

    /// <summary>The conversation, which goes on with every refresh.</summary>
    public RegisterExchange Exchange => exchange;

    /// <summary>Whether a REGISTER is out.</summary>
    public bool Refreshing { get; private set; }

    /// <summary>
    /// Whether the connection may lead nowhere: the Registrar is not to blame where the REGISTER that is out gets no
    /// answer.
    /// </summary>
    public bool IsDoubted { get; private set; }

    /// <summary>When to renew, or when a renewal must have been answered.</summary>
    public Instant Deadline { get; private set; }

    /// <summary>The first server is not tried again while this stands.</summary>
    public void StayHere() => Primary = null;

    /// <summary>How long the request under way has taken so far.</summary>
    public TimeSpan Took(Now now) => now.Monotonic - _requested;

    /// <summary>What the Registrar gave with it last.</summary>
    public RegistrationGrants Grants => _gruu == "" ? _grants : _grants with { Gruu = _gruu ?? exchange.UsualGruu };

    /// <summary>The REGISTER that is out shows by <paramref name="limit"/> whether the connection still leads
    /// anywhere.</summary>
    public void Doubt(Instant limit)
    {
        IsDoubted = true;
        Deadline = limit < Deadline ? limit : Deadline;
    }

    /// <summary>The Registrar has answered something, and has the whole of <paramref name="limit"/> for the
    /// rest.</summary>
    public void Trust(Instant limit)
    {
        if (IsDoubted)
        {
            (IsDoubted, Deadline) = (false, limit);
        }
    }

    /// <summary>The Registrar confirmed it for so long.</summary>
    public void Confirmed(Now now, RegisterStep.Registered registered)
    {
        Refreshing = false;
        var grants = registered.Grants;
        _gruu = grants.Gruu.Length > 0 && grants.Gruu == exchange.UsualGruu ? null : grants.Gruu;
        _grants = grants.Gruu.Length > 0 ? SharedValues.Of(grants with { Gruu = "" }) : grants;
        var expires = registered.Expires;
        var half = expires / 2;
        var margin = timings.RefreshMargin < half ? timings.RefreshMargin : half;
        Deadline = now.Monotonic + (expires - margin);
    }

    /// <summary>A REGISTER goes out and must be answered within <paramref name="limit"/>.</summary>
    public void Requested(Now now, TimeSpan limit)
    {
        if (!Refreshing)
        {
            _requested = now.Monotonic;
        }

        Refreshing = true;
        Deadline = now.Monotonic + limit;
    }
}
