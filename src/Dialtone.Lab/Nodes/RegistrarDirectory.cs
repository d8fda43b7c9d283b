using System.Collections.Immutable;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;

namespace Dialtone.Lab.Nodes;

/// <summary>
/// The users of a SIP domain and the bindings of one pool. All Front Ends of the pool share one: a registration at one
/// is
/// visible at the others. On sockets each Front End runs on a thread of its own, so every call takes the lock.
/// </summary>
/// <param name="domain">The SIP domain.</param>
/// <param name="accounts">Its users.</param>
public sealed class RegistrarDirectory(HostName domain, ImmutableArray<SipAccount> accounts)
{
    /// <summary>The most endpoints of one user; one more drops the oldest (MaxEndpointsPerUser).</summary>
    public const int EndpointsPerUserMax = 8;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, SipAccount> _accounts =
        accounts.ToDictionary(account => account.User, StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, List<Binding>> _bindings = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The SIP domain.</summary>
    public HostName Domain { get; } = domain;

    /// <summary>The users.</summary>
    public ImmutableArray<SipAccount> Accounts { get; } = accounts;

    /// <summary>The user of that name; <c>null</c> where there is none.</summary>
    public SipAccount? Find(string user) => _accounts.GetValueOrDefault(user);

    /// <summary>Makes or renews a binding.</summary>
    public RegisterAction Put(Binding binding, Instant now)
    {
        ArgumentNullException.ThrowIfNull(binding);
        lock (_gate)
        {
            var all = Live(binding.User, now);
            var index = all.FindIndex(known => known.Endpoint == binding.Endpoint);
            if (index < 0)
            {
                if (all.Count == EndpointsPerUserMax)
                {
                    all.RemoveAt(0);
                }

                all.Add(binding);
                return RegisterAction.Added;
            }

            if (IsOutOfOrder(all[index], binding.CallId, binding.CSeq))
            {
                return RegisterAction.OutOfOrder;
            }

            all[index] = binding;
            return RegisterAction.Refreshed;
        }
    }

    /// <summary>Ends an endpoint's binding; one that is gone already counts as ended.</summary>
    public RegisterAction Remove(string user, string endpoint, string callId, uint cseq, Instant now)
    {
        lock (_gate)
        {
            var all = Live(user, now);
            var index = all.FindIndex(known => known.Endpoint == endpoint);
            if (index >= 0 && IsOutOfOrder(all[index], callId, cseq))
            {
                return RegisterAction.OutOfOrder;
            }

            if (index >= 0)
            {
                all.RemoveAt(index);
            }

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

    /// <summary>The bindings of a user that have not expired, oldest first.</summary>
    public ImmutableArray<Binding> BindingsOf(string user, Instant now)
    {
        lock (_gate)
        {
            return [.. Live(user, now)];
        }
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
