using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Lab.Nodes;
using Dialtone.Wire.Addresses;

namespace Dialtone.Lab.World;

/// <summary>Why driving a pair came to an end.</summary>
public enum PairStop : byte
{
    /// <summary>What was waited for is so.</summary>
    Reached,

    /// <summary>Nothing is on its way and nobody has a deadline.</summary>
    Quiet,

    /// <summary>So many steps were made without it.</summary>
    StepsExhausted,
}

/// <summary>
/// One device, one Registrar, a calm link between them, and a clock in the hand: for scenarios that people read.
/// </summary>
public sealed class Pair
{
    /// <summary>Steps after which driving gives up, where no other number is given.</summary>
    public const int StepsMax = 10_000;

    /// <summary>The device's address.</summary>
    public static readonly IpAddress DeviceAddress = IpAddress.V4(192, 0, 2, 50);

    /// <summary>Puts the two on hosts of a world of their own and switches the Registrar on.</summary>
    /// <param name="device">The device.</param>
    /// <param name="registrar">The Registrar; its settings name its addresses.</param>
    /// <param name="seed">Chance of the links; they have none by themselves.</param>
    public Pair(INode device, Registrar registrar, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(registrar);
        World = new(seed);
        Registrar = registrar;
        var host = World.AddHost("registrar", registrar.Settings.Tls.Address);
        RegistrarPlace = World.Place(host, "registrar", registrar);
        DevicePlace = World.Place(World.AddHost("device", DeviceAddress), "device", device);
        World.PowerOn(RegistrarPlace);
        World.RunTo(Instant.Zero);
    }

    /// <summary>The world, for more hosts and for weather.</summary>
    public SimWorld World { get; }

    /// <summary>The Registrar.</summary>
    public Registrar Registrar { get; }

    /// <summary>The device's place.</summary>
    public SimNode DevicePlace { get; }

    /// <summary>The Registrar's place.</summary>
    public SimNode RegistrarPlace { get; }

    /// <summary>Steps made so far.</summary>
    public long Steps => World.Events;

    /// <summary>Lets one thing after another happen, the clock going along, until something is so.</summary>
    public PairStop Drive(Func<bool> until, int stepsMax = StepsMax)
    {
        for (var step = 0; !until(); step++)
        {
            if (step == stepsMax)
            {
                return PairStop.StepsExhausted;
            }

            if (!World.Step())
            {
                return until() ? PairStop.Reached : PairStop.Quiet;
            }
        }

        return PairStop.Reached;
    }

    /// <summary>Moves the clock on; all that falls due until then happens.</summary>
    public void Advance(TimeSpan span) => World.RunTo(World.Time + span);
}
