using System.Collections.Immutable;
using Dialtone.Core.Time;

namespace Dialtone.Lab.Nodes;

/// <content>
/// Homes: who is registered here, who is sent to the home pool, and who is taken in while that is lost. They concern
/// devices of Lync's family; any other phone is registered where it comes, as DNS has it (RFC 3263).
/// </content>
public sealed partial class Registrar
{
    /// <summary>How long a user waits that a backup does not take yet, in seconds.</summary>
    private const uint GuestRetrySeconds = 30;

    private enum Standing : byte
    {
        /// <summary>Registered here as everybody is.</summary>
        AtHome,

        /// <summary>Registered here while the home is lost: survivable mode.</summary>
        Guest,

        /// <summary>Redirected.</summary>
        SentHome,

        /// <summary>Told to come again later.</summary>
        Refused,
    }

    private int RouteUser(RegisterRequest request, SipAccount account, in Turn turn)
    {
        if (!Behaviour.RedirectTo.IsDefaultOrEmpty)
        {
            return Redirect(turn, Behaviour.RedirectTo);
        }

        return StandingOf(request, account, turn.Now.Monotonic) switch
        {
            Standing.SentHome => Redirect(turn, WayHome(request, account)),
            Standing.Refused => Refuse(turn, new(503, "Service Unavailable", GuestRetrySeconds)),
            _ => Bind(request, account, turn),
        };
    }

    private Standing StandingOf(RegisterRequest request, SipAccount account, Instant now)
    {
        // Who signs out is let go where the binding is.
        if (!IsAway(account) || IsGoodbye(request) || !(request.IsLync || Settings.IsDirector))
        {
            return Standing.AtHome;
        }

        if (IsBackupOf(account) && TakesGuest(request, account, now))
        {
            return Standing.Guest;
        }

        // A name inside means nothing to a device outside: the Edge is told to come again.
        return IsBackupOf(account) && (Behaviour.RefusesGuests || request.CameThroughProxy)
            ? Standing.Refused
            : Standing.SentHome;
    }

    /// <summary>Whether the user is at home elsewhere.</summary>
    private bool IsAway(SipAccount account) =>
        !Behaviour.ServesEverybody && account.Home is { } home && Directory.Pool is { } pool && home != pool;

    /// <summary>Whether the user is served here as far as calls go, and has no settings and no presence.</summary>
    private bool IsSurvivable(SipAccount account) => IsOnBackup(account) || Behaviour.PresenceIsLost;

    private bool IsOnBackup(SipAccount account) => Behaviour.IsBackup || IsAway(account);

    private bool IsBackupOf(SipAccount account) =>
        account.Home is { } home && Directory.Pair?.BackupOf(home) is { } backup && backup == Directory.Pool;

    private static bool IsGoodbye(RegisterRequest request) =>
        request.IsWildcard || (request.Contacts is [var contact, ..] && (contact.Expires ?? request.Expires) == 0);

    /// <summary>
    /// A client that does not know survivable mode is never taken. One that is here stays until the home has been back
    /// for long enough; another comes only while it is lost.
    /// </summary>
    private bool TakesGuest(RegisterRequest request, SipAccount account, Instant now)
    {
        if (!request.Supported.HasFlag(SipOptionTags.UserServicesState) || account.Home is not { } home
            || Directory.Pair is not { } pair)
        {
            return false;
        }

        return Behaviour.TakesGuests ?? (pair.IsLost(home, now)
            || (!pair.IsBack(home, now) && Directory.BindingsOf(account.User, now).Any(binding =>
                binding.IsGuest && request.Contacts.Any(one => EndpointOf(request, one) == binding.Endpoint))));
    }

    /// <summary>
    /// The home pool, and its backup for a client that can try one after the other (<c>ms-cluster-failover</c>). The
    /// backup itself names the home alone.
    /// </summary>
    private ImmutableArray<string> WayHome(RegisterRequest request, SipAccount account)
    {
        if (account.Home is not { } home)
        {
            return [];
        }

        var first = $"{home}:{Settings.Tls.Port}";
        return request.Supported.HasFlag(SipOptionTags.ClusterFailover) && !IsBackupOf(account)
            && Directory.Pair?.BackupOf(home) is { } backup
            ? [first, $"{backup}:{Settings.Tls.Port}"]
            : [first];
    }
}
