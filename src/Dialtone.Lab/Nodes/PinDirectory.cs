using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Dialtone.Core.Time;
using Dialtone.Wire.WebServices;

namespace Dialtone.Lab.Nodes;

/// <summary>
/// Whom a phone number or an extension with a PIN proves, and which accounts wrong ones have locked. The Web Services
/// of both pools share one. On sockets each of them runs on a thread of its own, so every call takes the lock.
/// </summary>
/// <param name="accounts">The users.</param>
public sealed class PinDirectory(ImmutableArray<SipAccount> accounts)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Attempts> _attempts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What is demanded.</summary>
    public PinPolicy Policy { get; set; } = new();

    /// <summary>Wrong PINs, ever.</summary>
    public long Wrong { get; private set; }

    /// <summary>
    /// Whom a number and a PIN prove. Those who share a number are told apart by their PINs.
    /// </summary>
    /// <param name="number">A phone number with its plus sign, an extension, or both with <c>;ext=</c>.</param>
    /// <param name="pin">The PIN.</param>
    /// <param name="now">The present moment.</param>
    /// <param name="account">The user, where the PIN is right.</param>
    /// <returns>Why nobody is proved; <c>null</c> where somebody is.</returns>
    public PinReason? Judge(string number, string pin, Instant now, out SipAccount? account)
    {
        lock (_gate)
        {
            account = null;
            if (!Policy.IsOn)
            {
                return PinReason.SwitchedOff;
            }

            ImmutableArray<SipAccount> named = [.. accounts.Where(one => IsNumberOf(one, number))];
            ImmutableArray<SipAccount> proved = [.. named.Where(one => IsPinOf(one, pin))];
            if (named.IsEmpty || proved.Length > 1)
            {
                return named.IsEmpty ? PinReason.UserUnknown : PinReason.NotUnique;
            }

            if (proved is not [var found])
            {
                return Refuse(named, now);
            }

            account = found;
            return AttemptsOf(found).IsLocked(found, now) ? PinReason.Locked
                : found.Disabled ? PinReason.Disabled
                : found.PinExpired ? PinReason.Expired
                : null;
        }
    }

    /// <summary>Whether wrong PINs have locked an account.</summary>
    public bool IsLocked(SipAccount account, Instant now)
    {
        lock (_gate)
        {
            return AttemptsOf(account).IsLocked(account, now);
        }
    }

    /// <summary>An administrator unlocks an account (<c>Unlock-CsClientPin</c>).</summary>
    public void Unlock(SipAccount account)
    {
        lock (_gate)
        {
            _ = _attempts.Remove(account.User);
        }
    }

    private PinReason Refuse(ImmutableArray<SipAccount> named, Instant now)
    {
        Wrong++;
        if (named.All(one => one.Pin is null))
        {
            return PinReason.NotSet;
        }

        // Whose it was to be is not known where several share the number: it counts for each.
        var isLocked = false;
        foreach (var one in named)
        {
            var attempts = AttemptsOf(one);
            isLocked = attempts.IsLocked(one, now);
            if (!isLocked)
            {
                attempts.Count(one, now, Policy);
            }
        }

        return isLocked && named.Length == 1 ? PinReason.Locked : PinReason.Incorrect;
    }

    private Attempts AttemptsOf(SipAccount account)
    {
        if (!_attempts.TryGetValue(account.User, out var attempts))
        {
            _attempts.Add(account.User, attempts = new());
        }

        return attempts;
    }

    private static bool IsNumberOf(SipAccount account, string number)
    {
        var both = number.Split(";ext=", 2, StringSplitOptions.None);
        return both.Length == 2
            ? account.PhoneNumber == both[0] && account.Extension == both[1]
            : number.Length > 0 && (account.PhoneNumber == number || account.Extension == number);
    }

    private static bool IsPinOf(SipAccount account, string pin) => account.Pin is { } known
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(known), Encoding.UTF8.GetBytes(pin));

    /// <summary>Wrong PINs for one account.</summary>
    private sealed class Attempts
    {
        // Of the window alone: no more than the most that it takes to lock.
        private readonly Queue<Instant> _recent = new();
        private Instant? _lockedUntil;
        private int _ever;

        public bool IsLocked(SipAccount account, Instant now) =>
            now < _lockedUntil || _ever >= PinPolicy.GlobalMax(account.Pin?.Length ?? 0);

        public void Count(SipAccount account, Instant now, PinPolicy policy)
        {
            _ever++;
            while (_recent.TryPeek(out var oldest) && now - oldest >= PinPolicy.Window)
            {
                _ = _recent.Dequeue();
            }

            _recent.Enqueue(now);
            if (_recent.Count >= policy.LocalMax(account.Pin?.Length ?? 0))
            {
                _recent.Clear();
                _lockedUntil = now + PinPolicy.LockTime;
            }
        }
    }
}
