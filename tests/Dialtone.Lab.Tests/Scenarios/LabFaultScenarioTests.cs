using Dialtone.Lab.Faults;
using Dialtone.Lab.Scenarios;

namespace Dialtone.Lab.Tests.Scenarios;

public class LabFaultScenarioTests
{
    public static TheoryData<string> Names() => [.. LabFault.All.Select(fault => fault.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_fault_has_a_scenario_of_itself_alone_from_the_start(string name)
    {
        LabFault.TryFind(name, out var fault).ShouldBeTrue();

        LabFaultScenario.TryOf(fault!, Deployment.Contoso, out var scenario).ShouldBeTrue();

        scenario!.Faults.ShouldBe([name]);
        scenario.Later.ShouldBeEmpty();
        scenario.Description.ShouldNotBeEmpty();
        scenario.Expect.ShouldNotBeNull();
        (scenario.Deployment.Pool01Balancer is null && fault!.NeedsBalancer).ShouldBeFalse();
    }

    [Fact]
    public void What_the_scenario_leaves_out_is_as_in_the_basis()
    {
        var basis = Deployment.Contoso with { HasDhcp6 = true };
        LabFault.TryFind("register-403", out var fault).ShouldBeTrue();

        LabFaultScenario.TryOf(fault!, basis, out var scenario).ShouldBeTrue();

        scenario!.Deployment.ShouldBe(basis);
    }

    [Fact]
    public void A_fault_of_another_catalogue_has_none()
    {
        var fault = new LabFault("nobody-knows-it", "", static (_, _) => { });

        LabFaultScenario.TryOf(fault, Deployment.Contoso, out _).ShouldBeFalse();
    }
}
