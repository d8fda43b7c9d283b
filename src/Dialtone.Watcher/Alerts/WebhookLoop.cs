using Dialtone.Watcher.History;
using Dialtone.Watcher.Judging;
using Dialtone.Watcher.Logs;
using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Alerts;

/// <summary>One hook: reads what turned from its mark on, and sends it in order until its receiver takes it.</summary>
internal sealed class WebhookLoop(AlertSender sender, string name)
{
    private readonly string _lease = AlertSender.LeaseOf(name);
    private AlertSender.InForce _inForce = sender.Current;

    // What was sent and could not be remembered: it is not sent again for that.
    private long _sent;
    private bool _isWaitingForHistory;

    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                _inForce = sender.Current;
                if (_inForce.Find(name) is null)
                {
                    return;
                }

                if (!sender.Holds(_lease) || !await SendNextAsync(stop).ConfigureAwait(false))
                {
                    await WaitAsync(AlertLimits.Poll, stop).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // That was asked for.
        }
    }

    // Whether there may be more at once.
    private async Task<bool> SendNextAsync(CancellationToken stop)
    {
        try
        {
            var mark = await MarkAsync(stop).ConfigureAwait(false);
            var changes = await sender.History.ChangesAsync(mark, AlertLimits.EventsAtOnce, stop)
                .ConfigureAwait(false);
            foreach (var change in changes)
            {
                if (!await DeliverAsync(change, stop).ConfigureAwait(false))
                {
                    return false;
                }

                _sent = change.Mark;
                await sender.History.WriteMarkAsync(_lease, change.Mark, stop).ConfigureAwait(false);
            }

            GoOn();
            return !changes.IsEmpty;
        }
        catch (HistoryException away)
        {
            if (!_isWaitingForHistory)
            {
                _isWaitingForHistory = true;
                sender.Logger.HookWaits(name, away.Message);
            }

            return false;
        }
    }

    private void GoOn()
    {
        if (_isWaitingForHistory)
        {
            _isWaitingForHistory = false;
            sender.Logger.HookGoesOn(name);
        }
    }

    // Another watcher may have held the lease in between: the mark of history may be ahead.
    private async Task<long> MarkAsync(CancellationToken stop)
    {
        if (await sender.History.ReadMarkAsync(_lease, stop).ConfigureAwait(false) is { } mark)
        {
            return Math.Max(mark, _sent);
        }

        // A new hook is not told the past.
        var last = await sender.History.LastMarkAsync(stop).ConfigureAwait(false);
        await sender.History.WriteMarkAsync(_lease, last, stop).ConfigureAwait(false);
        sender.Logger.HookBegun(name);
        return last;
    }

    // Whether that event is done with: taken, or given up.
    private async Task<bool> DeliverAsync(MarkedRun change, CancellationToken stop)
    {
        var run = change.Run;
        if (run.Change is not { } turned || await IsFirstWordAsync(run, turned, stop).ConfigureAwait(false))
        {
            return true;
        }

        var report = await sender.History.ReportAsync(run.Id, stop).ConfigureAwait(false);
        var body = AlertBody.Of(
            run, turned, _inForce.Configuration, AlertDirections.Of(turned.Code, report));
        for (var attempt = 0; ; attempt++)
        {
            if (_inForce != sender.Current || _inForce.Find(name) is not { } hook || !sender.Holds(_lease))
            {
                return false;
            }

            var age = sender.Time.GetUtcNow() - (run.StartedAt + run.Took);
            var outcome = age > AlertLimits.EventAgeMax
                ? new WebhookOutcome.Refused($"it is older than {AlertLimits.EventAgeMax.TotalHours:0} h")
                : await sender.Post.SendAsync(hook, run.Id.ToString(), body, stop).ConfigureAwait(false);
            Say(run.Id, run.Check, outcome, attempt);
            switch (outcome)
            {
                case WebhookOutcome.Later later:
                    await WaitAsync(WebhookRetries.After(attempt, run.Id, later.Wait), stop).ConfigureAwait(false);
                    break;
                case WebhookOutcome.Gone:
                    // Not done with: whoever puts the address right wants to hear of it.
                    await _inForce.Over.WaitAsync(stop).ConfigureAwait(false);
                    return false;
                default:
                    return true;
            }
        }
    }

    // That a new check works is nothing to be told of.
    private async Task<bool> IsFirstWordAsync(CheckRun run, StateChange turned, CancellationToken stop) =>
        turned is { From: CheckColor.Unknown, To: CheckColor.Green }
        && (await sender.History.RunsAsync(new(run.Check, 1) { Before = run.Id, OnlyChanges = true }, stop)
            .ConfigureAwait(false)).IsEmpty;

    private void Say(Guid id, string check, WebhookOutcome outcome, int attempt)
    {
        var status = sender.StatusOf(name);
        switch (outcome)
        {
            case WebhookOutcome.Taken:
                sender.Logger.AlertDelivered(name, id, check);
                sender.Show(status with { Delivered = status.Delivered + 1, IsFailing = false, IsStopped = false });
                break;
            case WebhookOutcome.Refused refused:
                sender.Logger.AlertGivenUp(name, id, check, refused.Why);
                sender.Show(status with { GivenUp = status.GivenUp + 1, IsFailing = true, IsStopped = false });
                break;
            case WebhookOutcome.Gone:
                sender.Logger.HookStopped(name);
                sender.Show(status with { IsFailing = true, IsStopped = true });
                break;
            case WebhookOutcome.Later later:
                var wait = WebhookRetries.After(attempt, id, later.Wait);
                sender.Logger.AlertRetried(name, id, check, wait, later.Why);
                sender.Show(status with { Retried = status.Retried + 1, IsFailing = true, IsStopped = false });
                break;
        }
    }

    // Until the time is over or another configuration is in force.
    private async Task WaitAsync(TimeSpan time, CancellationToken stop)
    {
        await _inForce.Over.WaitAsync(time, sender.Time, stop)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.ThrowIfCancellationRequested();
    }
}
