using Dialtone.Core.Candidates;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Devices;

/// <summary>A registration that stands: all that a device keeps while it is signed in.</summary>
internal sealed class Registration(
    EndPointAddress remote, FlowId channel, RegisterExchange exchange, Instant since, PrimaryServer? primary)
{
    private PrimaryServer? _primary = primary;
    private Instant _requested;
    private Instant _deadline;
    private RegistrationGrants _grants = RegistrationGrants.None;
    private bool _hasUsualGruu; // which is then not held

    /// <summary>The Registrar.</summary>
    public Candidate Candidate => exchange.Registrar;

    /// <summary>The address it was reached at.</summary>
    public EndPointAddress Remote => remote;

    /// <summary>The connection to it.</summary>
    public FlowId Channel => channel;

    /// <summary>
    /// The first candidate of the plan, where it failed and this is another; <c>null</c> where this is the first.
    /// </summary>
    public Candidate? Primary => _primary?.Candidate;

    /// <summary>
    /// Where this is not the first candidate of the plan, the TTL of the DNS answer that gave its address; zero where
    /// none did.
    /// </summary>
    public TimeSpan TimeToLive => _primary?.TimeToLive ?? TimeSpan.Zero;

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
    public Instant Deadline
    {
        get => IsDoubted ? _deadline : exchange.ProvingDeadline ?? _deadline;
        private set => _deadline = value;
    }

    /// <summary>The first server is not tried again while this stands.</summary>
    public void StayHere() => _primary = null;

    /// <summary>How long the request under way has taken so far.</summary>
    public TimeSpan Took(Now now) => now.Monotonic - _requested;

    /// <summary>What the Registrar gave with it last.</summary>
    public RegistrationGrants Grants => _hasUsualGruu ? _grants with { Gruu = exchange.UsualGruu } : _grants;

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
        _hasUsualGruu = grants.Gruu.Length > 0 && grants.Gruu == exchange.UsualGruu;
        _grants = _hasUsualGruu ? SharedValues.Of(grants with { Gruu = "" }) : grants;
        var expires = registered.Expires;
        var half = expires / 2;
        var longest = exchange.Settings.Timings.RefreshMargin;
        var margin = longest < half ? longest : half;
        var renew = now.Monotonic + (expires - margin);
        Deadline = exchange.RenewAt is { } anew && anew < renew ? anew : renew;
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

/// <summary>The first candidate of the plan, for a device that is registered with another.</summary>
/// <param name="Candidate">The candidate.</param>
/// <param name="TimeToLive">The TTL of the DNS answer that led to the other.</param>
internal sealed record PrimaryServer(Candidate Candidate, TimeSpan TimeToLive);
