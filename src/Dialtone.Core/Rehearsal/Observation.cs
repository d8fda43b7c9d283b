using System.Collections.Immutable;
using System.Text;
using Dialtone.Core.Candidates;
using Dialtone.Core.Certificates;
using Dialtone.Core.Devices;
using Dialtone.Core.Journal;
using Dialtone.Core.Memory;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Rehearsal;

/// <summary>
/// Looks at a live network without disturbing it: one sign-in as the device would do it; then every question that a
/// healthy sign-in does not ask; then every Registrar that discovery, memory or a redirect named, at each of its
/// addresses, as far as its answer to REGISTER. All of it as an endpoint of its own, which signs out again, so that the
/// user's real endpoints stay as they are.
/// </summary>
public sealed class Observation
{
    /// <summary>The most addresses that are looked at one by one.</summary>
    public const int ProbesMax = 64;

    private readonly DeviceSettings _settings;
    private readonly DeviceMemory? _memory;
    private readonly IEntropy _entropy;
    private readonly HashSet<(KnownRegistrar Registrar, IpAddress Address)> _probed = [];
    private readonly HashSet<HostName> _asked = [];
    private ObservationStep? _current;
    private ObservationStep? _look;

    /// <summary>Prepares to look.</summary>
    /// <param name="settings">What the device is told.</param>
    /// <param name="memory">What it remembers; <c>null</c> for nothing.</param>
    /// <param name="entropy">Chance.</param>
    public Observation(DeviceSettings settings, DeviceMemory? memory, IEntropy entropy)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var own = Encoding.UTF8.GetBytes($"rehearsal {settings.Epid}");
        _settings = settings with
        {
            Epid = EndpointIdentity.Epid(own, settings.Account),
            // Nobody looks at what it would show, and colleagues would see it come and go.
            FollowsPresence = false,
        };
        (_memory, _entropy) = (memory, entropy);
    }

    /// <summary>
    /// The certificate that proves the user; <c>null</c> where none is kept. One that the first sign-in gets serves all
    /// that follows it.
    /// </summary>
    public KeptCertificate? Certificate { get; set; }

    /// <summary>What was seen so far.</summary>
    public ObservedNetwork Network { get; } = new();

    /// <summary>The sign-in as the device would do it; <c>null</c> before it was begun.</summary>
    public ObservationStep? SignIn { get; private set; }

    /// <summary>Whether the Registrar refuses this user: then nothing more is looked at.</summary>
    public bool IsRefused => SignIn is { } signIn && SignInSummary.Of(signIn.Journal) is { End: CycleEnd.Refused };

    /// <summary>
    /// The next look, to be run until it is done; <c>null</c> when everything was seen. A refusal ends it: each further
    /// REGISTER with a wrong password would bring the account nearer to being locked.
    /// </summary>
    public ObservationStep? Next()
    {
        if (_current is { } done)
        {
            Network.Take(done.Journal);
            Certificate = done.Certificate ?? Certificate;
        }

        if (Choose() is { } next)
        {
            next.Keep(Certificate);
            return next;
        }

        return null;
    }

    private ObservationStep? Choose()
    {
        if (SignIn is null)
        {
            return _current = SignIn = ObservationStep.SignIn(_settings, _entropy, _memory);
        }

        if (IsRefused)
        {
            return null;
        }

        if (_look is null)
        {
            return _current = _look = ObservationStep.Look(_settings, _entropy);
        }

        return _current = NextProbe();
    }

    private ObservationStep? NextProbe()
    {
        foreach (var registrar in Registrars)
        {
            // A name that discovery did not give is asked for by a device that knows it.
            if (Network.AddressesOf(registrar.Host) is null && !IsAddress(registrar.Host)
                && _asked.Add(registrar.Host))
            {
                return Probe(registrar, []);
            }

            foreach (var address in AddressesOf(registrar.Host))
            {
                var seen = Network.At(new(address, registrar.Port), registrar.Transport);
                if (seen?.Answer is null && _probed.Count < ProbesMax && _probed.Add((registrar, address)))
                {
                    return Probe(registrar, [address]);
                }
            }
        }

        return null;
    }

    private IEnumerable<KnownRegistrar> Registrars => Network.Named
        .Select(named => new KnownRegistrar(named.Host, named.Transport, named.Port))
        .Concat(Memories.Select(memory => memory.Registrar))
        .Concat(Memories.SelectMany(memory => memory.Home).Select(home => home.Registrar))
        .Distinct();

    // Where a source gave an address and no name, the name of the candidate is that of the domain.
    private bool IsAddress(HostName host) => IpAddress.TryParse(host.Text, out _)
        || Network.Named.FirstOrDefault(named => named.Host == host) is { Address: not null };

    private IEnumerable<DeviceMemory> Memories =>
        new[] { _memory, SignIn?.Memory }.OfType<DeviceMemory>();

    private IEnumerable<IpAddress> AddressesOf(HostName host) => (Network.AddressesOf(host)?.Addresses ?? [])
        .Concat(Network.Named.Where(named => named.Host == host).Select(named => named.Address).OfType<IpAddress>())
        .Concat(Memories.Where(memory => memory.Registrar.Host == host)
            .SelectMany(memory => memory.RegistrarAddresses))
        .Concat(Memories.SelectMany(memory => memory.Home).Where(home => home.Registrar.Host == host)
            .SelectMany(home => home.Addresses))
        .Distinct();

    /// <summary>A device that knows one Registrar, by its name or at one address, and nowhere else to look.</summary>
    private ObservationStep Probe(KnownRegistrar registrar, ImmutableArray<IpAddress> addresses)
    {
        var profile = _settings.Profile with { Ladder = static _ => [], KnownFirst = addresses.IsEmpty };
        return ObservationStep.Probe(
            _settings with { Profile = profile, Target = null, Only = null }, _entropy, new DeviceMemory
            {
                Account = _settings.Account.Uri,
                Profile = profile.Name,
                Registrar = registrar,
                RegistrarAddresses = addresses,
                KnownRegistrars = [registrar],
                SavedAt = default,
            });
    }
}
