using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Wire.Presence;
using Dialtone.Wire.Provisioning;
using Dialtone.Wire.Sip;

namespace Dialtone.Lab.Nodes;

/// <content>
/// Contacts and presence: subscriptions over the connections of registered endpoints, and what they are told.
/// </content>
public sealed partial class Registrar
{
    /// <summary>The most subscriptions of one connection.</summary>
    public const int SubscriptionsMax = 64;

    /// <summary>The most users that one notification tells of; the rest comes in others behind it.</summary>
    private const int UsersPerNotificationMax = 200;

    private const uint SubscriptionSeconds = 28_800;

    /// <summary>How soon a change is told that was made at another Registrar.</summary>
    private static readonly TimeSpan PresenceLook = TimeSpan.FromSeconds(1);

    private Instant? _presenceLookAt;
    private long _presenceSeen;
    private uint _boundary;

    private PresenceBehaviour Wrong => Behaviour.Presence;

    private static bool IsOfPresence(string package) =>
        package is PresenceEvents.RoamingContacts or PresenceEvents.RoamingSelf or PresenceEvents.Presence;

    /// <summary>SUBSCRIBE to contacts or presence: a new subscription, its refresh, or its end.</summary>
    private int Follow(in Turn turn, SipAccount account, string package, PresenceDirectory presence)
    {
        var refusal = package switch
        {
            PresenceEvents.RoamingContacts => Wrong.ContactsRefusal,
            PresenceEvents.RoamingSelf => Wrong.SelfRefusal,
            _ => Wrong.PresenceRefusal,
        };
        if (refusal is not null)
        {
            return Refuse(turn, refusal);
        }

        if (Wrong.Silent || !_connections.TryGetValue(turn.Origin.Flow, out var connection))
        {
            return 0;
        }

        var callId = Text(SipHeader.CallId);
        var known = connection.Subscriptions.Find(one => one.CallId == callId);
        if (_message.TryGetExpires(out var asked, out _) && asked == 0)
        {
            return Unfollow(turn, connection, package, known);
        }

        var isInDialog = _message.TryGetHeader(SipHeader.To, out var to)
            && SipNameAddress.TryRead(to, out var address, out _) && address.TryGetParameter("tag"u8, out _);
        if (isInDialog && known is null)
        {
            return Refuse(turn, new(481, "Call/Transaction Does Not Exist"));
        }

        var contacts = ImmutableArray<string>.Empty;
        if (package == PresenceEvents.Presence)
        {
            if (!BatchSubscription.TryRead(_message.Body.Span, out var batch, out var fault))
            {
                return ReplyMalformed(turn, $"{fault}");
            }

            contacts = batch.Contacts;
        }
        else if (package == PresenceEvents.RoamingSelf
            && !RoamingRequest.TryRead(_message.Body.Span, out _, out var fault))
        {
            return ReplyMalformed(turn, $"{fault}");
        }

        if (known is null && connection.Subscriptions.Count == SubscriptionsMax)
        {
            return Refuse(turn, new(403, "Too Many Subscriptions"));
        }

        if (!contacts.IsEmpty)
        {
            presence.Follow(account.User, contacts);
        }

        return Follow(turn, connection, account, package, contacts, known, presence);
    }

    private int Follow(
        in Turn turn, SipServerConnection connection, SipAccount account, string package,
        ImmutableArray<string> contacts, PresenceSubscription? known, PresenceDirectory presence)
    {
        var targets = _message.Contacts;
        var target = targets.TryNext(out var contact) && SipUri.TryRead(contact.Uri, out _, out _)
            ? Encoding.UTF8.GetString(contact.Uri) : known?.Target;
        if (target is null)
        {
            // Nobody could be told anything (RFC 6665 section 8.2.1).
            return ReplyMalformed(turn, "Contact");
        }

        if (!TryBegin(turn, 200, "OK"u8))
        {
            return 400;
        }

        var supported = SipOptionTagsReader.Read(_message, SipHeader.Supported);
        if (known is null)
        {
            known = new()
            {
                Account = account,
                Package = package,
                CallId = Text(SipHeader.CallId),
                Target = target,
                From = $"{Text(SipHeader.To)};tag={Encoding.ASCII.GetString(_tag)}",
                To = Text(SipHeader.From),
                ByBeNotify = supported.HasFlag(SipOptionTags.BeNotify)
                    && Wrong.Delivery != ProvisioningDelivery.Notify,
            };
            connection.Subscriptions.Add(known);
        }

        known.Target = target;
        known.Contacts = contacts;
        known.Granted = TimeSpan.FromSeconds(Wrong.Expires ?? SubscriptionSeconds);
        known.EndsAt = turn.Now.Monotonic + known.Granted;
        _presenceLookAt ??= turn.Now.Monotonic + PresenceLook;
        return Tell(turn, connection, known, supported, presence);
    }

    /// <summary>The 200 with the first content, or content behind it.</summary>
    private int Tell(
        in Turn turn, SipServerConnection connection, PresenceSubscription subscription, SipOptionTags supported,
        PresenceDirectory presence)
    {
        var contents = ContentsOf(subscription, presence).ToArray();
        var isInAnswer = Wrong.Delivery == ProvisioningDelivery.InAnswer
            && supported.HasFlag(SipOptionTags.PiggybackFirstNotify);
        _writer.Header(SipHeader.Contact, $"<sip:{Settings.Name}:{Settings.Tls.Port};transport=tls>");
        _writer.Header(SipHeader.Expires, (uint)subscription.Granted.TotalSeconds);
        WriteState(subscription);
        _writer.Header(SipHeader.Supported, "ms-benotify, ms-piggyback-first-notify"u8);
        if (isInAnswer)
        {
            _writer.Header("ms-piggyback-cseq"u8, "1"u8);
            _writer.Header(SipHeader.ContentType, contents[0].Type);
            _ = Finish(turn, 200, contents[0].Body);
        }
        else
        {
            _ = Finish(turn, 200);
        }

        foreach (var (type, body) in contents[(isInAnswer ? 1 : 0)..])
        {
            WriteNotification(connection.Origin, subscription, type, body);
            if (Behaviour.AnswersOneByOne)
            {
                SendOut(turn, TakeWritten());
            }
        }

        return 200;
    }

    /// <summary>All that a subscription is to be told at first, in one document or several.</summary>
    private IEnumerable<(string Type, byte[] Body)> ContentsOf(
        PresenceSubscription subscription, PresenceDirectory presence)
    {
        subscription.Seen = presence.Revision;
        switch (subscription.Package)
        {
            case PresenceEvents.RoamingContacts:
                var list = Misshapen(presence.ListOf(subscription.Account.User));
                subscription.Delta = list.Delta;
                yield return (PresenceContentTypes.RoamingContacts, Cut(list.ToBytes()));
                break;
            case PresenceEvents.RoamingSelf:
                yield return (
                    PresenceContentTypes.RoamingSelf,
                    Cut(presence.SelfOf(subscription.Account.User, 0, Wrong.OmitsContainers).ToBytes()));
                break;
            default:
                foreach (var some in subscription.Contacts.Chunk(UsersPerNotificationMax).DefaultIfEmpty([]))
                {
                    yield return ListOf(subscription, some, presence);
                }

                break;
        }
    }

    private (string Type, byte[] Body) ListOf(
        PresenceSubscription subscription, string[] contacts, PresenceDirectory presence)
    {
        var others = Wrong.Resubscribes ? Directory.Pair?.BackupOf(Directory.Pool ?? default)?.Text ?? "" : "";
        // Whoever was sent there has come with a request to that pool.
        var isSent = others.Length > 0 && !Text(SipHeader.To).Contains(others, StringComparison.OrdinalIgnoreCase);
        var writer = new MultipartWriter(string.Create(CultureInfo.InvariantCulture, $"b{++_boundary:x8}"));
        writer.Write(new RlmiList(presence.AddressOf(subscription.Account.User), 0, IsFull: false,
        [
            .. contacts.Select(contact => isSent
                ? new RlmiResource(contact, RlmiState.Resubscribe, contact, others)
                : new RlmiResource(contact, RlmiState.Active, contact)),
        ]));
        foreach (var contact in isSent ? [] : contacts)
        {
            writer.Write(contact, presence.VisibleOf(contact));
        }

        return (writer.ContentType, Cut(writer.ToBytes()));
    }

    private ContactList Misshapen(ContactList list) => Wrong switch
    {
        { IsMigrated: true } => new() { Delta = list.Delta, IsMigrated = true },
        { Contacts: { } count } => list with
        {
            Contacts =
            [
                .. list.Contacts.Take(count),
                .. Enumerable.Range(1, Math.Max(0, count - list.Contacts.Length)).Select(i => new Contact(
                    string.Create(CultureInfo.InvariantCulture, $"user{i:D4}@{Directory.Domain}"), "", [1])),
            ],
        },
        _ => list,
    };

    private byte[] Cut(byte[] body) => Wrong.Malformed ? body[..(body.Length / 2)] : body;

    private int Unfollow(
        in Turn turn, SipServerConnection connection, string package, PresenceSubscription? subscription)
    {
        if (subscription is not null)
        {
            _ = connection.Subscriptions.Remove(subscription);
        }

        if (!TryBegin(turn, 200, "OK"u8))
        {
            return 400;
        }

        _writer.Header(SipHeader.Expires, 0);
        _writer.Header(SipHeader.Event, package);
        _writer.Header(SipHeader.SubscriptionState, "terminated;expires=0"u8);
        return Finish(turn, 200);
    }

    private void WriteState(PresenceSubscription subscription)
    {
        _writer.Header(SipHeader.Event, subscription.Package);
        _writer.Header(SipHeader.SubscriptionState,
            string.Create(CultureInfo.InvariantCulture, $"active;expires={subscription.Granted.TotalSeconds:0}"));
    }

    private void WriteNotification(in SipOrigin origin, PresenceSubscription subscription, string type, byte[] body)
    {
        var method = subscription.ByBeNotify ? SipMethod.BeNotify : SipMethod.Notify;
        BeginRequest(method, Encoding.UTF8.GetBytes(subscription.Target), origin);
        _writer.Header(SipHeader.From, subscription.From);
        _writer.Header(SipHeader.To, subscription.To);
        _writer.Header(SipHeader.CallId, subscription.CallId);
        _writer.BeginHeader(SipHeader.CSeq)
            .Append(++subscription.CSeq).Append(" "u8).Append(SipMethodNames.NameOf(method)).EndHeader();
        if (subscription.Package == PresenceEvents.Presence)
        {
            _writer.Header(SipHeader.Require, "eventlist"u8);
        }

        WriteState(subscription);
        _writer.Header(SipHeader.ContentType, type);
        EndRequest(origin.Flow, subscription.Account, body);
        Observed.PresenceNotifies++;
    }

    /// <summary>An endpoint has signed out: what it followed and published is gone.</summary>
    private void EndPresence(SipAccount account, in Turn turn)
    {
        if (Settings.Services?.Presence is { } presence)
        {
            presence.Sweep(turn.Now);
            if (_connections.TryGetValue(turn.Origin.Flow, out var connection))
            {
                _ = connection.Subscriptions.RemoveAll(one => one.Account == account);
            }
        }
    }

    /// <summary>Looks at what other Registrars have changed, and at what has come to its time.</summary>
    private void LookAtPresence(Now now)
    {
        if (!(_presenceLookAt <= now.Monotonic) || Settings.Services?.Presence is not { } presence)
        {
            return;
        }

        presence.Sweep(now);
        var left = 0;
        foreach (var connection in _connections.Values)
        {
            _ = connection.Subscriptions.RemoveAll(one => one.EndsAt <= now.Monotonic);
            left += connection.Subscriptions.Count;
        }

        _presenceLookAt = left > 0 ? now.Monotonic + PresenceLook : null;
    }

    /// <summary>Tells every subscription what is new to it.</summary>
    private void TellPresence(Now now, NetEffects effects)
    {
        if (Settings.Services?.Presence is not { } presence || presence.Revision == _presenceSeen)
        {
            return;
        }

        _presenceSeen = presence.Revision;
        if (Behaviour.Silent || Behaviour.SilentAfterAccept || Behaviour.PresenceIsLost || Wrong.Silent)
        {
            return;
        }

        foreach (var connection in _connections.Values)
        {
            foreach (var subscription in connection.Subscriptions)
            {
                foreach (var (type, body) in NewsOf(subscription, presence))
                {
                    var start = _buffer.WrittenCount;
                    WriteNotification(connection.Origin, subscription, type, body);
                    subscription.EndsAt = now.Monotonic + subscription.Granted;
                    _answerStart = _buffer.WrittenCount;
                    Send(connection.Origin, _buffer.WrittenMemory[start..], effects);
                }
            }
        }
    }

    private IEnumerable<(string Type, byte[] Body)> NewsOf(
        PresenceSubscription subscription, PresenceDirectory presence)
    {
        var (user, since) = (subscription.Account.User, subscription.Seen);
        subscription.Seen = presence.Revision;
        switch (subscription.Package)
        {
            case PresenceEvents.RoamingContacts when presence.DeltasSince(user, subscription.Delta) is { } deltas:
                foreach (var delta in deltas)
                {
                    subscription.Delta = delta.Delta;
                    var told = Wrong.SkipsDeltas
                        ? delta with { Delta = delta.Delta + 1, Previous = delta.Delta } : delta;
                    yield return (PresenceContentTypes.RoamingContacts, Cut(told.ToBytes()));
                }

                break;
            case PresenceEvents.RoamingSelf when presence.HasOwnNews(user, since):
                yield return (
                    PresenceContentTypes.RoamingSelf,
                    Cut(presence.SelfOf(user, since, Wrong.OmitsContainers).ToBytes()));
                break;
            case PresenceEvents.Presence:
                foreach (var contact in subscription.Contacts.Where(contact => presence.HasNews(contact, since)))
                {
                    yield return (PresenceContentTypes.Categories, Cut(presence.VisibleOf(contact).ToBytes()));
                }

                break;
            default:
                break;
        }
    }
}
