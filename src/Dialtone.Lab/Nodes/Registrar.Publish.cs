using Dialtone.Wire.Presence;
using Dialtone.Wire.Sip;

namespace Dialtone.Lab.Nodes;

/// <content>What a user changes of the own presence: publications, containers, subscribers.</content>
public sealed partial class Registrar
{
    /// <summary>SERVICE to oneself: publications, members of containers, subscribers that were taken note of.</summary>
    private int ServeOwn(in Turn turn, SipAccount account, PresenceDirectory presence)
    {
        if (IsSurvivable(account))
        {
            return Refuse(turn, new(503, "Service Unavailable"));
        }

        var body = _message.Body.Span;
        if (IsOf(PresenceContentTypes.Publish))
        {
            return Wrong.PublishRefusal is { } refusal ? Refuse(turn, refusal)
                : PublishRequest.TryRead(body, out var request, out var fault)
                    ? Publish(turn, account, request, presence)
                : ReplyMalformed(turn, $"{fault}");
        }

        if (IsOf(PresenceContentTypes.SetContainerMembers))
        {
            if (!ContainerChanges.TryRead(body, out var changes, out var fault))
            {
                return ReplyMalformed(turn, $"{fault}");
            }

            presence.SetMembers(account.User, changes);
            return Reply(turn, 200, "OK"u8);
        }

        if (IsOf(PresenceContentTypes.SetSubscribers))
        {
            if (!SubscriberAcknowledgement.TryRead(body, out var acknowledged, out var fault))
            {
                return ReplyMalformed(turn, $"{fault}");
            }

            presence.Acknowledge(account.User, acknowledged);
            return Reply(turn, 200, "OK"u8);
        }

        return Refuse(turn, new(404, "Not Found"));
    }

    private int Publish(in Turn turn, SipAccount account, PublishRequest request, PresenceDirectory presence)
    {
        var source = turn.Origin.Source;
        var endpoint = Directory.BindingsOf(account.User, turn.Now.Monotonic)
            .FirstOrDefault(binding => binding.Address == source)?.Endpoint ?? "";
        var made = presence.Publish(
            account.User, request.Publications, Directory, endpoint, turn.Now.WallClock, Wrong.RaisesVersions,
            out var fault);
        if (made is null)
        {
            if (!TryBegin(turn, 409, "Conflict"u8))
            {
                return 400;
            }

            _writer.Header(SipHeader.ContentType, PresenceContentTypes.Fault);
            return Finish(turn, 409, fault!.ToBytes());
        }

        if (!TryBegin(turn, 200, "OK"u8))
        {
            return 400;
        }

        // Who published knows it by this answer.
        if (_connections.TryGetValue(turn.Origin.Flow, out var connection))
        {
            foreach (var own in connection.Subscriptions.Where(one =>
                one.Account == account && one.Package == PresenceEvents.RoamingSelf))
            {
                own.Seen = presence.Revision;
            }
        }

        _writer.Header(SipHeader.ContentType, PresenceContentTypes.RoamingSelf);
        return Finish(turn, 200, made.ToBytes());
    }
}
