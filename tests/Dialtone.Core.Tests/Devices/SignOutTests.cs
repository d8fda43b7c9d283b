using Dialtone.Core.Devices;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;

namespace Dialtone.Core.Tests.Devices;

public class SignOutTests
{
    [Fact]
    public void The_binding_is_removed_and_the_Registrar_confirms_it()
    {
        var bench = SignedInTests.SignedIn();
        bench.Give(new DeviceInput.SignOut());

        var last = bench.Sent[^1].Message;
        last.Header("Expires").ShouldBe("0");
        last.Header("Call-ID").ShouldBe(bench.Sent[0].Message.Header("Call-ID"));
        last.Proves(DeviceBench.Password).ShouldBeTrue();
        ShouldBeOff(bench, confirmed: true);
        bench.Effects[^1].ShouldBeOfType<DeviceEffect.CloseChannel>();
    }

    [Fact]
    public void A_challenge_on_the_way_out_is_answered()
    {
        var bench = SignedInTests.SignedIn();
        var renewed = SipScript.Challenge.Replace("n1", "n2", StringComparison.Ordinal);
        bench.Registrar = request =>
            request.Proof().Nonce == "n2" ? request.Ok(0) : request.Answer("401 Unauthorized", renewed);
        bench.Give(new DeviceInput.SignOut());

        bench.Sent[^1].Message.Header("Expires").ShouldBe("0");
        ShouldBeOff(bench, confirmed: true);
    }

    [Fact]
    public void A_Registrar_that_is_silent_is_not_waited_for_longer_than_4_seconds()
    {
        var bench = SignedInTests.SignedIn();
        bench.Registrar = _ => null;
        bench.Give(new DeviceInput.SignOut());
        bench.Pass(TimeSpan.FromSeconds(3.9));
        bench.Device.Phase.ShouldBe(DevicePhase.SigningOut);
        bench.Give(new DeviceInput.SignOut());
        bench.Give(new DeviceInput.NetworkChanged());
        bench.Device.Phase.ShouldBe(DevicePhase.SigningOut);
        bench.Pass(TimeSpan.FromSeconds(0.1));

        ShouldBeOff(bench, confirmed: false);
        bench.Effects[^1].ShouldBeOfType<DeviceEffect.CloseChannel>();
    }

    [Theory]
    [InlineData("403 Forbidden")]
    [InlineData("503 Service Unavailable")]
    [InlineData("301 Moved")]
    public void A_Registrar_that_says_no_does_not_keep_the_phone_on(string status)
    {
        var bench = SignedInTests.SignedIn();
        bench.Registrar = request => request.Answer(status);
        bench.Give(new DeviceInput.SignOut());

        ShouldBeOff(bench, confirmed: false);
    }

    [Fact]
    public void A_connection_that_ends_meanwhile_ends_it()
    {
        var bench = SignedInTests.SignedIn();
        bench.Registrar = _ => null;
        bench.Give(new DeviceInput.SignOut());
        bench.Give(new DeviceInput.ChannelEnded(bench.Channel, ChannelEnd.ClosedByPeer, "", null));

        ShouldBeOff(bench, confirmed: false);
        bench.Effects.OfType<DeviceEffect.CloseChannel>().ShouldBeEmpty();
    }

    [Fact]
    public void The_answer_to_a_refresh_that_was_out_confirms_nothing()
    {
        var bench = SignedInTests.SignedIn();
        bench.Registrar = _ => null;
        bench.Pass(TimeSpan.FromSeconds(570));
        var refresh = bench.Sent[^1].Message;
        bench.Give(new DeviceInput.SignOut());
        bench.Give(new DeviceInput.SipResponse(bench.Channel, SipScript.Read(refresh.Ok())));
        bench.Device.Phase.ShouldBe(DevicePhase.SigningOut);

        bench.Give(new DeviceInput.SipResponse(bench.Channel, SipScript.Read(bench.Sent[^1].Message.Ok(0))));
        ShouldBeOff(bench, confirmed: true);
    }

    [Fact]
    public void While_it_discovers_every_question_is_given_up()
    {
        var bench = new DeviceBench { Dhcp = null };
        bench.PowerOn();
        bench.Device.Phase.ShouldBe(DevicePhase.Discovering);
        bench.Give(new DeviceInput.SignOut());

        ShouldBeOff(bench, confirmed: false);
        bench.Effects[^1].ShouldBeOfType<DeviceEffect.StopAsking>();
    }

    [Fact]
    public void While_it_resolves_the_known_Registrar_the_question_is_given_up()
    {
        var bench = new DeviceBench { Memory = DeviceBench.Remembered(DeviceBench.Pool01) };
        bench.Addresses[DeviceBench.Pool01] = null;
        bench.PowerOn();
        bench.Give(new DeviceInput.SignOut());

        ShouldBeOff(bench, confirmed: false);
        bench.Effects[^1].ShouldBeOfType<DeviceEffect.StopAsking>();
    }

    [Fact]
    public void While_it_connects_the_connection_is_closed()
    {
        var bench = SignedInTests.Bench();
        bench.Down[DeviceBench.At(DeviceBench.FrontEnd1, 5061)] = null;
        bench.Down[DeviceBench.At(DeviceBench.FrontEnd2, 5061)] = null;
        bench.PowerOn();
        bench.Device.Phase.ShouldBe(DevicePhase.Attempting);
        bench.Give(new DeviceInput.SignOut());

        ShouldBeOff(bench, confirmed: false);
        bench.Effects.OfType<DeviceEffect.CloseChannel>().ShouldHaveSingleItem().Channel.ShouldBe(bench.Channel);
    }

    [Fact]
    public void While_it_waits_it_is_off_at_once()
    {
        var bench = new DeviceBench();
        bench.PowerOn();
        bench.Device.Phase.ShouldBe(DevicePhase.BackingOff);
        bench.Give(new DeviceInput.SignOut());

        ShouldBeOff(bench, confirmed: false);
    }

    [Fact]
    public void What_is_off_does_nothing_until_it_is_switched_on_again()
    {
        var bench = SignedInTests.SignedIn();
        bench.Give(new DeviceInput.SignOut());
        var entries = bench.Journal.Entries.Count;
        bench.Give(new DeviceInput.NetworkChanged());
        bench.Give(new DeviceInput.DeadlineReached());
        bench.Give(new DeviceInput.SignOut());
        bench.Journal.Entries.Count.ShouldBe(entries);

        bench.PowerOn();
        bench.Attempts[^1].ShouldBe("Known: Known Tls pool01:5061");
        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
    }

    private static void ShouldBeOff(DeviceBench bench, bool confirmed)
    {
        bench.Device.Phase.ShouldBe(DevicePhase.Off);
        bench.Device.RegisteredWith.ShouldBeNull();
        bench.Entries<JournalEntry.SignedOut>().ShouldHaveSingleItem().Confirmed.ShouldBe(confirmed);
    }
}
