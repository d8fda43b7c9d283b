using Dialtone.Live;

namespace Dialtone.Net.Tests.Live;

public class SystemEntropyTests
{
    [Theory]
    [InlineData(1u)]
    [InlineData(2u)]
    [InlineData(3u)]
    [InlineData(0x8000_0001u)]
    [InlineData(uint.MaxValue)]
    public void A_number_is_below_its_bound(uint bound)
    {
        var entropy = new SystemEntropy();
        for (var i = 0; i < 1000; i++)
        {
            entropy.Below(bound).ShouldBeLessThan(bound);
        }
    }

    [Fact]
    public void Every_number_below_a_small_bound_comes()
    {
        var entropy = new SystemEntropy();
        Enumerable.Range(0, 1000).Select(_ => entropy.Below(3)).Distinct().Order().ShouldBe([0u, 1u, 2u]);
    }

    [Fact]
    public void Filling_changes_every_region()
    {
        var bytes = new byte[64];
        new SystemEntropy().Fill(bytes);
        bytes.Chunk(16).ShouldAllBe(static part => part.Any(static b => b != 0));
    }
}
