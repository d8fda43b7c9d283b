using System.Diagnostics;
using Dialtone.Core.Transactions;
using Dialtone.Interop.Tests.Captures;
using Dialtone.Watcher.Configuration;
using Dialtone.Watcher.Probing;
using Dialtone.Watcher.Tests.Alerts;
using Dialtone.Watcher.Tracing;
using Dialtone.Wire.Auth.Signatures;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dialtone.Watcher.Tests.Tracing;

public class RunTracingTests
{
    private const ulong Ok = 1;
    private const ulong Error = 2;

    private static readonly WatchCheck Check = new(
        "Sign in", new() { Transaction = TransactionKind.Registration, Account = new("alice") }) { Site = "Zurich" };

    [Theory]
    [InlineData(HttpProtocols.Http1, "/v1/traces")]
    [InlineData(HttpProtocols.Http2, "/")]
    public async Task A_run_is_one_trace_with_a_span_for_each_step_that_was_run(HttpProtocols protocols, string path)
    {
        var result = SimulatedTransaction.Run(SipScheme.Ntlm);
        var spans = await TracedAsync(new ProbeResult.Ran(result, TimedOut: false), protocols, path);
        var root = spans.Single(each => each.Parent.Length == 0);
        root.Name.ShouldBe("registration");
        root.Resource["service.name"].ShouldBe("dialtone-watcher");
        root.Resource["service.instance.id"].ShouldBe("here");
        root.Attributes["dialtone.check"].ShouldBe("Sign in");
        root.Attributes["dialtone.site"].ShouldBe("Zurich");
        root.Attributes["dialtone.outcome"].ShouldBe("healthy");
        root.Attributes["dialtone.timed_out"].ShouldBe("false");
        root.Attributes["server.address"].ShouldBe(result.TargetFqdn);
        root.Attributes.ShouldNotContainKey("dialtone.code");
        root.Status.ShouldBe(Ok);

        var steps = spans.Where(each => each != root).ToList();
        steps.ShouldAllBe(each => each.Trace == root.Trace && each.Parent == root.Id);
        var run = result.Steps.Where(each => each.Result != StepResult.NotRun).ToList();
        steps.Select(each => each.Attributes["dialtone.step"]).ShouldBe(
            run.Select(each => Name(each.Step)), ignoreOrder: true);
        foreach (var report in run)
        {
            var span = steps.Single(each => each.Name == Name(report.Step));
            (span.Start - result.StartedAt).ShouldBe(report.Began!.Value.SinceStart, span.Name);
            // No span is shorter than a tick.
            var shortest = report.Began.Value.SinceStart + TimeSpan.FromTicks(1);
            var ended = report.Ended!.Value.SinceStart;
            (span.End - result.StartedAt).ShouldBe(ended > shortest ? ended : shortest, span.Name);
            (span.End - span.Start).ShouldBeGreaterThanOrEqualTo(report.Took);
            span.Status.ShouldBe(report.Result == StepResult.Passed ? Ok : 0, span.Name);
        }
    }

    [Fact]
    public async Task A_run_that_failed_says_by_which_finding_and_so_does_the_step()
    {
        var result = SimulatedTransaction.Run(SipScheme.Ntlm, "dns-silent");
        var spans = await TracedAsync(new ProbeResult.Ran(result, TimedOut: false), HttpProtocols.Http1, "/v1/traces");
        var root = spans.Single(each => each.Parent.Length == 0);
        root.Attributes["dialtone.outcome"].ShouldBe("failed");
        root.Attributes["dialtone.code"].ShouldBe($"{result.Cause!.Code}");
        root.Status.ShouldBe(Error);
        root.StatusText.ShouldContain(result.Cause.Title);
        var failed = spans.Single(each => each.Name == Name(result.FailedStep!.Value));
        failed.Status.ShouldBe(Error);
        failed.StatusText.ShouldNotBeEmpty();
        failed.Attributes["dialtone.code"].ShouldStartWith("DT");
        spans.ShouldAllBe(each => each.Attributes.Values.All(
            value => !value.Contains(SimulatedTransaction.Password, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_could_not_be_run_is_a_span_alone()
    {
        var spans = await TracedAsync(
            new ProbeResult.NotRun("The file alice.password is not there."), HttpProtocols.Http1, "/v1/traces");
        var root = spans.ShouldHaveSingleItem();
        root.Attributes["dialtone.outcome"].ShouldBe("not-run");
        root.Status.ShouldBe(Error);
        root.StatusText.ShouldBe("The file alice.password is not there.");
    }

    [Fact]
    public async Task A_run_is_a_trace_of_its_own_whoever_asked_for_it()
    {
        using var scrape = new Activity("scrape").SetIdFormat(ActivityIdFormat.W3C).Start();
        var spans = await TracedAsync(new ProbeResult.NotRun("No."), HttpProtocols.Http1, "/v1/traces");
        spans.ShouldHaveSingleItem().Trace.ShouldNotBe(scrape.TraceId.ToHexString());
        Activity.Current.ShouldBe(scrape);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/v1/traces")]
    [InlineData("http://127.0.0.1:1")]
    public async Task A_collector_that_is_away_holds_up_nothing_and_is_told_of_once(string address)
    {
        var log = new LogLines();
        // Nobody listens on the port of tcpmux.
        using (var tracing = RunTracing.To(new(address), "here", TimeProvider.System, log))
        {
            var probe = tracing.Over(
                (_, _, _, _) => Task.FromResult<ProbeResult>(new ProbeResult.NotRun("No.")), _ => null);
            (await probe(Check.Probe, "Sign in", TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken))
                .ShouldBeOfType<ProbeResult.NotRun>();
        }

        log.Lines.ShouldHaveSingleItem().Text.ShouldStartWith("Traces are lost: ");
    }

    [Fact]
    public void Without_a_collector_there_is_no_tracing() =>
        RunTracing.To(null, "here", TimeProvider.System, NullLogger.Instance).ShouldBeNull();

    private static string Name(TransactionStep step) => Reports.DataNames.Of(step);

    private static async Task<IReadOnlyCollection<ReceivedSpan>> TracedAsync(
        ProbeResult result, HttpProtocols protocols, string path)
    {
        await using var collector = await Collector.StartAsync(protocols);
        var address = new Uri(collector.Address, path);
        using (var tracing = RunTracing.To(address, "here", TimeProvider.System, NullLogger.Instance))
        {
            var probe = tracing.Over(
                (_, _, _, _) => Task.FromResult(result), name => name == Check.Name ? Check : null);
            (await probe(Check.Probe, "Sign in", TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken))
                .ShouldBeSameAs(result);
        }

        return collector.Spans;
    }
}
