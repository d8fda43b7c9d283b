using System.Collections.Immutable;

namespace Dialtone.Simulation.Tests.Findings;

/// <summary>Two faults at once: neither hides the other, but where it stops the way before it.</summary>
public class FaultPairTests
{
    public const ulong Seed = 6;
    public const int Count = 240;

    private const double RightLeast = 0.95;

    private static readonly Lazy<ImmutableArray<FaultPair>> Once = new(() => FaultPair.Draw(Seed, Count));

    internal static ImmutableArray<FaultPair> All => Once.Value;

    [Fact]
    public void Of_two_faults_both_are_named_or_one_explains_the_other()
    {
        var wrong = All.Where(pair => pair.WhyWrong.Length > 0)
            .Select(pair => $"{pair.First.Fault} and {pair.Second.Fault}: {pair.WhyWrong}").ToList();

        All.Length.ShouldBe(Count);
        wrong.Count.ShouldBeLessThanOrEqualTo((int)(Count * (1 - RightLeast)), string.Join('\n', wrong));
    }

    [Fact]
    public void Silent_DHCP_and_DNS_are_both_named_within_15_seconds()
    {
        var (dhcp, dns) = (FaultProof.All["dhcp-silent"], FaultProof.All["dns-silent"]);

        var both = DiagnosisWorld.Of(DiagnosisWorld.Basis, dns.Expected, dhcp.Fault, dns.Fault);

        both.Took.ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(15));
        both.Findings.Causes.Select(cause => cause.Code)
            .ShouldBe([dhcp.Expected.Finding!.Value, dns.Expected.Finding!.Value], ignoreOrder: true);
    }
}
