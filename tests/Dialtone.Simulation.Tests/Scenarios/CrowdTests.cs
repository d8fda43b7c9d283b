using Dialtone.Core.Time;
using Dialtone.Lab.Scenarios;

namespace Dialtone.Simulation.Tests.Scenarios;

public class CrowdTests
{
    private const int Phones = 2_000;

    [Fact]
    public void Every_phone_of_a_crowd_signs_in_and_stays()
    {
        var crowd = new Crowd(Phones, TimeSpan.FromSeconds(30));

        crowd.World.RunTo(Instant.Zero + TimeSpan.FromMinutes(1));
        crowd.SignedIn.ShouldBe(Phones);
        crowd.World.RunTo(Instant.Zero + TimeSpan.FromMinutes(35));
        crowd.SignedIn.ShouldBe(Phones);
        crowd.Lab.Nodes.Registrars.Sum(registrar => registrar.Observed.Connections).ShouldBe(Phones);
    }

    [Fact]
    public void The_same_seed_leaves_the_same_trace()
    {
        TraceOf(seed: 7).ShouldBe(TraceOf(seed: 7));
        TraceOf(seed: 8).ShouldNotBe(TraceOf(seed: 7));
    }

    private static Lab.World.TraceHash TraceOf(ulong seed)
    {
        var crowd = new Crowd(100, TimeSpan.Zero, seed);
        crowd.World.RunTo(Instant.Zero + TimeSpan.FromMinutes(20));
        return crowd.World.Trace;
    }
}
