using System.Collections.Immutable;
using System.Globalization;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Mras;
using Dialtone.Wire.Xml;

namespace Dialtone.Lab.Nodes;

/// <summary>
/// The Media Relay Authentication Service of an Edge (MS-AVEDGEA): makes credentials that the relays can check by
/// themselves. Devices do not reach it; Front Ends pass their requests on.
/// </summary>
/// <param name="settings">What it is.</param>
public sealed class RelayAuthentication(RelayAuthenticationSettings settings)
{
    private const string ServerVersion = "3.0";

    private static readonly TimeSpan ClockLate = TimeSpan.FromDays(1);

    /// <summary>What it is.</summary>
    public RelayAuthenticationSettings Settings { get; } = settings;

    /// <summary>What it does wrong.</summary>
    public RelayAuthenticationBehaviour Behaviour { get; } = new();

    /// <summary>Requests that it was asked, those that it turned down among them.</summary>
    public long Requests { get; private set; }

    /// <summary>Credentials given.</summary>
    public long Given { get; private set; }

    /// <summary>The answer to the body of a SERVICE. What is wrong with it is said in the answer.</summary>
    /// <param name="body">The body.</param>
    /// <param name="user">The user part of the address of whoever sent it.</param>
    /// <param name="now">The present date.</param>
    public byte[] Answer(ReadOnlySpan<byte> body, string user, DateTimeOffset now)
    {
        Requests++;
        var answer = MrasRequest.TryRead(body, out var request, out var fault)
            ? Answer(request, user, now)
            : new MrasResponse
            {
                RequestId = "",
                ServerVersion = ServerVersion,
                ReasonPhrase = MrasReasons.PhraseOf(fault.Kind == XmlFaultKind.TooMany
                    ? MrasReason.RequestTooLarge
                    : MrasReason.RequestMalformed),
            };
        var bytes = answer.ToBytes();
        return Behaviour.Malformed ? bytes[..(bytes.Length / 2)] : bytes;
    }

    private MrasResponse Answer(MrasRequest request, string user, DateTimeOffset now)
    {
        var reason = Judge(request, user);
        return new()
        {
            RequestId = request.Id,
            Version = request.Version,
            ServerVersion = ServerVersion,
            From = request.From,
            To = request.To,
            ReasonPhrase = MrasReasons.PhraseOf(reason),
            Credentials = reason == MrasReason.Ok
                ? [.. request.Credentials.Select(one => Give(request, one, now))]
                : [],
        };
    }

    private MrasReason Judge(MrasRequest request, string user)
    {
        var self = $"sip:{user}@{Settings.Domain}";
        return Behaviour.Reason != MrasReason.Ok ? Behaviour.Reason
            : request.Version is not ("1.0" or "2.0" or "3.0") ? MrasReason.VersionMismatch
            : request.Credentials.All(one => one.Identity.Equals(self, StringComparison.OrdinalIgnoreCase))
                ? MrasReason.Ok
                : MrasReason.Forbidden;
    }

    private MrasCredentialsResponse Give(MrasRequest request, MrasCredentialsRequest asked, DateTimeOffset now)
    {
        Given++;
        var duration = Behaviour.Duration
            ?? (asked.Duration is { } wished && wished < Settings.DurationMax ? wished : Settings.DurationMax);
        var expires = now + (Behaviour.GivesExpiredCredentials ? -ClockLate : duration);
        var keys = Behaviour.HasForeignKeys ? Settings.ForeignKeys : Settings.Keys;
        var realm = request.Version == "1.0" ? null : Settings.Realm;
        return new(
            asked.Id, MrasToken.Issue(keys, asked.Identity, expires, duration, realm), RelaysFor(request, asked));
    }

    private ImmutableArray<MediaRelayOffer> RelaysFor(MrasRequest request, MrasCredentialsRequest asked) =>
        Behaviour.OmitsRelays
            ? []
            : [.. Settings.Relays
                .Where(relay => asked.Location is null || relay.Location == asked.Location)
                .Select(relay => Offer(relay, request.Route))];

    private MediaRelayOffer Offer(KnownRelay relay, MrasRoute route)
    {
        var isDirect = route == MrasRoute.DirectIp;
        HostName? name = isDirect ? null : Behaviour.NamesUnknownHosts ? Settings.Domain.Under("nowhere") : relay.Host;
        return new(relay.Location, name, isDirect ? relay.Address : null, relay.UdpPort, relay.TcpPort);
    }
}
