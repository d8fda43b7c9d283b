using System.Collections.Immutable;
using Dialtone.Net;
using Dialtone.Net.Tests.Live;
using Dialtone.Wire.Addresses;

namespace Dialtone.Net.Tests.Net;

public class NetworkWatchTests
{
    private static readonly ImmutableArray<IpAddress> AtTheDesk =
        [IpAddress.Parse("127.0.0.1"), IpAddress.Parse("192.0.2.50")];

    private static readonly ImmutableArray<IpAddress> WithoutCable = [IpAddress.Parse("127.0.0.1")];

    private readonly ManualTimeProvider _time = new();
    private readonly List<ImmutableArray<IpAddress>> _words = [];
    private ImmutableArray<IpAddress> _now = AtTheDesk;

    [Fact]
    public void A_burst_is_one_word_and_the_next_burst_another()
    {
        using var watch = Watch();
        foreach (var now in new[] { WithoutCable, AtTheDesk })
        {
            var before = _words.Count;
            _now = now;
            watch.Note();
            _time.Advance(NetworkWatch.Settling / 2);
            watch.Note();
            _words.Count.ShouldBe(before);
            _time.Advance(NetworkWatch.Settling / 2);
            _words.Count.ShouldBe(before + 1);
            _words[^1].ShouldBe(now);
            _time.Advance(NetworkWatch.Settling * 3);
            _words.Count.ShouldBe(before + 1);
        }
    }

    [Fact]
    public void Events_that_leave_every_address_as_it_was_are_no_news()
    {
        using var watch = Watch();
        watch.Note();
        _time.Advance(NetworkWatch.Settling);
        _now = WithoutCable;
        watch.Note();
        _now = AtTheDesk;
        _time.Advance(NetworkWatch.Settling);

        _words.ShouldBeEmpty();
    }

    [Fact]
    public void Where_the_system_does_not_say_every_burst_is_news()
    {
        _now = default;
        using var watch = Watch();
        watch.Note();
        _time.Advance(NetworkWatch.Settling);

        _words.ShouldHaveSingleItem().IsDefault.ShouldBeTrue();
    }

    [Fact]
    public void This_machine_has_its_loopback() => NetworkWatch.Addresses().ShouldContain(IpAddress.Parse("127.0.0.1"));

    private NetworkWatch Watch() => new(_time, _words.Add, () => _now);
}
