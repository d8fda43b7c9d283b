using Dialtone.Watcher.Judging;
using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Tests.Judging;

public class CheckJudgeTests
{
    private static readonly CheckState Blank = new() { Check = "Sign in" };

    /// <summary>The colours after each run; a star where something changed.</summary>
    private static string Shown(int visibleAfter, string runs)
    {
        List<string> shown = [];
        var state = Blank;
        foreach (var run in SampleRuns.Of(runs))
        {
            (state, var judged) = CheckJudge.Next(state, run, visibleAfter);
            shown.Add($"{state.Color.ToString()[0]}{(judged.Change is null ? "" : "*")}");
        }

        return string.Join(' ', shown);
    }

    private static CheckState After(int visibleAfter, string runs) => SampleRuns.Of(runs).Aggregate(
        Blank, (state, run) => CheckJudge.Next(state, run, visibleAfter).State);

    [Theory]
    // One in a row is enough.
    [InlineData(1, "H F H", "G* R* G*")]
    [InlineData(1, "F", "R*")]
    [InlineData(1, "D", "Y*")]
    [InlineData(1, "D F D H", "Y* R* Y* G*")]
    // Two in a row.
    [InlineData(2, "H F H F H", "G* G G G G")]
    [InlineData(2, "H F F F H", "G* G R* R G*")]
    [InlineData(2, "F F", "U R*")]
    [InlineData(2, "F H", "U G*")]
    [InlineData(2, "H D H D", "G* G G G")]
    [InlineData(2, "H D D H", "G* G Y* G*")]
    // Neither two failures nor two alike, and yet nothing is well.
    [InlineData(2, "H D F D F", "G* G Y* Y Y")]
    [InlineData(2, "H F D F F", "G* G Y* Y R*")]
    // What is red stays red while it fails, and is yellow with the first run that goes through somehow.
    [InlineData(2, "F F D F F", "U R* Y* Y R*")]
    [InlineData(3, "H F F H F F F F H", "G* G G G G G R* R G*")]
    // Flapping in threes.
    [InlineData(2, "H F F H F F H", "G* G R* G* G R* G*")]
    // One that could not be run says so at once, and neither ends a row nor counts in it.
    [InlineData(2, "H N H", "G* U* G*")]
    [InlineData(2, "H N N F F", "G* U* U U R*")]
    [InlineData(2, "H F N F", "G* G U* R*")]
    [InlineData(2, "F F N F", "U R* U* R*")]
    [InlineData(2, "N", "U")]
    // Findings: advice is no colour; one that is worse is a reason for yellow even where runs are healthy between.
    [InlineData(1, "H:1204? H:1204?", "G* G")]
    [InlineData(2, "H H:1204! D:1204!", "G* G Y*")]
    [InlineData(2, "H H:1204? D:1204?", "G* G G")]
    public void A_row_of_runs_is_shown_as(int visibleAfter, string runs, string shown) =>
        Shown(visibleAfter, runs).ShouldBe(shown);

    [Theory]
    // A cause is named once it was there so often; until then the verdict of the run is.
    [InlineData(1, "F:1101", ":title of 1101 DT1101")]
    [InlineData(2, "F:1101 F:1101", "- :title of 1101 DT1101")]
    [InlineData(2, "F:1101 F:2101", "- :verdict of F:2101 ")]
    [InlineData(2, "F:1101 F:2101 F:2101", "- :verdict of F:2101  :title of 2101 DT2101")]
    // Another first cause is a change, its coming back as well; the same one for something else is another.
    [InlineData(1, "F:2101 F:2101 F F:2101", ":title of 2101 DT2101 - - -")]
    [InlineData(1, "F:1101 F:2101 F:1101", ":title of 1101 DT1101 :title of 2101 DT2101 :title of 1101 DT1101")]
    [InlineData(1, "F:1101/a F:1101/b", ":title of 1101 DT1101 :title of 1101 DT1101")]
    [InlineData(1, "F:1101 F:1101,2101", ":title of 1101 DT1101 -")]
    // One run without it, or with another that is not visible yet, is none.
    [InlineData(2, "F:1101 F:1101 F F:1101 F:1101", "- :title of 1101 DT1101 - - -")]
    [InlineData(2, "F:1101 F:1101 F:2101 F:2101", "- :title of 1101 DT1101 - :title of 2101 DT2101")]
    // What follows from a cause, and advice, is no cause of a colour.
    [InlineData(1, "F:2101!", ":verdict of F:2101! ")]
    [InlineData(1, "F:1204?,2101", ":title of 2101 DT2101")]
    // Green says nothing; what could not be run says why.
    [InlineData(1, "F:1101 H:1204?", ":title of 1101 DT1101 : ")]
    [InlineData(1, "F:1101 N", ":title of 1101 DT1101 :verdict of N ")]
    public void A_change_tells_the_first_visible_cause(int visibleAfter, string runs, string told)
    {
        List<string> changes = [];
        var state = Blank;
        foreach (var run in SampleRuns.Of(runs))
        {
            (state, var judged) = CheckJudge.Next(state, run, visibleAfter);
            changes.Add(judged.Change is { } change ? $":{change.Title} {change.Code}" : "-");
        }

        string.Join(' ', changes).ShouldBe(told);
    }

    [Theory]
    [InlineData(1, "F:1101,2101", "DT1101 DT2101")]
    [InlineData(2, "F:1101,2101", "")]
    [InlineData(2, "F:1101,2101 F:2101", "DT2101")]
    [InlineData(2, "F:1101/a F:1101/b", "")]
    [InlineData(2, "F:1101 N", "")]
    [InlineData(2, "F:1101 N F:1101", "DT1101")]
    [InlineData(2, "F:1101 F F:1101", "")]
    [InlineData(2, "F:1101,1101 H", "")]
    [InlineData(2, "F:1101,1101", "")]
    public void A_finding_is_visible_after_as_many_runs_in_a_row(int visibleAfter, string runs, string visible) =>
        string.Join(' ', After(visibleAfter, runs).Visible.Select(each => each.Code)).ShouldBe(visible);

    [Fact]
    public void The_state_says_since_when_and_what_to_compare()
    {
        var runs = SampleRuns.Of("H F N F D N").ToArray();
        var state = runs.Take(5).Aggregate(Blank, (state, run) => CheckJudge.Next(state, run, 2).State);
        state.Since.ShouldBe(SampleRuns.Begin.AddMinutes(4));
        state.LastGood.ShouldBe(runs[0].Id);
        state.FirstBad.ShouldBe(runs[1].Id);
        state = CheckJudge.Next(state, runs[5], 2).State;
        state.FirstBad.ShouldBe(runs[1].Id);
        state.OutcomeInARow.ShouldBe(1);
        CheckJudge.Next(state, SampleRuns.Of("H", 9), 2).State.FirstBad.ShouldBeNull();
    }

    [Fact]
    public void The_report_of_a_run_goes_on_to_history_and_not_into_the_state()
    {
        var (state, run) = CheckJudge.Next(Blank, SampleRuns.Of("H", 0), 2);
        run.Report.ShouldNotBeNull();
        state.Last!.Report.ShouldBeNull();
        state.Last.Change.ShouldBe(run.Change);
    }

    /// <summary>Every sequence of five runs, each judged as it ran and then rebuilt from what was kept.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void What_is_rebuilt_from_history_is_what_was_shown(int visibleAfter)
    {
        string[] words = ["H", "D:2101", "F:1101", "F:1101/b,2101", "N"];
        for (var number = 0; number < 3125; number++)
        {
            var row = Enumerable.Range(0, 5).Select(at => words[number / (int)Math.Pow(5, at) % 5]);
            var state = Blank;
            List<CheckRun> kept = [];
            foreach (var run in SampleRuns.Of(string.Join(' ', row)))
            {
                (state, var judged) = CheckJudge.Next(state, run, visibleAfter);
                kept.Insert(0, judged with { Report = null });
            }

            var rebuilt = CheckJudge.Rebuild("Sign in", kept, visibleAfter);
            rebuilt.ShouldSatisfyAllConditions(
                () => rebuilt.Color.ShouldBe(state.Color),
                () => rebuilt.Since.ShouldBe(state.Since),
                () => rebuilt.Visible.ShouldBe(state.Visible),
                () => rebuilt.Cause?.Code.ShouldBe(state.Cause!.Code),
                () => rebuilt.OutcomeInARow.ShouldBe(state.OutcomeInARow),
                () => rebuilt.FailedInARow.ShouldBe(state.FailedInARow),
                () => rebuilt.BadInARow.ShouldBe(state.BadInARow),
                () => rebuilt.LastGood.ShouldBe(state.LastGood),
                () => rebuilt.FirstBad.ShouldBe(state.FirstBad),
                () => rebuilt.Last!.Id.ShouldBe(state.Last!.Id));
        }
    }
}
