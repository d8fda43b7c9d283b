using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Dialtone.Watcher.Alerts;
using Dialtone.Watcher.Configuration;
using Dialtone.Watcher.Judging;

namespace Dialtone.Watcher.Tests.Alerts;

public sealed class AlertSenderTests : IAsyncDisposable
{
    private const string Lease = "hook:operations";
    private readonly WatchedTime _time = new();
    private readonly LogLines _log = new();
    private readonly ChangeHistory _history = new();
    private readonly SocketsHttpHandler _handler = AlertSender.NewHandler();
    private readonly List<(AlertSender Sender, Task Run, CancellationTokenSource Stop)> _senders = [];
    private readonly string _key = Path.GetTempFileName();
    private Receiver _receiver = null!;
    private volatile bool _holds = true;
    private bool _isIdle;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private WatchConfiguration Configuration(bool isSigned = false) => new()
    {
        Checks = [TurnedRuns.Check],
        Webhooks = [new("operations", _receiver.Url) { Key = isSigned ? new(_key, null) : null }],
    };

    [Fact]
    public async Task An_event_is_posted_as_JSON_and_signed_so_that_openssl_agrees()
    {
        await BeginAsync(isSigned: true);
        var run = TurnedRuns.Red(1, _time.GetUtcNow());
        _history.Add(run);
        await PollAsync();

        var got = await _receiver.NextAsync();
        got.Method.ShouldBe("POST");
        got.Path.ShouldBe("/hooks/path-secret");
        got.Headers["Content-Type"].ShouldBe("application/json");
        got.Headers["User-Agent"].ShouldStartWith("dialtone-watch/");
        got.Id.ShouldBe(run.Id.ToString());
        var timestamp = got.Headers["webhook-timestamp"];
        timestamp.ShouldBe(_time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        got.Headers["webhook-signature"].ShouldBe($"v1,{await OpensslAsync(got, timestamp)}");

        using var body = JsonDocument.Parse(got.Body);
        body.RootElement.GetProperty("id").GetGuid().ShouldBe(run.Id);
        body.RootElement.GetProperty("data").GetProperty("directions")[0].GetString()
            .ShouldBe("Let option 120 name pool.contoso.example.");
        await MarkAsync(1);
        _senders[0].Sender.Hooks.ShouldBe([new("operations", Delivered: 1)]);
    }

    [Fact]
    public async Task One_that_is_not_taken_is_tried_again_by_the_table_and_the_next_waits_for_it()
    {
        await BeginAsync();
        _receiver.Answer(503);
        _receiver.Answer(500);
        _history.Add(TurnedRuns.Red(1, _time.GetUtcNow()));
        _history.Add(TurnedRuns.Green(2, _time.GetUtcNow()));
        await PollAsync();

        var first = await _receiver.NextAsync();
        await RetryAsync(0, null);
        var second = await _receiver.NextAsync();
        await RetryAsync(1, null);
        var third = await _receiver.NextAsync();
        var next = await _receiver.NextAsync();

        (first.Id, second.Id, third.Id).ShouldBe((third.Id, third.Id, TurnedRuns.Red(1, default).Id.ToString()));
        second.Body.ShouldBe(first.Body);
        second.Headers["webhook-timestamp"].ShouldNotBe(first.Headers["webhook-timestamp"]);
        next.Id.ShouldBe(TurnedRuns.Green(2, default).Id.ToString());
        await MarkAsync(2);
        _senders[0].Sender.Hooks.ShouldBe([new("operations", Delivered: 2, Retried: 2)]);
    }

    [Fact]
    public async Task A_receiver_that_asks_for_time_gets_it()
    {
        await BeginAsync();
        _receiver.Answer(429, "Retry-After", "77");
        _history.Add(TurnedRuns.Red(1, _time.GetUtcNow()));
        await PollAsync();

        _ = await _receiver.NextAsync();
        await RetryAsync(0, TimeSpan.FromSeconds(77));
        _ = await _receiver.NextAsync();
        await MarkAsync(1);
    }

    [Fact]
    public async Task After_410_nothing_is_sent_until_the_configuration_changes_and_then_nothing_is_missing()
    {
        await BeginAsync();
        _receiver.Answer(410);
        _history.Add(TurnedRuns.Red(1, _time.GetUtcNow()));
        await PollAsync();
        _ = await _receiver.NextAsync();
        await SaidAsync(505);
        _senders[0].Sender.Hooks.ShouldBe([new("operations", IsStopped: true, IsFailing: true)]);

        _history.Add(TurnedRuns.Green(2, _time.GetUtcNow()));
        _time.Advance(TimeSpan.FromHours(1));
        _receiver.HasMore.ShouldBeFalse();

        _senders[0].Sender.Apply(Configuration());
        (await _receiver.NextAsync()).Id.ShouldBe(TurnedRuns.Red(1, default).Id.ToString());
        (await _receiver.NextAsync()).Id.ShouldBe(TurnedRuns.Green(2, default).Id.ToString());
        await MarkAsync(2);
        _senders[0].Sender.Hooks.ShouldBe([new("operations", Delivered: 2)]);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(307)]
    public async Task What_will_never_be_taken_is_given_up_and_said_and_the_next_is_sent(int status)
    {
        await BeginAsync();
        _receiver.Answer(status, "Location", "/elsewhere");
        _history.Add(TurnedRuns.Red(1, _time.GetUtcNow()));
        _history.Add(TurnedRuns.Green(2, _time.GetUtcNow()));
        await PollAsync();

        (await _receiver.NextAsync()).Id.ShouldBe(TurnedRuns.Red(1, default).Id.ToString());
        var next = await _receiver.NextAsync();
        (next.Path, next.Id).ShouldBe(("/hooks/path-secret", TurnedRuns.Green(2, default).Id.ToString()));
        await MarkAsync(2);
        _log.Count(504).ShouldBe(1);
        _senders[0].Sender.Hooks.ShouldBe([new("operations", Delivered: 1, GivenUp: 1)]);
    }

    [Fact]
    public async Task What_is_too_old_is_given_up_without_a_try()
    {
        await BeginAsync();
        _history.Add(TurnedRuns.Red(1, _time.GetUtcNow() - AlertLimits.EventAgeMax - TimeSpan.FromMinutes(1)));
        _history.Add(TurnedRuns.Green(2, _time.GetUtcNow()));
        await PollAsync();
        (await _receiver.NextAsync()).Id.ShouldBe(TurnedRuns.Green(2, default).Id.ToString());
        _log.Count(504).ShouldBe(1);
    }

    [Fact]
    public async Task One_that_nobody_takes_for_a_day_is_given_up()
    {
        await BeginAsync();
        for (var attempt = 0; attempt < 100; attempt++)
        {
            _receiver.Answer(503);
        }

        _history.Add(TurnedRuns.Red(1, _time.GetUtcNow()));
        await PollAsync();
        var attempts = 0;
        while (_log.Count(504) == 0)
        {
            _ = await _receiver.NextAsync();
            _time.Advance(await _time.NextWaitAsync(IsRetry));
            attempts++;
            await SaidAsync(504, or: () => _receiver.HasMore);
        }

        await MarkAsync(1);
        attempts.ShouldBeInRange(45, 60);
    }

    [Fact]
    public async Task A_new_hook_is_not_told_the_past()
    {
        _history.Add(TurnedRuns.Red(1, _time.GetUtcNow()));
        await BeginAsync();
        _history.MarkOf(Lease).ShouldBe(1);
        _history.Add(TurnedRuns.Green(2, _time.GetUtcNow()));
        await PollAsync();
        (await _receiver.NextAsync()).Id.ShouldBe(TurnedRuns.Green(2, default).Id.ToString());
        _receiver.HasMore.ShouldBeFalse();
    }

    [Fact]
    public async Task That_a_new_check_works_is_not_told_and_that_one_works_which_could_not_be_run_is()
    {
        await BeginAsync();
        var now = _time.GetUtcNow();
        _history.Add(TurnedRuns.Green(1, now) with { Change = new(CheckColor.Unknown, CheckColor.Green, "", "") });
        _history.Add(TurnedRuns.Red(2, now) with { Change = new(CheckColor.Green, CheckColor.Unknown, "", "no key") });
        _history.Add(TurnedRuns.Green(3, now) with { Change = new(CheckColor.Unknown, CheckColor.Green, "", "") });
        await PollAsync();
        (await _receiver.NextAsync()).Id.ShouldBe(TurnedRuns.Red(2, now).Id.ToString());
        (await _receiver.NextAsync()).Id.ShouldBe(TurnedRuns.Green(3, now).Id.ToString());
        await MarkAsync(3);
    }

    [Fact]
    public async Task A_watcher_that_dies_between_delivery_and_mark_sends_the_same_event_again()
    {
        await BeginAsync();
        _history.IsFull = true;
        _history.Add(TurnedRuns.Red(1, _time.GetUtcNow()));
        await PollAsync();
        var first = await _receiver.NextAsync();
        await SaidAsync(506);
        _history.MarkOf(Lease).ShouldBe(0);
        await StopAsync();

        _history.IsFull = false;
        Start(Configuration());
        var second = await _receiver.NextAsync();
        second.Id.ShouldBe(first.Id);
        second.Body.ShouldBe(first.Body);
        await MarkAsync(1);
    }

    [Fact]
    public async Task A_mark_that_cannot_be_kept_is_no_reason_to_send_twice()
    {
        await BeginAsync();
        _history.IsFull = true;
        _history.Add(TurnedRuns.Red(1, _time.GetUtcNow()));
        await PollAsync();
        _ = await _receiver.NextAsync();
        await PollAsync();
        await PollAsync();
        _history.IsFull = false;
        _history.Add(TurnedRuns.Green(2, _time.GetUtcNow()));
        await PollAsync();
        (await _receiver.NextAsync()).Id.ShouldBe(TurnedRuns.Green(2, default).Id.ToString());
        await MarkAsync(2);
    }

    [Fact]
    public async Task History_that_is_away_is_said_once_and_loses_nothing()
    {
        await BeginAsync();
        _history.IsAway = true;
        for (var poll = 0; poll < 5; poll++)
        {
            await PollAsync();
        }

        await SaidAsync(506);
        _history.IsAway = false;
        _history.Add(TurnedRuns.Red(1, _time.GetUtcNow()));
        await PollAsync();
        _ = await _receiver.NextAsync();
        await SaidAsync(507);
        (_log.Count(506), _log.Count(507)).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Only_who_holds_the_lease_sends()
    {
        _holds = false;
        await BeginAsync();
        _history.MarkOf(Lease).ShouldBeNull();
        _holds = true;
        await PollAsync();
        await MarkAsync(0);

        _receiver.Answer(503);
        _history.Add(TurnedRuns.Red(1, _time.GetUtcNow()));
        await PollAsync();
        _ = await _receiver.NextAsync();
        _holds = false;
        await RetryAsync(0, null);
        await PollAsync();
        _receiver.HasMore.ShouldBeFalse();
        _history.MarkOf(Lease).ShouldBe(0);
    }

    [Fact]
    public async Task A_key_that_cannot_be_read_holds_the_event_back()
    {
        await BeginAsync(isSigned: true);
        WriteKey("no-such-key-secret");
        _history.Add(TurnedRuns.Red(1, _time.GetUtcNow()));
        await PollAsync();
        var wait = await _time.NextWaitAsync(IsRetry);
        _receiver.HasMore.ShouldBeFalse();

        WriteKey("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        _time.Advance(wait);
        (await _receiver.NextAsync()).Headers.Keys.ShouldContain("webhook-signature");
        _log.Count(503).ShouldBe(1);
    }

    [Fact]
    public async Task One_who_never_answers_is_left_after_15_s()
    {
        await BeginAsync();
        var isThere = new TaskCompletionSource();
        var isLeft = new TaskCompletionSource();
        _receiver.Answer(async context =>
        {
            isThere.SetResult();
            using var left = context.RequestAborted.Register(isLeft.SetResult);
            await isLeft.Task;
        });
        _history.Add(TurnedRuns.Red(1, _time.GetUtcNow()));
        await PollAsync();
        await isThere.Task.WaitAsync(TimeSpan.FromSeconds(20), Stop);
        _time.Advance(AlertLimits.AnswerWaitMax);
        await isLeft.Task.WaitAsync(TimeSpan.FromSeconds(20), Stop);
        await RetryAsync(0, null);
        _ = await _receiver.NextAsync();
        await MarkAsync(1);
        _log.Lines.ShouldContain(line => line.Text.Contains("no answer within 15 s"));
    }

    [Fact]
    public async Task One_who_is_not_there_is_named_without_its_address()
    {
        await BeginAsync();
        await _receiver.DisposeAsync();
        _history.Add(TurnedRuns.Red(1, _time.GetUtcNow()));
        await PollAsync();
        _ = await _time.NextWaitAsync(IsRetry);
        _log.Lines[^1].Text.ShouldContain("it cannot be connected to");
    }

    [Fact]
    public async Task A_hook_that_is_configured_no_more_ends_and_another_begins()
    {
        await BeginAsync();
        var other = new WatchConfiguration { Webhooks = [new("others", _receiver.Url)] };
        _senders[0].Sender.Apply(other);
        await SaidAsync(501, times: 2);
        _isIdle = false;
        _history.MarkOf("hook:others").ShouldBe(0);
        _history.Add(TurnedRuns.Red(1, _time.GetUtcNow()));
        await PollAsync();
        _ = await _receiver.NextAsync();
        await MarkAsync(1, "hook:others");
        _history.MarkOf(Lease).ShouldBe(0);
        _senders[0].Sender.Hooks.ShouldBe([new("others", Delivered: 1)]);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _log.Lines.ShouldAllBe(line => !line.Text.Contains("secret"));
        _handler.Dispose();
        await _receiver.DisposeAsync();
        File.Delete(_key);
    }

    // Until its first look at history is over.
    private async Task BeginAsync(bool isSigned = false)
    {
        _receiver = await Receiver.StartAsync();
        WriteKey("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        Start(Configuration(isSigned));
        await PollAsync();
        _ = await _time.NextWaitAsync(wait => wait == AlertLimits.Poll);
        _isIdle = true;
    }

    private void Start(WatchConfiguration configuration)
    {
        var sender = new AlertSender(
            _history, lease => _holds && lease.StartsWith("hook:", StringComparison.Ordinal), _handler, _time, _log);
        sender.Apply(configuration);
        var stop = new CancellationTokenSource();
        _senders.Add((sender, sender.RunAsync(stop.Token), stop));
    }

    private async Task StopAsync()
    {
        foreach (var (sender, run, stop) in _senders)
        {
            await stop.CancelAsync();
            await run.WaitAsync(TimeSpan.FromSeconds(20), CancellationToken.None);
            sender.Dispose();
            stop.Dispose();
        }

        _senders.Clear();
    }

    // Has the loop look again, once it waits for that.
    private async Task PollAsync()
    {
        if (!_isIdle)
        {
            _ = await _time.NextWaitAsync(wait => wait == AlertLimits.Poll);
        }

        _isIdle = false;
        _time.Advance(AlertLimits.Poll);
    }

    private void WriteKey(string key) => File.WriteAllText(_key, key + "\n");

    private static bool IsRetry(TimeSpan wait) => wait != AlertLimits.AnswerWaitMax && wait != AlertLimits.Poll;

    private async Task RetryAsync(int attempt, TimeSpan? asked)
    {
        var wait = await _time.NextWaitAsync(IsRetry);
        wait.ShouldBe(WebhookRetries.After(attempt, TurnedRuns.Red(1, default).Id, asked));
        _time.Advance(wait);
    }

    private async Task MarkAsync(long mark, string reader = Lease) =>
        await UntilAsync(() => _history.MarkOf(reader) == mark, $"the mark {mark} of {reader}");

    private async Task SaidAsync(int id, Func<bool>? or = null, int times = 1) => await UntilAsync(
        () => _log.Count(id) >= times || or?.Invoke() == true, $"event {id}");

    private static async Task UntilAsync(Func<bool> isThere, string what)
    {
        var limit = Stopwatch.StartNew();
        while (!isThere())
        {
            limit.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20), what);
            await Task.Yield();
        }
    }

    private static async Task<string> OpensslAsync(Receiver.Delivery got, string timestamp)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(
                file, [.. Encoding.ASCII.GetBytes($"{got.Id}.{timestamp}."), .. got.Body], Stop);
            var key = Convert.ToHexString(Convert.FromBase64String("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
            using var openssl = Process.Start(new ProcessStartInfo("openssl")
            {
                ArgumentList = { "dgst", "-sha256", "-mac", "HMAC", "-macopt", $"hexkey:{key}", "-binary", file },
                RedirectStandardOutput = true,
                UseShellExecute = false,
            })!;
            using var digest = new MemoryStream();
            await openssl.StandardOutput.BaseStream.CopyToAsync(digest, Stop);
            await openssl.WaitForExitAsync(Stop);
            return Convert.ToBase64String(digest.ToArray());
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("this machine has no openssl");
            return "";
        }
        finally
        {
            File.Delete(file);
        }
    }
}
