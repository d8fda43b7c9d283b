using Dialtone.Net;

namespace Dialtone.Net.Tests.Net;

public class LocalInterfaceTests
{
    [Fact]
    public void An_unknown_name_is_answered_with_the_names_there_are()
    {
        LocalInterface.TryChoose("nowhere0", out _, out var reason).ShouldBeFalse();
        reason.ShouldNotBeNull().ShouldContain("'nowhere0'");
    }

    [Fact]
    public void The_loopback_may_be_asked_for_by_name()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "its name is lo on Linux");
        LocalInterface.TryChoose("lo", out var chosen, out var reason).ShouldBeTrue(reason);
        chosen.ShouldNotBeNull().Address.ShouldNotBeNull().IsLoopback.ShouldBeTrue();
        chosen.IPv6Addresses.ShouldAllBe(address => address.IsLoopback);
        chosen.HasIPv6.ShouldBeFalse();
    }

    [Fact]
    public void The_loopback_is_never_chosen_by_itself()
    {
        if (LocalInterface.TryChoose(null, out var chosen, out var reason))
        {
            chosen.Address?.IsLoopback.ShouldBeFalse();
            chosen.IPv6Addresses.ShouldAllBe(address => !address.IsLoopback);
        }
        else
        {
            reason.ShouldContain("loopback");
        }
    }
}
