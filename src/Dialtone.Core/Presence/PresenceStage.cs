using System.Collections.Immutable;
using Dialtone.Core.Devices;
using Dialtone.Core.Journal;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Core.UserServices;
using Dialtone.Wire.Presence;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.Presence;

/// <summary>
/// Contacts and presence of a user whose phone is registered (S17): follows the contact list and what is the user's
/// own, publishes that the phone is there, follows the presence of the contacts. It lasts as long as the registration,
/// whose end ends everything that the server keeps of it: nothing is withdrawn at a sign-out. Nothing here can end the
/// registration.
/// </summary>
/// <param name="settings">The settings.</param>
/// <param name="standing">The registration.</param>
/// <param name="entropy">When to try again is drawn.</param>
/// <param name="journal">Where it is written down.</param>
internal sealed partial class PresenceStage(
    DeviceSettings settings, Registration standing, IEntropy entropy, IJournal journal)
{
    /// <summary>
    /// The most requests that are out at a time. Of Digest only one: the server's proofs could not be told apart.
    /// </summary>
    public const int InFlightMax = 8;

    /// <summary>
    /// The most contacts of one request. What is told of them has some 600 bytes each, and no server sends without
    /// limit.
    /// </summary>
    public const int BatchMax = 250;

    /// <summary>How many requests a second go to other pools, or to contacts one by one.</summary>
    public const int PacePerSecond = 25;

    /// <summary>The most pools that contacts are asked for at.</summary>
    public const int PoolsMax = 64;

    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1) / PacePerSecond;

    /// <summary>What a server that names no lifetime is taken to grant.</summary>
    private static readonly TimeSpan GrantedDefault = TimeSpan.FromHours(1);

    /// <summary>How long what the server makes of the publication is waited for once that is taken.</summary>
    private static readonly TimeSpan OwnPresenceWait = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How much longer all of it may take than one request: a silence is then told before what is there is shown.
    /// </summary>
    private static readonly TimeSpan SettleMargin = TimeSpan.FromSeconds(5);

    /// <summary>How long a list that is out of step waits until it is asked for anew.</summary>
    private static readonly TimeSpan OutOfStepPause = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, PresenceTalk> _talks = new(StringComparer.Ordinal);
    private readonly ContactBook _book = new();
    private readonly OwnPublications _own = new(settings);
    private Instant _began;
    private Instant _settleBy;
    private Instant _nextPaced;
    private Instant? _ownBy;

    /// <summary>
    /// Whether nothing may be sent: a REGISTER is out, or the one request at a time that Digest allows.
    /// </summary>
    public bool IsHeld { get; set; }

    /// <summary>Whether a REGISTER is needed, since the server has lost the security association.</summary>
    public bool AwaitsAssociation { get; set; }

    /// <summary>Whether what a phone shows after signing in is there, or its time is over.</summary>
    public bool IsSettled { get; private set; }

    /// <summary>When something must have happened; <c>null</c> for never.</summary>
    public Instant? Deadline
    {
        get
        {
            var earliest = IsSettled ? null : Instant.Earlier(_settleBy, _ownBy);
            var isFull = IsHeld || _talks.Values.Count(talk => talk.State == PresenceTalkState.Asked) >= OutMax;
            foreach (var talk in _talks.Values)
            {
                earliest = Instant.Earlier(earliest, talk.ContentBy);
                if (talk.State != PresenceTalkState.Waiting)
                {
                    earliest = Instant.Earlier(earliest, talk.At);
                }
                else if (!isFull)
                {
                    earliest = Instant.Earlier(
                        earliest, talk.IsPaced && _nextPaced > talk.At ? _nextPaced : talk.At);
                }
            }

            return earliest;
        }
    }

    /// <summary>What is known now.</summary>
    public ContactsSnapshot Snapshot => _book.Snapshot(_own);

    private string User => settings.Account.Uri;

    private int OutMax => standing.Exchange.UsesDigest ? 1 : InFlightMax;

    /// <summary>Asks for all that the server offers, at once.</summary>
    public void Begin(Now now)
    {
        _began = now.Monotonic;
        _settleBy = now.Monotonic + settings.Timings.Provisioning + SettleMargin;
        if (standing.Grants.OffersContacts)
        {
            Add(now, PresenceRequest.ContactList, PresenceRequests.ForContacts(User));
        }

        if (standing.Grants.OffersOwnPresence)
        {
            Add(now, PresenceRequest.OwnPresence, PresenceRequests.ForSelf(User));
        }

        Watch(now);
    }

    /// <summary>Takes what has to do with it.</summary>
    public void Handle(Now now, DeviceInput input)
    {
        switch (input)
        {
            case DeviceInput.SipResponse response when response.Channel == standing.Channel:
                OnResponse(now, response.Message);
                break;
            case DeviceInput.SipRequest request when request.Channel == standing.Channel:
                OnRequest(now, request.Message);
                break;
            case DeviceInput.DeadlineReached:
                OnDeadline(now);
                break;
            default:
                break;
        }

        Settle(now);
    }

    /// <summary>Sends what may be sent.</summary>
    public void Send(Now now, List<DeviceEffect> effects)
    {
        var inFlight = _talks.Values.Count(talk => talk.State == PresenceTalkState.Asked);
        foreach (var talk in _talks.Values)
        {
            if (IsHeld || inFlight >= OutMax)
            {
                return;
            }

            if (talk.State != PresenceTalkState.Waiting || talk.At > now.Monotonic
                || (talk.IsPaced && _nextPaced > now.Monotonic))
            {
                continue;
            }

            _nextPaced = talk.IsPaced ? now.Monotonic + Pace : _nextPaced;
            inFlight++;
            talk.State = PresenceTalkState.Asked;
            talk.Began = now.Monotonic;
            talk.At = now.Monotonic + settings.Timings.Provisioning;
            effects.Add(new DeviceEffect.SendSip(standing.Channel, talk.Exchange.Write()));
        }
    }

    private PresenceTalk Add(
        Now now, PresenceRequest what, ServiceRequest request, ImmutableArray<string> contacts = default,
        bool isPaced = false, bool isSecond = false, TimeSpan after = default)
    {
        var exchange = new ServiceExchange(standing.Exchange, standing.Grants.Gruu, request);
        var talk = new PresenceTalk(exchange, what, now.Monotonic + after)
        {
            Contacts = contacts.IsDefault ? [] : contacts,
            IsPaced = isPaced,
            IsSecond = isSecond,
            // What is tried again later is not waited for.
            IsTold = after > TimeSpan.Zero,
        };
        _talks.Add(exchange.Key, talk);
        return talk;
    }

    private void OnResponse(Now now, SipMessage message)
    {
        if (Find(message) is not { State: PresenceTalkState.Asked } talk)
        {
            return;
        }

        switch (talk.Exchange.Read(message))
        {
            case ServiceStep.SendAgain again:
                journal.Write(new JournalEntry.Challenged(
                    now.Monotonic, standing.Candidate, again.Offered, again.Chosen));
                SendSoon(now, talk);
                break;
            case ServiceStep.SendPlainer:
                SendSoon(now, talk);
                break;
            case ServiceStep.AssociationLost:
                // Sent again when a REGISTER has made another.
                AwaitsAssociation = true;
                SendSoon(now, talk);
                break;
            case ServiceStep.Answered when talk.IsSubscription:
                Stand(now, talk, message);
                break;
            case ServiceStep.Answered:
                _ = _talks.Remove(talk.Exchange.Key);
                TakeServed(now, talk, message);
                break;
            case ServiceStep.Failed when talk.What == PresenceRequest.Publication && Correct(now, talk, message):
                break;
            case ServiceStep.Failed failed:
                Fail(now, talk, failed.Failure);
                break;
            default:
                break;
        }
    }

    private static void SendSoon(Now now, PresenceTalk talk) =>
        (talk.State, talk.At) = (PresenceTalkState.Waiting, now.Monotonic);

    /// <summary>The subscription stands; its first content is in the response, or comes behind it.</summary>
    private void Stand(Now now, PresenceTalk talk, SipMessage message)
    {
        (talk.State, talk.IsStale) = (PresenceTalkState.Standing, false);
        talk.Granted = GrantedBy(message) ?? GrantedDefault;
        talk.At = now.Monotonic + RefreshAfter(talk.Granted);
        if (!message.Body.IsEmpty)
        {
            TakeContent(now, talk, message);
        }
        else if (!talk.IsTold)
        {
            talk.ContentBy = talk.Began + settings.Timings.Provisioning;
        }
    }

    /// <summary>A notice. It restarts the time of its subscription, whether that was asked for or not.</summary>
    private void OnRequest(Now now, SipMessage message)
    {
        if (Find(message) is not { IsSubscription: true } talk)
        {
            return;
        }

        var isOver = message.TryGetHeader(SipHeader.SubscriptionState, out var state)
            && System.Text.Ascii.EqualsIgnoreCase(WordOf(state), "terminated"u8);
        if (talk is { State: PresenceTalkState.Standing, IsStale: false })
        {
            talk.Granted = GrantedBy(message) ?? talk.Granted;
            talk.At = now.Monotonic + RefreshAfter(talk.Granted);
        }

        if (!message.Body.IsEmpty)
        {
            TakeContent(now, talk, message);
        }

        if (isOver && _talks.ContainsKey(talk.Exchange.Key))
        {
            Fail(now, talk, new ServiceFailure { Kind = ServiceFailureKind.Ended });
        }
    }

    private void OnDeadline(Now now)
    {
        foreach (var talk in _talks.Values.ToArray())
        {
            if (talk.ContentBy <= now.Monotonic)
            {
                Miss(now, talk, new ServiceFailure { Kind = ServiceFailureKind.NoContent });
            }

            if (talk.State == PresenceTalkState.Asked && talk.At <= now.Monotonic)
            {
                Fail(now, talk, new ServiceFailure { Kind = ServiceFailureKind.NoAnswer });
            }
            else if (talk.State == PresenceTalkState.Standing && talk.At <= now.Monotonic)
            {
                Refresh(now, talk);
            }
        }
    }

    // Who is no contact any more is left out; one that is about nobody any more ends by itself.
    private void Refresh(Now now, PresenceTalk talk)
    {
        if (talk.What == PresenceRequest.ContactPresence && talk.Contacts.Any(contact => !Follows(contact)))
        {
            talk.Contacts = [.. talk.Contacts.Where(Follows)];
            if (talk.Contacts.IsEmpty)
            {
                _ = _talks.Remove(talk.Exchange.Key);
                return;
            }

            talk.Exchange.Request = ForPresence(talk.Exchange.Request.Uri, talk.Contacts);
        }

        SendSoon(now, talk);
    }

    private void Fail(Now now, PresenceTalk talk, ServiceFailure failure)
    {
        _ = _talks.Remove(talk.Exchange.Key);
        Tell(now, talk, failure);
        if (!talk.IsSubscription)
        {
            return;
        }

        // The server has lost the dialog: a new one is made, once at once. Whatever else it was may be mended later.
        var isLost = failure.Status == 481;
        _ = Add(
            now, talk.What, talk.Exchange.Request, talk.Contacts, talk.IsPaced, isLost,
            isLost && !talk.IsSecond ? OutOfStepPause : DrawRetry());
    }

    // Half to the whole of it: a building is not back in one second.
    private TimeSpan DrawRetry()
    {
        var half = settings.Timings.ProvisioningRetry / 2;
        return half + TimeSpan.FromMilliseconds(entropy.Below((uint)half.TotalMilliseconds + 1));
    }

    /// <summary>What came could not be read, or nothing came: the subscription is refreshed sooner.</summary>
    private void Miss(Now now, PresenceTalk talk, ServiceFailure failure)
    {
        (talk.IsTold, talk.ContentBy) = (true, null);
        Tell(now, talk, failure);
        var again = now.Monotonic + DrawRetry();
        if (talk.State == PresenceTalkState.Standing && again < talk.At)
        {
            (talk.IsStale, talk.At) = (true, again);
        }
    }

    private void Tell(Now now, PresenceTalk talk, ServiceFailure failure) =>
        journal.Write(new JournalEntry.PresenceFailed(
            now.Monotonic, standing.Candidate, talk.What, failure, now.Monotonic - talk.Began));

    /// <summary>Sees whether all that a phone shows is there.</summary>
    private void Settle(Now now)
    {
        if (IsSettled)
        {
            return;
        }

        _ownBy = _ownBy <= now.Monotonic ? null : _ownBy;
        var isOver = _settleBy <= now.Monotonic;
        if (!isOver && (_ownBy is not null || _talks.Values.Any(IsAwaited)))
        {
            return;
        }

        (IsSettled, _ownBy) = (true, null);
        journal.Write(new JournalEntry.ContactsShown(
            now.Monotonic, standing.Candidate, Snapshot, now.Monotonic - _began));
    }

    private static bool IsAwaited(PresenceTalk talk) =>
        talk is { IsTold: false, State: not PresenceTalkState.Standing } or { IsTold: false, ContentBy: not null };

    private PresenceTalk? Find(SipMessage message) =>
        message.TryGetCallId(out var callId, out _)
            ? _talks.GetValueOrDefault(System.Text.Encoding.UTF8.GetString(callId)) : null;

    private TimeSpan RefreshAfter(TimeSpan granted)
    {
        var half = granted / 2;
        return granted - (settings.Timings.RefreshMargin < half ? settings.Timings.RefreshMargin : half);
    }

    /// <summary>How long a subscription is to last from now on; <c>null</c> where nothing is said of it.</summary>
    private static TimeSpan? GrantedBy(SipMessage message)
    {
        uint? seconds = message.TryGetExpires(out var expires, out _) ? expires : null;
        if (message.TryGetHeader(SipHeader.SubscriptionState, out var state))
        {
            var parameters = new SipParameterReader(state);
            while (parameters.TryNext(out var parameter))
            {
                if (parameter.Is("expires"u8)
                    && System.Buffers.Text.Utf8Parser.TryParse(parameter.Value, out uint left, out var used)
                    && used == parameter.Value.Length)
                {
                    seconds = left;
                }
            }
        }

        return seconds is { } given
            ? TimeSpan.FromSeconds(Math.Clamp(
                given, RegisterExchange.ExpiresMin.TotalSeconds, RegisterExchange.ExpiresMax.TotalSeconds))
            : null;
    }

    private static ReadOnlySpan<byte> WordOf(ReadOnlySpan<byte> state)
    {
        var parameters = new SipParameterReader(state);
        return parameters.TryNext(out var word) ? word.Name : default;
    }
}
