using Dialtone.Core.Transactions;
using Dialtone.Net.Tests.Reports.Html;
using Dialtone.Reports;

namespace Dialtone.Net.Tests.Reports.Transactions;

public class TransactionTextTests
{
    private static readonly TransactionResult Refused = Examples.Refused();

    private static readonly TransactionResult Good = new()
    {
        Kind = TransactionKind.ClientAuth,
        Result = TransactionVerdict.Success,
        TargetFqdn = "pool01.contoso.example",
        TargetUri = "https://pool01.contoso.example:443/CertProv/CertProvisioningService.svc",
        Latency = TimeSpan.FromTicks(41234567),
        Account = "sip:alice@contoso.example",
        Findings = new(),
        Steps = TransactionSteps.Of([]),
    };

    [Fact]
    public void The_list_is_printed_as_the_cmdlets_print_it()
    {
        TransactionText.List(Good).ShouldBe(
        [
            "TargetUri   : https://pool01.contoso.example:443/CertProv/CertProvisioningService.svc",
            "TargetFqdn  : pool01.contoso.example",
            "Result      : Success",
            "Latency     : 00:00:04.1234567",
            "Error       :",
            "Diagnosis   :",
        ]);
        // Without a part on the web there is no such line, and a value of two lines is one value.
        TransactionText.List(Good with { TargetUri = "", Diagnosis = "Inner Diagnosis:a : 1\nb : 2" }).ShouldBe(
        [
            "TargetFqdn  : pool01.contoso.example",
            "Result      : Success",
            "Latency     : 00:00:04.1234567",
            "Error       :",
            "Diagnosis   : Inner Diagnosis:a : 1",
            "              b : 2",
        ]);
    }

    [Fact]
    public void The_order_is_fixed()
    {
        var lines = TransactionText.Of(Refused).ToList();

        lines[0].ShouldBe($"client-auth for sip:alice@contoso.example failed: {Refused.Cause!.Title}.");
        int[] places =
        [
            lines.FindIndex(line => line.StartsWith("TargetFqdn", StringComparison.Ordinal)),
            lines.FindIndex(line => line == "Failed at: Connection."),
            lines.FindIndex(line => line.StartsWith($"{Refused.Cause.Code} ", StringComparison.Ordinal)),
            lines.FindIndex(line => line.StartsWith("  1. ", StringComparison.Ordinal)),
            lines.IndexOf("Steps:"),
        ];
        places.ShouldAllBe(place => place > 0);
        places.ShouldBeInOrder();
        lines.ShouldContain(line => line.StartsWith("  Connection             failed", StringComparison.Ordinal));
        lines.ShouldContain("  TLS                    not run");
        lines.Where(line => !line.StartsWith("       ", StringComparison.Ordinal))
            .ShouldAllBe(line => line.Length <= Wrapped.Columns);
    }

    [Fact]
    public void What_was_not_checked_is_said()
    {
        var result = Good with
        {
            Findings = new() { NotChecked = [new(TransactionStep.RelayReach, "No relay was named.")] },
        };

        TransactionText.Of(result).ToList()[^3..].ShouldBe(["", "Not checked:", "  Media Relays: No relay was named."]);
    }

    [Theory]
    [InlineData(TransactionVerdict.Success, "succeeded after 4.1 s")]
    [InlineData(TransactionVerdict.NotRun, "was stopped before it came to an end")]
    public void The_verdict_is_one_sentence(TransactionVerdict verdict, string said) =>
        TransactionText.Verdict(Good with { Result = verdict })
            .ShouldBe($"client-auth for sip:alice@contoso.example {said}.");

    [Fact]
    public void Nagios_gets_one_line_with_what_was_measured()
    {
        TransactionNagios.Of(Good).ShouldBe(
            "DIALTONE OK - client-auth for sip:alice@contoso.example succeeded after 4.1 s. | latency=4.123457s;;;0");

        var line = TransactionNagios.Of(Refused);
        line.ShouldStartWith($"DIALTONE CRITICAL - {Refused.Cause!.Code} client-auth for ");
        line.ShouldContain(" | latency=8.250000s;;;0 ");
        line.ShouldContain(" connect=");
        line.ShouldNotContain("tls=");
        TransactionNagios.Of("two\nlines | one").ShouldBe("DIALTONE UNKNOWN - two lines / one");
    }

    [Theory]
    [InlineData(TransactionVerdict.Success, StepResult.Passed, NagiosStatus.Ok)]
    [InlineData(TransactionVerdict.Success, StepResult.Degraded, NagiosStatus.Warning)]
    [InlineData(TransactionVerdict.Failure, StepResult.Failed, NagiosStatus.Critical)]
    [InlineData(TransactionVerdict.NotRun, StepResult.NotRun, NagiosStatus.Unknown)]
    public void Nagios_gets_a_status(TransactionVerdict verdict, StepResult step, NagiosStatus status) =>
        TransactionNagios.StatusOf(Good with
        {
            Result = verdict,
            Steps = [new(TransactionStep.Dhcp, step, default, [])],
        }).ShouldBe(status);
}
