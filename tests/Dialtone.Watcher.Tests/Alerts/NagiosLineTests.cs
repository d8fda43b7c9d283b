using System.Text;
using Dialtone.Core.Transactions;
using Dialtone.Watcher.Alerts;
using Dialtone.Watcher.Judging;
using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Tests.Alerts;

public class NagiosLineTests
{
    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeSeconds(1_900_000_000);

    private static string Line(
        CheckRun run, CheckColor color, string host = "sbc1", string check = "Sign in", int inARow = 1) =>
        Encoding.UTF8.GetString(NagiosLine.Of(
            host, TurnedRuns.Check with { Name = check },
            new() { Check = check, Color = color, OutcomeInARow = inARow, Last = run }, run).Span);

    [Fact]
    public void A_run_is_one_line_with_what_was_measured() => Line(TurnedRuns.Red(1, At), CheckColor.Red).ShouldBe(
        "[1900000004] PROCESS_SERVICE_CHECK_RESULT;sbc1;Sign in;2;DIALTONE CRITICAL - DT1101 client-auth for "
        + "sip:alice@contoso.example failed after 4 s at DHCP. | latency=4.000000s;;;0 dhcp=3.000000s;;;0 "
        + "dns=0.012000s;;;0\n");

    [Theory]
    [InlineData(CheckColor.Green, ";0;DIALTONE OK - ")]
    [InlineData(CheckColor.Yellow, ";1;DIALTONE WARNING - ")]
    [InlineData(CheckColor.Red, ";2;DIALTONE CRITICAL - ")]
    [InlineData(CheckColor.Unknown, ";3;DIALTONE UNKNOWN - ")]
    public void The_status_is_that_of_the_check(CheckColor color, string said) =>
        Line(TurnedRuns.Red(1, At), color).ShouldContain(said);

    [Fact]
    public void A_failure_that_is_not_shown_yet_says_so() => Line(TurnedRuns.Red(1, At), CheckColor.Green)
        .ShouldContain(";0;DIALTONE OK - DT1101 client-auth for sip:alice@contoso.example failed after 4 s at DHCP. "
            + "(1 in a row, shown after 2) | ");

    [Fact]
    public void What_could_not_be_run_has_nothing_measured()
    {
        var run = TurnedRuns.Green(1, At) with { Outcome = RunOutcome.NotRun, Steps = [], Verdict = "no password" };
        Line(run, CheckColor.Unknown).ShouldEndWith(";3;DIALTONE UNKNOWN - no password\n");
    }

    // ';' ends a field, '|' begins what was measured, a backslash an escape, and a line end the next command.
    [Fact]
    public void What_has_a_meaning_for_Nagios_loses_it()
    {
        var run = TurnedRuns.Green(1, At) with { Verdict = "CONTOSO\\new|x=1\n[1] SHUTDOWN_PROGRAM; a\u0000b\u0085c" };
        Line(run, CheckColor.Green, host: "a;b\n", check: "c;\r\nd").ShouldStartWith(
            "[1900000004] PROCESS_SERVICE_CHECK_RESULT;a,b ;c,  d;0;"
            + @"DIALTONE OK - CONTOSO\\new/x=1 [1] SHUTDOWN_PROGRAM; a b c | latency=");
    }

    [Theory]
    [InlineData("x")]
    [InlineData("ü")]
    [InlineData("\\")]
    [InlineData("😀")]
    public void A_long_text_is_cut_and_what_was_measured_is_not(string letter)
    {
        for (var extra = 0; extra < 4; extra++)
        {
            var text = new string('x', extra) + string.Concat(Enumerable.Repeat(letter, 5000));
            var run = TurnedRuns.Green(1, At) with { Verdict = text };
            var line = Line(run, CheckColor.Green);
            Encoding.UTF8.GetByteCount(line).ShouldBeInRange(
                AlertLimits.NagiosLineBytesMax - 4, AlertLimits.NagiosLineBytesMax);
            line.ShouldContain("… | latency=4.000000s;;;0 dhcp=");
            line.ShouldNotContain('\uFFFD');
            (line.Count(each => each == '\\') % 2).ShouldBe(0);
            line.IndexOf('\n', StringComparison.Ordinal).ShouldBe(line.Length - 1);
        }
    }

    [Fact]
    public void A_step_that_was_not_run_is_not_measured() =>
        Line(TurnedRuns.Red(1, At), CheckColor.Red).ShouldNotContain("tls=");
}
