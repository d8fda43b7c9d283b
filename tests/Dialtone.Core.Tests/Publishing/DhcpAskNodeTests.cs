using Dialtone.Core.Discovery;
using Dialtone.Core.Exchange.Dhcp;
using Dialtone.Core.Net;
using Dialtone.Core.Publishing;
using Dialtone.Core.Tests.Exchange.Dhcp;
using Dialtone.Core.Tests.Time;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dhcp;

namespace Dialtone.Core.Tests.Publishing;

public class DhcpAskNodeTests
{
    private static readonly DhcpInterface Local = new(
        IpAddress.Parse("192.0.2.50"), DhcpConversation.Mac, "eth0");

    private readonly NetEffects _effects = [];
    private readonly DhcpAskNode _node = new(
        [DhcpPurpose.UcPhone, DhcpPurpose.VoiceVlan], new(), Local, new SeededEntropy(1));

    [Fact]
    public void Each_question_has_its_whole_time_and_is_sent_on_after_an_answer()
    {
        var classes = new List<string>();
        Give(TimeSpan.Zero, new NetInput.PowerOn(), classes);
        while (_node.Deadline is { } deadline)
        {
            Give(deadline - Instant.Zero, new NetInput.DeadlineReached(), classes);
        }

        _node.IsDone.ShouldBeTrue();
        classes.ShouldBe(
        [
            "MS-UC-Client", "MS-UC-Client", "MS-UC-Client", "CPE-OCPHONE", "CPE-OCPHONE", "CPE-OCPHONE",
        ]);
        _node.Outcomes.Select(outcome => outcome.Took).ShouldAllBe(took => took == TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void A_port_that_is_not_to_be_had_is_not_asked_for_twice()
    {
        Give(TimeSpan.Zero, new NetInput.PowerOn(), []);

        Give(TimeSpan.Zero, new NetInput.Ended(new(1), ChannelEnd.NotPermitted, "no"), []);

        _node.IsDone.ShouldBeTrue();
        _node.Outcomes.ShouldHaveSingleItem().Status.ShouldBe(DhcpStatus.NotPermitted);
    }

    private void Give(TimeSpan at, NetInput input, List<string> classes)
    {
        _node.Handle(new(Instant.Zero + at, default), input, _effects);
        foreach (var send in _effects.OfType<NetEffect.SendDatagram>())
        {
            DhcpMessage.TryRead(send.Bytes.Span, out var message, out _).ShouldBeTrue();
            classes.Add(message!.VendorClass);
        }

        _effects.Clear();
    }
}
