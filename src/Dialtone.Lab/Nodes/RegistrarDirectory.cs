using System.Collections.Frozen;
using System.Collections.Immutable;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;

namespace Dialtone.Lab.Nodes;

/// <summary>
/// The users of a SIP domain and the bindings of one pool. All Front Ends of the pool share one: a registration at one
/// is visible at the others. On sockets each Front End runs on a thread of its own, so every call takes the lock.
/// </summary>
/// <param name="domain">The SIP domain.</param>
/// <param name="accounts">Its users.</param>
/// <param name="pool">The name of the pool; <c>null</c> where there is only one, and everybody is at home.</param>
/// <param name="pair">The pool and its backup; <c>null</c> where it has none.</param>
public sealed class RegistrarDirectory(
    HostName domain, ImmutableArray<SipAccount> accounts, HostName? pool = null, PoolPair? pair = null)
{
    /// <summary>The most endpoints of one user; one more drops the oldest (MaxEndpointsPerUser).</summary>
    public const int EndpointsPerUserMax = 8;

    /// <summary>The most endpoints that were dropped and have not been told so; one more drops the oldest.</summary>
    public const int EvictedMax = 256;

    private readonly Lock _gate = new();
    private long _evictions;
    private readonly List<Binding> _evicted = [];

    private readonly FrozenDictionary<string, SipAccount> _byUser =
        accounts.ToFrozenDictionary(account => account.User, StringComparer.OrdinalIgnoreCase);

    private readonly Dictionary<string, List<Binding>> _bindings = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The SIP domain.</summary>
    public HostName Domain { get; } = domain;

    /// <summary>The users.</summary>
    public ImmutableArray<SipAccount> Accounts { get; } = accounts;

    /// <summary>The name of the pool; <c>null</c> where there is only one, and everybody is at home.</summary>
    public HostName? Pool { get; } = pool;

    /// <summary>The pool and its backup; <c>null</c> where it has none.</summary>
    public PoolPair? Pair { get; } = pair;

    /// <summary>The user of that name; <c>null</c> where there is none.</summary>
    public SipAccount? Find(string user) => _byUser.GetValueOrDefault(user);

    /// <summary>
    /// Whom the login of NTLM means: the domain and the user of <see cref="SipAccount.NtLogin"/>; or, without a domain,
    /// the SIP address or the user alone. <c>null</c> for nobody.
    /// </summary>
    public SipAccount? FindLogin(string domain, string user)
    {
        foreach (var account in Accounts)
        {
            var (ofDomain, name) = account.NtName;
            var isUser = Same(user, name);
            if (domain.Length > 0 ? isUser && (Same(domain, ofDomain) || Same(domain, Domain.Text))
                : isUser || Same(user, $"{account.User}@{Domain}"))
            {
                return account;
            }
        }

        return null;

        static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>
    /// Whom a principal of Kerberos means, whose realm is the domain's name in upper case: the user of <see
    /// cref="SipAccount.NtLogin"/>. <c>null</c> for nobody.
    /// </summary>
    public SipAccount? FindPrincipal(string principal)
    {
        ArgumentNullException.ThrowIfNull(principal);
        return principal.Split('@') is [var user, var realm] ? FindLogin(realm, user) : null;
    }

    /// <summary>Makes or renews a binding; one that has ended already is removed.</summary>
    public RegisterAction Put(Binding binding, Instant now) => Apply([binding], now);

    /// <summary>
    /// Makes, renews and removes bindings of one user, all of them or, where one is out of order, none (RFC 3261
    /// section 10.3 step 7). A binding that has ended already is removed; one that is gone counts as removed.
    /// </summary>
    /// <returns>What happened to the first.</returns>
    /// <exception cref="ArgumentException"><paramref name="bindings"/> is empty.</exception>
    public RegisterAction Apply(ImmutableArray<Binding> bindings, Instant now)
    {
        if (bindings.IsDefaultOrEmpty)
        {
            throw new ArgumentException("There is nothing to apply.", nameof(bindings));
        }

        lock (_gate)
        {
            var all = Live(bindings[0].User, now);
            foreach (var binding in bindings)
            {
                var known = IndexOf(all, binding.Endpoint);
                if (known >= 0 && IsOutOfOrder(all[known], binding.CallId, binding.CSeq))
                {
                    return RegisterAction.OutOfOrder;
                }
            }

            var first = Apply(all, bindings[0], now);
            foreach (var binding in bindings.AsSpan(1..))
            {
                _ = Apply(all, binding, now);
            }

            return first;
        }
    }

    /// <summary>Removes every binding of a user, or none where one is out of order.</summary>
    public RegisterAction RemoveAll(string user, string callId, uint cseq, Instant now)
    {
        lock (_gate)
        {
            var all = Live(user, now);
            foreach (var known in all)
            {
                if (IsOutOfOrder(known, callId, cseq))
                {
                    return RegisterAction.OutOfOrder;
                }
            }

            all.Clear();
            return RegisterAction.Removed;
        }
    }

    /// <summary>Forgets an endpoint's binding, as a server does that lost its database.</summary>
    public void Lose(string user, string endpoint)
    {
        lock (_gate)
        {
            _ = _bindings.TryGetValue(user, out var all)
                && all.RemoveAll(known => known.Endpoint == endpoint) > 0;
        }
    }

    /// <summary>Forgets every binding.</summary>
    public void LoseAll()
    {
        lock (_gate)
        {
            _bindings.Clear();
        }
    }

    /// <summary>Whether an instance of a user's devices has a binding that has not expired.</summary>
    public bool IsBound(string user, string instance, Instant now)
    {
        lock (_gate)
        {
            if (_bindings.TryGetValue(user, out var all))
            {
                foreach (var binding in all)
                {
                    if (binding.Expires > now
                        && string.Equals(binding.Instance, instance, StringComparison.OrdinalIgnoreCase))
                    {
                        return true;
                    }
                }
            }

            return false;
        }
    }

    /// <summary>The bindings of a user that have not expired, oldest first.</summary>
    public ImmutableArray<Binding> BindingsOf(string user, Instant now)
    {
        lock (_gate)
        {
            return [.. Live(user, now)];
        }
    }

    /// <summary>How many endpoints were dropped for others, ever.</summary>
    public long Evictions => Interlocked.Read(ref _evictions);

    /// <summary>Whether an endpoint that registered from there was dropped for another; says so once.</summary>
    public bool TakeEvicted(string user, string endpoint, EndPointAddress from)
    {
        lock (_gate)
        {
            return _evicted.RemoveAll(one => one.User == user && one.Endpoint == endpoint && one.Address == from) > 0;
        }
    }

    /// <summary>Whether an endpoint of a user has a binding that has not expired.</summary>
    public bool HasEndpoint(string user, string endpoint, Instant now)
    {
        lock (_gate)
        {
            return _bindings.TryGetValue(user, out var all) && IndexOf(all, endpoint) is >= 0 and var known
                && all[known].Expires > now;
        }
    }

    /// <summary>Whether the binding of an endpoint is the one that it made from there.</summary>
    public bool IsBoundFrom(string user, string endpoint, EndPointAddress from)
    {
        lock (_gate)
        {
            return _bindings.TryGetValue(user, out var all) && IndexOf(all, endpoint) is >= 0 and var known
                && all[known].Address == from;
        }
    }

    /// <summary>
    /// Every endpoint of every user is told what the oldest of too many is. Their bindings end as they hear of it.
    /// </summary>
    public void EvictAll()
    {
        lock (_gate)
        {
            foreach (var binding in _bindings.Values.SelectMany(all => all))
            {
                Evict(binding);
            }
        }
    }

    private void Evict(Binding binding)
    {
        if (_evicted.Count == EvictedMax)
        {
            _evicted.RemoveAt(0);
        }

        _evicted.Add(binding);
        _ = Interlocked.Increment(ref _evictions);
    }

    private RegisterAction Apply(List<Binding> all, Binding binding, Instant now)
    {
        var known = IndexOf(all, binding.Endpoint);
        if (binding.Expires <= now)
        {
            if (known >= 0)
            {
                all.RemoveAt(known);
            }

            return RegisterAction.Removed;
        }

        if (known >= 0)
        {
            all[known] = binding;
            return RegisterAction.Refreshed;
        }

        if (all.Count == EndpointsPerUserMax)
        {
            Evict(all[0]);
            all.RemoveAt(0);
        }

        all.Add(binding);
        return RegisterAction.Added;
    }

    private static int IndexOf(List<Binding> all, string endpoint)
    {
        for (var i = 0; i < all.Count; i++)
        {
            if (string.Equals(all[i].Endpoint, endpoint, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool IsOutOfOrder(Binding known, string callId, uint cseq) =>
        known.CallId == callId && cseq <= known.CSeq;

    private List<Binding> Live(string user, Instant now)
    {
        if (!_bindings.TryGetValue(user, out var all))
        {
            // Most users have one endpoint.
            _bindings.Add(user, all = new(1));
        }

        for (var i = all.Count - 1; i >= 0; i--)
        {
            if (all[i].Expires <= now)
            {
                all.RemoveAt(i);
            }
        }

        return all;
    }
}
