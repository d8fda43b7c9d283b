using System.Collections.Immutable;
using System.Net;
using Dialtone.Core.SignIn;
using Dialtone.Core.Transactions;
using Dialtone.Interop.Tests.Captures;
using Dialtone.Net.Tests.Live;
using Dialtone.Watcher.Configuration;
using Dialtone.Watcher.Metrics;
using Dialtone.Watcher.Probing;
using Dialtone.Watcher.Runs;
using Dialtone.Wire.Auth.Signatures;
using Microsoft.AspNetCore.Http;

namespace Dialtone.Watcher.Tests.Metrics;

public sealed class ProbeEndpointTests : IAsyncLifetime
{
    private static readonly Lazy<TransactionResult> Good = new(() => SimulatedTransaction.Run(SipScheme.Ntlm));
    private static readonly Lazy<TransactionResult> Bad = new(
        () => SimulatedTransaction.Run(SipScheme.Ntlm, "dns-silent"));

    // Of what other threads do, on a busy machine.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly ManualTimeProvider _time = new();
    private readonly ProbeTally _tally = new();
    private readonly List<(ProbeSettings Settings, string Name, TimeSpan Limit)> _asked = [];
    private Func<CancellationToken, Task<ProbeResult>> _probe = _ =>
        Task.FromResult<ProbeResult>(new ProbeResult.Ran(Good.Value, TimedOut: false));

    private Served _served = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static WatchConfiguration Configuration => new()
    {
        Watcher = "here",
        Concurrency = 2,
        Accounts = [Account("alice"), Account("bob")],
        Modules = ImmutableSortedDictionary<string, ProbeSettings>.Empty.Add("sign-in", new()
        {
            Transaction = TransactionKind.Registration,
            Account = Account("alice"),
            Remembers = true,
        }),
    };

    [Fact]
    public async Task A_transaction_that_works_is_told_by_the_names_that_probers_share_and_by_ours()
    {
        var read = await _served.ReadAsync("/probe?module=sign-in&target=pool01.contoso.example");
        read["probe_success"].ShouldBe(1);
        read["probe_duration_seconds"].ShouldBe(0);
        read["dialtone_sign_in_duration_seconds"].ShouldBe(Good.Value.Latency.TotalSeconds);
        read["dialtone_timed_out"].ShouldBe(0);
        read["dialtone_step_result{step=\"register\"}"].ShouldBe(1);
        read["dialtone_step_duration_seconds{step=\"register\"}"].ShouldBeGreaterThan(0);
        read["dialtone_targets{state=\"answered\"}"].ShouldBeGreaterThan(0);
        read.Series.ShouldAllBe(series => !series.Contains("check="));
        _tally.Ran(RunOutcome.Healthy).ShouldBe(1);
    }

    [Fact]
    public async Task A_transaction_that_fails_is_an_answer_with_its_findings()
    {
        _probe = _ => Task.FromResult<ProbeResult>(new ProbeResult.Ran(Bad.Value, TimedOut: false));
        var read = await _served.ReadAsync("/probe?module=sign-in&target=pool01.contoso.example");
        read["probe_success"].ShouldBe(0);
        read[$"dialtone_finding{{code=\"{Bad.Value.Cause!.Code}\",severity=\"blocking\",cause=\"true\"}}"].ShouldBe(1);
        _tally.Ran(RunOutcome.Failed).ShouldBe(1);
    }

    [Fact]
    public async Task What_cannot_be_run_is_an_answer_too()
    {
        _probe = _ => Task.FromResult<ProbeResult>(new ProbeResult.NotRun("The file alice.password is not there."));
        var read = await _served.ReadAsync("/probe?module=sign-in&target=pool01.contoso.example");
        read["probe_success"].ShouldBe(0);
        read.Of("dialtone_sign_in_duration_seconds").ShouldBeEmpty();
        (await TextAsync("/probe?module=sign-in&target=pool01.contoso.example&debug=true"))
            .ShouldContain("It could not be run. The file alice.password is not there.");
    }

    [Theory]
    [InlineData("pool01.contoso.example", "pool01.contoso.example", null)]
    [InlineData("POOL01.contoso.example.", "pool01.contoso.example", 0)]
    [InlineData("pool01.contoso.example:5062", "pool01.contoso.example", 5062)]
    [InlineData("192.0.2.1:65535", "192.0.2.1", 65535)]
    public async Task A_host_is_the_Registrar_and_discovery_is_bypassed(string target, string host, int? port)
    {
        await _served.ReadAsync($"/probe?module=sign-in&target={target}");
        var (settings, _, _) = _asked.ShouldHaveSingleItem();
        settings.Registrar!.Value.Text.ShouldBe(host);
        settings.RegistrarPort.ShouldBe(port is > 0 ? (ushort)port : null);
        settings.Account.Name.ShouldBe("alice");
        settings.Remembers.ShouldBeFalse();
    }

    [Theory]
    [InlineData("sip:bob@contoso.example")]
    [InlineData("SIP:BOB@Contoso.example")]
    public async Task An_address_is_an_account_of_the_configuration_that_finds_its_own_way(string target)
    {
        await _served.ReadAsync($"/probe?module=sign-in&target={target}");
        var (settings, _, _) = _asked.ShouldHaveSingleItem();
        settings.Account.Name.ShouldBe("bob");
        settings.Registrar.ShouldBeNull();
    }

    [Theory]
    [InlineData("", "Say what is to be run")]
    [InlineData("?module=sign-in", "Say what is to be run")]
    [InlineData("?target=pool01.contoso.example", "Say what is to be run")]
    [InlineData("?module=sign-in&target=", "Say what is to be run")]
    [InlineData("?module=sign-in&module=other&target=a.example", "Say what is to be run")]
    [InlineData("?module=other&target=a.example", "There is no module 'other'. The configuration has: sign-in.")]
    [InlineData("?module=sign-in&target=sip:mallory@contoso.example", "no account of 'sip:mallory@contoso.example'")]
    [InlineData("?module=sign-in&target=sip:", "no account of 'sip:'")]
    [InlineData("?module=sign-in&target=https://pool01.contoso.example/", "neither host")]
    [InlineData("?module=sign-in&target=pool01.contoso.example:0", "neither host")]
    [InlineData("?module=sign-in&target=pool01.contoso.example:65536", "neither host")]
    [InlineData("?module=sign-in&target=pool01.contoso.example:", "neither host")]
    [InlineData("?module=sign-in&target=a%20b", "neither host")]
    public async Task What_it_does_not_know_is_refused_in_words(string query, string words)
    {
        using var answer = await GetAsync($"/probe{query}");
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Served.TextAsync(answer)).ShouldContain(words);
        _asked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null, 119.5)]
    [InlineData("10", 9.5)]
    [InlineData("10.25", 9.75)]
    [InlineData("1", 0.5)]
    [InlineData("0.4", 0.2)]
    [InlineData("3600", 119.5)]
    public async Task The_scrape_says_how_long_a_run_may_take(string? header, double seconds)
    {
        using var answer = await GetAsync("/probe?module=sign-in&target=pool01.contoso.example", header);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        _asked.ShouldHaveSingleItem().Limit.ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    [Theory]
    [InlineData("10", 9.875)]
    [InlineData("1", 0.875)]
    [InlineData("0.4", 0.35)]
    public void An_answer_is_there_before_the_scrape_gives_up(string header, double seconds)
    {
        var request = new DefaultHttpContext().Request;
        request.Headers[ScrapeLimit.Header] = header;
        ScrapeLimit.TryRead(request, out var limit).ShouldBeTrue();
        limit.Answer.ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("soon")]
    [InlineData("NaN")]
    [InlineData("1e3")]
    public async Task A_time_that_is_none_is_refused(string header)
    {
        using var answer = await GetAsync("/probe?module=sign-in&target=pool01.contoso.example", header);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Served.TextAsync(answer)).ShouldContain("X-Prometheus-Scrape-Timeout-Seconds");
    }

    [Fact]
    public async Task There_is_an_answer_in_time_though_the_run_does_not_end()
    {
        var never = new TaskCompletionSource<ProbeResult>();
        var begun = new TaskCompletionSource();
        _probe = _ =>
        {
            begun.SetResult();
            return never.Task;
        };
        var asking = GetAsync("/probe?module=sign-in&target=pool01.contoso.example", "10");
        await begun.Task.WaitAsync(Limit, Cancel);
        await AdvanceUntilAsync(asking);
        using var answer = await asking;
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var read = Exposition.Read(await Served.TextAsync(answer));
        read["probe_success"].ShouldBe(0);
        read["dialtone_timed_out"].ShouldBe(1);
        read["probe_duration_seconds"].ShouldBeGreaterThanOrEqualTo(9.875);
        _tally.Ran(RunOutcome.Failed).ShouldBe(1);
        never.SetResult(new ProbeResult.NotRun(""));
    }

    [Fact]
    public async Task A_run_that_was_given_up_says_what_was_seen_until_then()
    {
        _probe = _ => Task.FromResult<ProbeResult>(new ProbeResult.Ran(Bad.Value, TimedOut: true));
        var read = await _served.ReadAsync("/probe?module=sign-in&target=pool01.contoso.example");
        read["probe_success"].ShouldBe(0);
        read["dialtone_timed_out"].ShouldBe(1);
        read.Of("dialtone_finding").ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("pool01.contoso.example", "pool02.contoso.example")]
    [InlineData("pool01.contoso.example", "pool01.contoso.example")]
    public async Task Two_at_once_are_two_endpoints_and_later_ones_are_these_again(string one, string other)
    {
        var slow = new TaskCompletionSource<ProbeResult>();
        var begun = new SemaphoreSlim(0);
        _probe = _ =>
        {
            begun.Release();
            return slow.Task;
        };
        Task<HttpResponseMessage>[] both =
        [
            GetAsync($"/probe?module=sign-in&target={one}", "10"),
            GetAsync($"/probe?module=sign-in&target={other}", "10"),
        ];
        await begun.WaitAsync(Limit, Cancel);
        await begun.WaitAsync(Limit, Cancel);
        slow.SetResult(new ProbeResult.NotRun(""));
        foreach (var answer in await Task.WhenAll(both))
        {
            answer.Dispose();
        }

        var names = _asked.Select(each => each.Name).ToArray();
        names.ShouldBeUnique();
        (await GetAsync($"/probe?module=sign-in&target={one}", "10")).Dispose();
        names.ShouldContain(_asked[^1].Name);
    }

    [Fact]
    public async Task Only_so_many_run_at_once_and_one_that_outlives_its_answer_keeps_its_place()
    {
        var slow = new TaskCompletionSource<ProbeResult>();
        var begun = new SemaphoreSlim(0);
        _probe = _ =>
        {
            begun.Release();
            return slow.Task;
        };
        var one = GetAsync("/probe?module=sign-in&target=a.example", "10");
        var two = GetAsync("/probe?module=sign-in&target=b.example", "10");
        (await begun.WaitAsync(Limit, Cancel)).ShouldBeTrue();
        (await begun.WaitAsync(Limit, Cancel)).ShouldBeTrue();
        using var three = await GetAsync("/probe?module=sign-in&target=c.example");
        three.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        three.Headers.RetryAfter!.ToString().ShouldBe("5");
        (await Served.TextAsync(three)).ShouldContain("As many probes run as may: 2");
        _tally.Refused.ShouldBe(1);

        await AdvanceUntilAsync(Task.WhenAll(one, two));
        using var still = await GetAsync("/probe?module=sign-in&target=c.example");
        still.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        slow.SetResult(new ProbeResult.NotRun(""));
        using var free = await GetAsync("/probe?module=sign-in&target=c.example");
        free.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await one).Dispose();
        (await two).Dispose();
    }

    [Fact]
    public async Task Who_goes_away_ends_the_run()
    {
        var ended = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        _probe = async cancellation =>
        {
            using var registered = cancellation.Register(ended.SetResult);
            begun.SetResult();
            await ended.Task.WaitAsync(Limit, CancellationToken.None);
            return new ProbeResult.NotRun("");
        };
        using var gone = new CancellationTokenSource();
        var asking = _served.Client.GetAsync(
            new Uri("/probe?module=sign-in&target=a.example", UriKind.Relative), gone.Token);
        await begun.Task.WaitAsync(Limit, Cancel);
        await gone.CancelAsync();
        await ended.Task.WaitAsync(Limit, Cancel);
        await Should.ThrowAsync<OperationCanceledException>(() => asking);
    }

    [Fact]
    public async Task A_person_reads_the_verdict_the_steps_what_to_do_and_the_journal_before_the_metrics()
    {
        _probe = _ => Task.FromResult<ProbeResult>(new ProbeResult.Ran(Bad.Value, TimedOut: false));
        using var answer = await GetAsync("/probe?module=sign-in&target=pool01.contoso.example&debug=true");
        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; charset=utf-8");
        var text = await Served.TextAsync(answer);
        string[] order =
        [
            "Module sign-in at pool01.contoso.example", " failed: ", $"{Bad.Value.Cause!.Code} ", "  1. ", "Steps:",
            "Journal:", "  +0.000s PoweredOn", "Metrics:", "# HELP probe_success", "dialtone_finding{",
        ];
        order.Select(each => text.IndexOf(each, StringComparison.Ordinal)).ShouldBeInOrder();
        order.ShouldAllBe(each => text.Contains(each, StringComparison.Ordinal));
        text.ShouldNotContain(SimulatedTransaction.Password);
    }

    public async ValueTask InitializeAsync() => _served = await Served.StartAsync(endpoints => ProbeEndpoint.Map(
        endpoints,
        (settings, name, limit, cancellation) =>
        {
            lock (_asked)
            {
                _asked.Add((settings, name, limit));
            }

            return _probe(cancellation);
        },
        () => Configuration, _tally, _time));

    public ValueTask DisposeAsync() => _served.DisposeAsync();

    private static WatchAccount Account(string name)
    {
        AddressOfRecord.TryParse($"sip:{name}@contoso.example", out var address).ShouldBeTrue();
        return new(name) { Address = address };
    }

    // In small steps: the timer may be set a moment after the run began.
    private async Task AdvanceUntilAsync(Task answer)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!answer.IsCompleted)
        {
            limit.Token.ThrowIfCancellationRequested();
            _time.Advance(TimeSpan.FromMilliseconds(1));
            await Task.Yield();
        }
    }

    private async Task<string> TextAsync(string path)
    {
        using var answer = await GetAsync(path);
        return await Served.TextAsync(answer);
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string? limit = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (limit is not null)
        {
            request.Headers.TryAddWithoutValidation(ScrapeLimit.Header, limit).ShouldBeTrue();
        }

        return await _served.Client.SendAsync(request, Cancel);
    }
}
