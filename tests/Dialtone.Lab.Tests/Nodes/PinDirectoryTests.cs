using Dialtone.Core.Time;
using Dialtone.Lab.Nodes;
using Dialtone.Wire.WebServices;

namespace Dialtone.Lab.Tests.Nodes;

public class PinDirectoryTests
{
    private static readonly SipAccount Alice = new("alice", "x")
    {
        PhoneNumber = "+12065550101", Extension = "101", Pin = "24681",
    };

    private static readonly SipAccount Bob = new("bob", "x") { PhoneNumber = "+12065550100", Pin = "13579" };

    private static readonly SipAccount Carol = new("carol", "x")
    {
        PhoneNumber = "+12065550100", Extension = "102", Pin = "2468",
    };

    private static readonly SipAccount Dan = new("dan", "x") { Extension = "103" };
    private static readonly SipAccount Fay = new("fay", "x") { Extension = "104", Pin = "77777" };
    private static readonly SipAccount Guy = new("guy", "x") { Extension = "104", Pin = "77777" };

    private readonly PinDirectory _pins = new([Alice, Bob, Carol, Dan, Fay, Guy]);
    private Instant _now = Instant.Zero + TimeSpan.FromHours(5);

    [Theory]
    [InlineData("+12065550101", "24681", null, "alice")]
    [InlineData("101", "24681", null, "alice")]
    [InlineData("+12065550101;ext=101", "24681", null, "alice")]
    [InlineData("+12065550100", "13579", null, "bob")]
    [InlineData("+12065550100", "2468", null, "carol")]
    [InlineData("+12065550100;ext=102", "2468", null, "carol")]
    [InlineData("+12065550100;ext=101", "2468", PinReason.UserUnknown, null)]
    [InlineData("12065550101", "24681", PinReason.UserUnknown, null)]
    [InlineData("", "24681", PinReason.UserUnknown, null)]
    [InlineData("101", "24682", PinReason.Incorrect, null)]
    [InlineData("101", "", PinReason.Incorrect, null)]
    [InlineData("103", "24681", PinReason.NotSet, null)]
    [InlineData("104", "77777", PinReason.NotUnique, null)]
    public void Numbers_and_PINs_prove_whose_they_are(string number, string pin, PinReason? expected, string? user)
    {
        _pins.Judge(number, pin, _now, out var account).ShouldBe(expected);
        account?.User.ShouldBe(user);
        (account is null).ShouldBe(user is null);
    }

    [Fact]
    public void Too_many_wrong_ones_within_half_an_hour_lock_an_account_for_an_hour()
    {
        Wrong("101", 25);

        Judge("101", "24681").ShouldBe(PinReason.Locked);
        Judge("101", "00000").ShouldBe(PinReason.Locked);
        _pins.IsLocked(Alice, _now).ShouldBeTrue();
        _pins.IsLocked(Bob, _now).ShouldBeFalse();

        Pass(PinPolicy.LockTime - TimeSpan.FromTicks(1));
        Judge("101", "24681").ShouldBe(PinReason.Locked);
        Pass(TimeSpan.FromTicks(1));
        Judge("101", "24681").ShouldBeNull();

        // The count began anew.
        Wrong("101", 24);
        Judge("101", "24681").ShouldBeNull();
    }

    [Fact]
    public void Wrong_ones_of_more_than_half_an_hour_ago_do_not_count()
    {
        Wrong("101", 24);
        Pass(PinPolicy.Window);
        Wrong("101", 24);

        Judge("101", "24681").ShouldBeNull();
    }

    [Fact]
    public void A_shorter_PIN_is_locked_sooner_and_the_policy_may_say_otherwise()
    {
        Wrong("102", 10);
        Judge("102", "2468").ShouldBe(PinReason.Locked);

        _pins.Policy = new() { MaximumLogonAttempts = 3 };
        Wrong("101", 3);
        Judge("101", "24681").ShouldBe(PinReason.Locked);
    }

    [Fact]
    public void Wrong_ones_of_all_time_lock_an_account_until_it_is_unlocked()
    {
        for (var day = 0; day < 11; day++)
        {
            Wrong("102", 9);
            Pass(TimeSpan.FromDays(1));
        }

        Judge("102", "2468").ShouldBeNull();
        Wrong("102", 1);
        Pass(TimeSpan.FromDays(1000));

        Judge("102", "2468").ShouldBe(PinReason.Locked);
        _pins.Unlock(Carol);
        Judge("102", "2468").ShouldBeNull();
    }

    [Fact]
    public void A_wrong_one_for_a_number_of_several_counts_for_each()
    {
        Wrong("+12065550100", 10);

        Judge("+12065550100", "2468").ShouldBe(PinReason.Locked);
        Judge("+12065550100", "13579").ShouldBeNull();
    }

    [Fact]
    public void What_is_switched_off_disabled_or_too_old_proves_nobody()
    {
        var account = new SipAccount("alice", "x") { Extension = "101", Pin = "24681" };
        var pins = new PinDirectory([account]);
        account.PinExpired = true;
        pins.Judge("101", "24681", _now, out _).ShouldBe(PinReason.Expired);
        account.Disabled = true;
        pins.Judge("101", "24681", _now, out _).ShouldBe(PinReason.Disabled);
        pins.Policy = new() { IsOn = false };
        pins.Judge("101", "24681", _now, out _).ShouldBe(PinReason.SwitchedOff);
    }

    private PinReason? Judge(string number, string pin) => _pins.Judge(number, pin, _now, out _);

    private void Wrong(string number, int times)
    {
        for (var i = 0; i < times; i++)
        {
            Judge(number, "00000").ShouldBe(PinReason.Incorrect);
        }
    }

    private void Pass(TimeSpan time) => _now += time;
}
