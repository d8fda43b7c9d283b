using Dialtone.Core.Devices;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Lab.World;
using Dialtone.Wire.Addresses;

namespace Dialtone.Lab.Scenarios;

/// <summary>
/// Very many phones in one world, each with a user of its own, none with a journal: what one deployment looks like when
/// its power comes back.
/// </summary>
public sealed class Crowd
{
    /// <summary>The most phones: as many as the network for measurements has addresses (RFC 2544).</summary>
    public const int PhonesMax = 131_000;

    private const uint FirstAddress = (198u << 24) | (18u << 16) | 1;

    private readonly DeviceNode[] _phones;
    private readonly SimNode[] _places;

    /// <summary>A crowd whose phones are switched on one after another, evenly, within a span of time.</summary>
    /// <param name="phones">How many.</param>
    /// <param name="within">The span; zero for all at once.</param>
    /// <param name="seed">The world's seed.</param>
    /// <param name="timings">The time limits of all phones; their own where that is left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are none, or more than there are addresses.</exception>
    public Crowd(int phones, TimeSpan within, ulong seed = 1, DeviceTimings? timings = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(phones);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(phones, PhonesMax);
        World = new(seed);
        Lab = new(World, Deployment.Contoso with
        {
            Accounts = [.. Enumerable.Range(0, phones).Select(AccountOf)],
            ConnectionsMax = phones,
            ProvisionsBriefly = true,
        });
        _phones = new DeviceNode[phones];
        _places = new SimNode[phones];
        DeviceSettings? settings = null;
        for (var i = 0; i < phones; i++)
        {
            var name = $"phone{i + 1}";
            var host = World.AddHost(name, AddressOf(i));
            settings = SimulatedPhone.Settings(
                Lab.Nodes.Deployment, i, Lab.Nodes.Deployment.Accounts[i], host.Addresses[0], settings);
            settings = i == 0 && timings is not null ? settings with { Timings = timings } : settings;
            _phones[i] = new(settings, World.EntropyFor(name), NullJournal.Instance, memory: null);
            _places[i] = World.Place(host, name, _phones[i]);
        }

        SwitchOn(0, within / phones);
    }

    /// <summary>The user of a phone, from 0.</summary>
    public static LabAccount AccountOf(int phone) => new($"user{phone + 1}", "Dial-Tone-1");

    /// <summary>The address of a phone, from 0.</summary>
    public static IpAddress AddressOf(int phone) => IpAddress.V4(FirstAddress + (uint)phone);

    /// <summary>The world.</summary>
    public SimWorld World { get; }

    /// <summary>The deployment.</summary>
    public SimDeployment Lab { get; }

    /// <summary>The phones.</summary>
    public IReadOnlyList<DeviceNode> Phones => _phones;

    /// <summary>How many phones are signed in now.</summary>
    public int SignedIn => _phones.Count(phone => phone.Device.Phase == DevicePhase.SignedIn);

    // Each phone switches on the next: as many events wait in the queue as phones are on, and not all of them at once.
    private void SwitchOn(int index, TimeSpan pause)
    {
        World.PowerOn(_places[index]);
        if (index + 1 < _places.Length)
        {
            World.At(World.Time + pause, () => SwitchOn(index + 1, pause));
        }
    }
}
