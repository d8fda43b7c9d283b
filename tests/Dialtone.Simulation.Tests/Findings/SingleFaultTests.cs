using Dialtone.Core.Findings;
using Dialtone.Core.Profiles;
using Dialtone.Core.SignIn;
using Dialtone.Core.Transactions;
using Dialtone.Lab.Faults;
using Dialtone.Lab.Scenarios;

namespace Dialtone.Simulation.Tests.Findings;

/// <summary>Every fault of the lab, alone: the first cause that is found is the thing that was broken.</summary>
public class SingleFaultTests
{
    public static TheoryData<string> Names() => [.. FaultScenarios.All.Keys];

    public static TheoryData<string, TransactionKind> Healthy()
    {
        var data = new TheoryData<string, TransactionKind>();
        foreach (var profile in DeviceProfile.All)
        {
            foreach (var kind in Enum.GetValues<TransactionKind>().Where(kind => Concerns(kind, profile)))
            {
                data.Add(profile.Name, kind);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_cause_that_is_found_is_what_was_broken(string name)
    {
        var proof = FaultProof.All[name];

        proof.Fault.Name.ShouldBe(name);
        proof.Scenario.Description.ShouldNotBeEmpty();
        proof.WhyWrong.ShouldBe("");
    }

    [Fact]
    public void Every_fault_of_the_lab_has_a_scenario() =>
        FaultScenarios.All.Keys.ShouldBe(LabFault.All.Select(fault => fault.Name), ignoreOrder: true);

    [Fact]
    public void Eighty_faults_at_least_raise_a_finding() =>
        FaultProof.All.Values.Count(proof => proof.Expected.Finding is not null).ShouldBeGreaterThanOrEqualTo(80);

    [Theory]
    [MemberData(nameof(Healthy))]
    public void Nothing_is_found_where_nothing_is_broken(string profile, TransactionKind kind)
    {
        var phone = new LabExpectation
        {
            Transaction = kind,
            Profile = DeviceProfile.All.First(each => each.Name == profile),
            Credential = kind == TransactionKind.PhoneBootstrap ? CredentialKind.Pin : CredentialKind.Password,
        };

        Judgement.WhyWrong(phone, DiagnosisWorld.Of(DiagnosisWorld.Basis, phone)).ShouldBe("");
    }

    [Fact]
    public void A_wrong_expectation_is_told_from_a_right_one()
    {
        var proof = FaultProof.All["pools-refused"];
        var right = proof.Expected;

        string Why(LabExpectation planted) => Judgement.WhyWrong(planted, proof.Diagnosis);

        Why(right).ShouldBeEmpty();
        Why(right with { Finding = FindingCatalogue.DhcpNoAnswer.Code }).ShouldNotBeEmpty();
        Why(right with { Finding = null }).ShouldNotBeEmpty();
        Why(right with { Names = ["pool99.contoso.example"] }).ShouldNotBeEmpty();
        Why(right with { Result = TransactionVerdict.Success }).ShouldNotBeEmpty();
    }

    // Presence takes two phones.
    private static bool Concerns(TransactionKind kind, DeviceProfile profile) => kind != TransactionKind.Presence
        && (profile != DeviceProfile.Sip || kind == TransactionKind.Registration);
}
