using Dialtone.Net;
using Dialtone.Net.Tests.Live;

namespace Dialtone.Net.Tests.Net;

public class NetworkWatchTests
{
    [Fact]
    public void A_burst_is_one_word_and_the_next_burst_another()
    {
        var time = new ManualTimeProvider();
        var words = 0;
        using var watch = new NetworkWatch(time, () => words++);
        for (var burst = 1; burst <= 2; burst++)
        {
            watch.Note();
            time.Advance(NetworkWatch.Settling / 2);
            watch.Note();
            words.ShouldBe(burst - 1);
            time.Advance(NetworkWatch.Settling / 2);
            words.ShouldBe(burst);
            time.Advance(NetworkWatch.Settling * 3);
            words.ShouldBe(burst);
        }
    }
}
