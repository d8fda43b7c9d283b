using Dialtone.Core.Findings;
using Dialtone.Core.Transactions;
using Dialtone.Watcher.History;
using Dialtone.Watcher.Judging;
using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Tests.History;

public class StoredCodesTests
{
    // What is stored somewhere already: these lines only ever grow at their end.
    [Fact]
    public void Every_name_has_its_number_for_ever()
    {
        Line(StoredCodes.Transactions).ShouldBe("ClientAuth Registration PhoneBootstrap AvEdgeConnectivity Presence");
        Line(StoredCodes.Steps).ShouldBe(
            "Dhcp Dns Resolve Connect Tls Challenge WebTicket Certificate Register Redirect PresenceState Provision " +
            "Contacts Presence RelayCredentials RelayReach RelayAllocation SignOut");
        Line(StoredCodes.Results).ShouldBe("NotRun Passed Degraded Failed");
        Line(StoredCodes.Outcomes).ShouldBe("NotRun Healthy Degraded Failed");
        Line(StoredCodes.Severities).ShouldBe("Advice Degraded Blocking");
        Line(StoredCodes.Colors).ShouldBe("Unknown Green Yellow Red");
        StoredCodes.Transactions.ToArray().ShouldBe(Enum.GetValues<TransactionKind>(), ignoreOrder: true);
        StoredCodes.Steps.ToArray().ShouldBe(Enum.GetValues<TransactionStep>(), ignoreOrder: true);
        StoredCodes.Results.ToArray().ShouldBe(Enum.GetValues<StepResult>(), ignoreOrder: true);
        StoredCodes.Outcomes.ToArray().ShouldBe(Enum.GetValues<RunOutcome>(), ignoreOrder: true);
        StoredCodes.Severities.ToArray().ShouldBe(Enum.GetValues<FindingSeverity>(), ignoreOrder: true);
        StoredCodes.Colors.ToArray().ShouldBe(Enum.GetValues<CheckColor>(), ignoreOrder: true);
    }

    [Fact]
    public void A_number_of_a_newer_version_is_trouble_in_words() =>
        Should.Throw<HistoryException>(() => StoredCodes.Name(StoredCodes.Steps, 200))
            .Message.ShouldContain("TransactionStep of number 200");

    private static string Line<T>(ReadOnlySpan<T> names)
        where T : struct, Enum => string.Join(' ', names.ToArray());
}
