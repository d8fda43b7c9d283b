using System.Collections.Immutable;
using Dialtone.Core.Journal;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Core.UserServices;
using Dialtone.Wire.Presence;
using Dialtone.Wire.Sip;
using Dialtone.Wire.Xml;

namespace Dialtone.Core.Presence;

/// <content>What is told, and what follows from it.</content>
internal sealed partial class PresenceStage
{
    private const uint FirstAction = 1001;

    // Whom another pool has been asked for, or the contact itself: each once.
    private readonly HashSet<string> _elsewhere = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _acknowledged = new(StringComparer.OrdinalIgnoreCase);
    private uint _action = FirstAction;
    private bool _hasPublished;
    private bool _hasCorrected;
    private bool _hasSetContainers;
    private PublishRequest? _publication;

    private void TakeContent(Now now, PresenceTalk talk, SipMessage message)
    {
        var problem = talk.What switch
        {
            PresenceRequest.ContactList => TakeContacts(now, talk, message),
            PresenceRequest.OwnPresence => TakeOwn(now, message),
            _ => TakePresence(now, message),
        };
        if (problem.Length == 0)
        {
            (talk.IsTold, talk.ContentBy) = (true, null);
        }
        else
        {
            Miss(now, talk, new ServiceFailure { Kind = ServiceFailureKind.Malformed, Reason = PeerText.Of(problem) });
        }
    }

    private string TakeContacts(Now now, PresenceTalk talk, SipMessage message)
    {
        if (ContactList.TryRead(message.Body.Span, out var list, out var fault))
        {
            _book.Take(list);
            journal.Write(new JournalEntry.ContactsReceived(
                now.Monotonic, standing.Candidate, list.Contacts.Length, list.Groups.Length, list.Delta,
                list.IsMigrated, now.Monotonic - talk.Began));
            FollowContacts(now);
            return "";
        }

        if (fault.Kind != XmlFaultKind.WrongRoot || !ContactDelta.TryRead(message.Body.Span, out var delta, out fault))
        {
            return TextOf(fault);
        }

        var isInStep = _book.List is not null && _book.List.TryApply(delta, out list);
        journal.Write(new JournalEntry.ContactsChanged(now.Monotonic, standing.Candidate, delta, isInStep));
        if (isInStep)
        {
            _book.Take(list!);
            FollowContacts(now);
        }
        else if (talk.State == PresenceTalkState.Standing)
        {
            (talk.State, talk.At) = (PresenceTalkState.Waiting, now.Monotonic + OutOfStepPause);
        }

        return "";
    }

    /// <summary>Asks for the presence of every contact that has not been asked for.</summary>
    private void FollowContacts(Now now)
    {
        var asked = _talks.Values.SelectMany(talk => talk.Contacts).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var isBatched = standing.Grants.OffersBatchedPresence;
        foreach (var batch in _book.Followed.Where(contact => !asked.Contains(contact))
            .Chunk(isBatched ? BatchMax : 1))
        {
            var uri = isBatched ? User : $"sip:{batch[0]}";
            if (ServiceExchange.IsPlain(uri))
            {
                _ = Add(
                    now, PresenceRequest.ContactPresence, ForPresence(uri, [.. batch]), [.. batch],
                    isPaced: !isBatched);
            }
        }
    }

    /// <summary>Asks for the presence of whoever is watched besides the contacts.</summary>
    private void Watch(Now now)
    {
        if (settings.Watched is { } watched)
        {
            var uri = standing.Grants.OffersBatchedPresence ? User : watched.Uri;
            _ = Add(
                now, PresenceRequest.ContactPresence, ForPresence(uri, [watched.Address]), [watched.Address]);
        }
    }

    private bool IsWatched(string address) =>
        string.Equals(settings.Watched?.Address, address, StringComparison.OrdinalIgnoreCase);

    private bool Follows(string address) => _book.Follows(address) || IsWatched(address);

    private ServiceRequest ForPresence(string uri, ImmutableArray<string> contacts) => PresenceRequests.ForPresence(
        uri, OwnPublications.AddressOf(settings.Account), _action++, contacts, standing.Grants.OffersBatchedPresence);

    private string TakePresence(Now now, SipMessage message)
    {
        _ = message.TryGetHeader(SipHeader.ContentType, out var type);
        if (!PresenceNotification.TryRead(type, message.Body.Span, out var told, out var fault))
        {
            return $"{fault}";
        }

        foreach (var document in told.Documents)
        {
            if (IsWatched(document.Address))
            {
                journal.Write(new JournalEntry.PresenceNotified(
                    now.Monotonic, standing.Candidate, settings.Watched!.Uri));
            }

            if (_book.TryTake(document) && IsSettled && _book.Find(document.Address) is { } contact)
            {
                journal.Write(new JournalEntry.PresenceChanged(now.Monotonic, contact));
            }
        }

        FollowElsewhere(now, told.Resources);
        return "";
    }

    /// <summary>Contacts whose presence another pool knows are asked for there, those of one pool together.</summary>
    private void FollowElsewhere(Now now, ImmutableArray<RlmiResource> resources)
    {
        var others = resources.Where(resource => resource.State == RlmiState.Resubscribe
            && Follows(resource.Address) && _elsewhere.Add(resource.Address));
        foreach (var pool in others.GroupBy(other => other.Pool, StringComparer.OrdinalIgnoreCase).Take(PoolsMax))
        {
            var size = pool.Key.Length == 0 ? 1 : BatchMax;
            foreach (var batch in pool.Select(other => other.Address).Chunk(size))
            {
                var uri = $"sip:{(size == 1 ? batch[0] : pool.Key)}";
                if (ServiceExchange.IsPlain(uri))
                {
                    _ = Add(
                        now, PresenceRequest.ContactPresence, ForPresence(uri, [.. batch]), [.. batch], isPaced: true);
                }
            }
        }
    }

    private string TakeOwn(Now now, SipMessage message)
    {
        if (!RoamingData.TryRead(message.Body.Span, out var data, out var fault))
        {
            return TextOf(fault);
        }

        TakeOwn(now, data);
        if (!_hasPublished)
        {
            // Now the versions are known.
            _hasPublished = true;
            SetContainers(now, data.Containers ?? []);
            _publication = _own.OfPhone();
            _ = Add(now, PresenceRequest.Publication, PresenceRequests.ForPublication(User, _publication));
        }

        return "";
    }

    private void TakeOwn(Now now, RoamingData data)
    {
        var before = _own.Presence;
        if (data.Categories is { } categories)
        {
            _own.Take(categories);
        }

        if (_own.Presence is { } own && own != before)
        {
            // What others see has come of the publication.
            _ownBy = null;
            if (IsSettled)
            {
                journal.Write(new JournalEntry.OwnPresenceChanged(now.Monotonic, own));
            }
        }

        var news = (data.Subscribers ?? []).Where(one => !one.IsAcknowledged && _acknowledged.Add(one.Address))
            .Select(one => one.Address).ToImmutableArray();
        if (!news.IsEmpty)
        {
            _ = Add(now, PresenceRequest.Subscribers, PresenceRequests.ForSubscribers(User, new(news)));
        }
    }

    /// <summary>Puts the usual members into the containers where nobody has; once.</summary>
    private void SetContainers(Now now, ImmutableArray<PresenceContainer> containers)
    {
        if (_hasSetContainers)
        {
            return;
        }

        _hasSetContainers = true;
        var changes = ImmutableArray.CreateBuilder<ContainerChange>();
        Miss(ContainerNumbers.Colleagues, ContainerMember.SameEnterprise);
        Miss(ContainerNumbers.External, ContainerMember.Federated);
        if (changes.Count > 0)
        {
            _ = Add(now, PresenceRequest.Containers,
                PresenceRequests.ForContainers(User, new(changes.DrainToImmutable())));
        }

        void Miss(uint id, ContainerMember member)
        {
            if (!containers.Any(container => container.Members.Any(one =>
                string.Equals(one.Kind, member.Kind, StringComparison.OrdinalIgnoreCase))))
            {
                changes.Add(new(id, containers.FirstOrDefault(one => one.Id == id)?.Version ?? 0, member));
            }
        }
    }

    /// <summary>A SERVICE was taken.</summary>
    private void TakeServed(Now now, PresenceTalk talk, SipMessage message)
    {
        if (talk.What != PresenceRequest.Publication)
        {
            return;
        }

        journal.Write(new JournalEntry.Published(
            now.Monotonic, standing.Candidate, _publication!, _hasCorrected, now.Monotonic - talk.Began));
        if (!message.Body.IsEmpty && RoamingData.TryRead(message.Body.Span, out var data, out _))
        {
            TakeOwn(now, data);
        }

        // Who is shown already, for another phone, may be shown so still.
        _ownBy = _own.Presence is { Availability: not (Availability.Offline or Availability.Unknown) }
            ? null : now.Monotonic + OwnPresenceWait;
    }

    /// <summary>
    /// A 409: versions that others have raised meanwhile are put right, and the publication is sent again; once.
    /// </summary>
    private bool Correct(Now now, PresenceTalk talk, SipMessage message)
    {
        if (message.StatusCode != 409 || _hasCorrected || _publication is null
            || !PublishFault.TryRead(message.Body.Span, out var fault, out _)
            || fault is not { Code: PublishFault.WrongDelta, Wrong.IsEmpty: false })
        {
            return false;
        }

        _hasCorrected = true;
        _publication = OwnPublications.Corrected(_publication, fault);
        talk.Exchange.Request = PresenceRequests.ForPublication(User, _publication);
        SendSoon(now, talk);
        return true;
    }

    private static string TextOf(XmlFault fault) => $"{new PresenceFault(default, fault)}";
}
