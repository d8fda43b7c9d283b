using System.Collections.Immutable;
using Dialtone.Core.Candidates;
using Dialtone.Core.Devices;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Core.Memory;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Mras;
using Dialtone.Wire.Provisioning;
using Dialtone.Wire.Sip;
using Dialtone.Wire.Xml;

namespace Dialtone.Core.UserServices;

/// <content>What the answers say, and the names in them.</content>
internal sealed partial class UserServicesStage
{
    // One request with one question in it: the answer needs no telling apart.
    private const string RequestId = "1";

    private readonly HashSet<HostName> _names = [];

    public void OnAddresses(Now now, HostName name, DnsOutcome outcome, List<DeviceEffect> effects)
    {
        if (!_names.Remove(name))
        {
            return;
        }

        var isRelay = Relays.Any(relay => relay.Host == name);
        journal.Write(new JournalEntry.Located(
            now.Monotonic, isRelay ? Step.Relays : Step.Provision, name, outcome));
        Learn(name, [.. outcome.Addresses.Take(MemoryLimits.AddressesMax)], effects);
    }

    private void Learn(HostName name, ImmutableArray<IpAddress> addresses, List<DeviceEffect> effects)
    {
        if (addresses.IsEmpty)
        {
            // What it had before is better than nothing on the day of an outage.
            return;
        }

        Home = [.. Home.Select(each => each.Registrar.Host == name ? each with { Addresses = addresses } : each)];
        Relays = [.. Relays.Select(each => each.Host == name ? each with { Addresses = addresses } : each)];
        CheckRelays(name, effects);
    }

    /// <summary>Takes the settings out of a response or a notice; nothing where it has no content.</summary>
    private void TakeSettings(Now now, SipMessage message, List<DeviceEffect> effects)
    {
        var body = message.Body.Span;
        if (body.IsEmpty)
        {
            return;
        }

        if (!ProvisioningAnswer.TryRead(body, out var answer, out var fault))
        {
            Fail(now, Unreadable(fault), effects);
            return;
        }

        var by = message.IsRequest ? message.Method : SipMethod.Subscribe;
        var said = ProvisionedSettings.Of(answer, body.Length, by, IsRemote);
        journal.Write(new JournalEntry.Provisioned(now.Monotonic, standing.Candidate, said, now.Monotonic - _began));
        (_asked, HasLearned) = (null, true);
        Home = IsRemote ? [] : ProvisionedHome.Of(said, memory, settings, now.WallClock);
        foreach (var each in Home.Where(each => each.Registrar.Host != memory.Registrar.Host))
        {
            Ask(now, each.Registrar.Host, effects);
        }

        MrasUri = SharedValues.Of(said.MrasUri);
        AskForCredentials(now, effects);
        var isUnusable = said.Unusable.Contains("mrasUri", StringComparer.OrdinalIgnoreCase);
        if (MrasUri.Length == 0 && !said.ServerConfigurationMissing && !isUnusable)
        {
            // No Edge is deployed: what was remembered is of another day.
            (Relays, Access) = ([], null);
        }
    }

    private void AskForCredentials(Now now, List<DeviceEffect> effects)
    {
        if (MrasUri.Length == 0)
        {
            return;
        }

        if (!ServiceExchange.IsPlain(MrasUri))
        {
            HasFailed = true;
            FailCredentials(now, new ServiceFailure { Kind = ServiceFailureKind.AddressUnusable }, TimeSpan.Zero);
            return;
        }

        var user = settings.Account.Uri;
        _asked = new(standing.Exchange, Gruu, ServiceRequest.ForCredentials(new()
        {
            Id = RequestId,
            From = user,
            To = MrasUri,
            Credentials =
            [
                new(RequestId, user, IsRemote ? MrasLocation.Internet : MrasLocation.Intranet,
                    settings.Timings.RelayCredentials),
            ],
        }));
        Send(now, effects);
    }

    private void FailCredentials(Now now, ServiceFailure failure, TimeSpan took)
    {
        var left = _known?.EndsAt - now.Monotonic;
        journal.Write(new JournalEntry.RelayCredentialsFailed(
            now.Monotonic, PeerText.Of(MrasUri), failure, left > TimeSpan.Zero ? left : null, took));
    }

    private void TakeCredentials(Now now, ReadOnlySpan<byte> body, List<DeviceEffect> effects)
    {
        if (body.IsEmpty)
        {
            Fail(now, new ServiceFailure { Kind = ServiceFailureKind.NoContent }, effects);
        }
        else if (!MrasResponse.TryRead(body, out var response, out var fault))
        {
            Fail(now, Unreadable(fault), effects);
        }
        else if (response.Reason != MrasReason.Ok || response.Credentials is not [var given, ..])
        {
            Fail(now, new ServiceFailure
            {
                Kind = ServiceFailureKind.NotGranted,
                Reason = PeerText.Of(response.ReasonPhrase),
            }, effects);
        }
        else
        {
            _asked = null;
            HasLearned = true;
            Grant(now, given, effects);
        }
    }

    private void Grant(Now now, MrasCredentialsResponse given, List<DeviceEffect> effects)
    {
        var most = settings.Timings.RelayCredentialsMax;
        var life = given.Credentials.Duration < most ? given.Credentials.Duration : most;
        Access = new RelayAccess(given.Credentials, MrasUri, now.Monotonic + life);
        journal.Write(new JournalEntry.RelayCredentialsGranted(
            now.Monotonic, given.Relays, life, now.Monotonic - _began)
        {
            LeftByToken = MrasToken.TryRead(given.Credentials.Username.Span, out var token)
                ? token.ExpiresAt - now.WallClock : null,
        });
        var before = Relays;
        var offers = given.Relays.Where(offer => !NameOf(offer).IsEmpty).DistinctBy(NameOf);
        Relays =
        [
            .. offers.Take(MemoryLimits.MediaRelaysMax).Select(offer => new RememberedRelay(
                NameOf(offer), before.FirstOrDefault(known => known.Host == NameOf(offer))?.Addresses ?? [],
                now.WallClock, offer.UdpPort, offer.TcpPort)),
        ];
        CheckGiven(effects);
        foreach (var relay in Relays)
        {
            Ask(now, relay.Host, effects);
        }
    }

    private static ServiceFailure Unreadable(XmlFault fault) => new()
    {
        Kind = ServiceFailureKind.Malformed,
        Reason = PeerText.Of(FormattableString.Invariant(
            $"{fault.Kind}{(fault.Name.Length == 0 ? "" : $" {fault.Name}")} at byte {fault.Offset}")),
    };

    private static HostName NameOf(MediaRelayOffer offer) =>
        offer.Host ?? (HostName.TryParse($"{offer.Address}", out var host) ? host : default);

    private void Ask(Now now, HostName name, List<DeviceEffect> effects)
    {
        if (IpAddress.TryParse(name.Text, out var address))
        {
            Learn(name, [address], effects);
        }
        else if (_names.Add(name))
        {
            _by = _isHeld ? null : now.Monotonic + settings.Timings.Provisioning;
            effects.Add(new DeviceEffect.AskAddresses(name, Via: default));
        }
    }
}
