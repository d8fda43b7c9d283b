using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Live;
using Dialtone.Storage;

namespace Dialtone.Net.Tests.Live;

public class LiveDriverTests
{
    [Fact]
    public async Task The_alarm_rings_at_the_deadline_and_not_before()
    {
        var time = new ManualTimeProvider();
        var rang = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var said = new SemaphoreSlim(0);
        var node = new ScriptNode((self, input, _) =>
        {
            switch (input)
            {
                case NetInput.PowerOn:
                    self.Deadline = Instant.Zero + TimeSpan.FromSeconds(5);
                    break;
                case NetInput.NetworkChanged:
                    said.Release();
                    break;
                case NetInput.DeadlineReached:
                    self.Finished = true;
                    rang.SetResult();
                    break;
            }
        });
        var driver = new LiveDriver(node, new() { Time = time });
        var running = driver.RunAsync(() => node.Finished, TestContext.Current.CancellationToken);

        time.Advance(TimeSpan.FromSeconds(4.9));
        driver.Post(new NetInput.NetworkChanged());
        (await said.WaitAsync(Runs.Limit, TestContext.Current.CancellationToken)).ShouldBeTrue();
        node.Told.OfType<NetInput.DeadlineReached>().ShouldBeEmpty();

        time.Advance(TimeSpan.FromSeconds(0.1));
        await rang.Task.Within();
        await running.Within();
        node.Now.Monotonic.ShouldBe(Instant.Zero + TimeSpan.FromSeconds(5));
        node.Now.WallClock.ShouldBe(time.GetUtcNow());
    }

    [Fact]
    public async Task A_deadline_that_moves_is_kept_at_its_last_value()
    {
        var time = new ManualTimeProvider();
        var moved = new SemaphoreSlim(0);
        var node = new ScriptNode((self, input, _) =>
        {
            switch (input)
            {
                case NetInput.PowerOn:
                    self.Deadline = Instant.Zero + TimeSpan.FromHours(1);
                    break;
                case NetInput.NetworkChanged:
                    self.Deadline = Instant.Zero + TimeSpan.FromSeconds(1);
                    moved.Release();
                    break;
                case NetInput.DeadlineReached:
                    self.Finished = true;
                    break;
            }
        });
        var driver = new LiveDriver(node, new() { Time = time });
        var running = driver.RunAsync(() => node.Finished, TestContext.Current.CancellationToken);

        driver.Post(new NetInput.NetworkChanged());
        (await moved.WaitAsync(Runs.Limit, TestContext.Current.CancellationToken)).ShouldBeTrue();
        time.Advance(TimeSpan.FromSeconds(1));
        await running.Within();
    }

    [Fact]
    public async Task Cancelling_ends_the_run_with_the_callers_token()
    {
        using var stop = new CancellationTokenSource();
        var node = new ScriptNode((_, _, _) => stop.CancelAfter(TimeSpan.Zero));
        var driver = new LiveDriver(node, new());

        var thrown = await Should.ThrowAsync<OperationCanceledException>(
            () => driver.RunAsync(static () => false, stop.Token));
        thrown.CancellationToken.ShouldBe(stop.Token);
    }

    [Fact]
    public async Task What_a_node_throws_comes_through()
    {
        var node = new ScriptNode((_, _, _) => throw new InvalidDataException("a defect"));
        var driver = new LiveDriver(node, new());

        var thrown = await Should.ThrowAsync<InvalidDataException>(
            () => driver.RunAsync(static () => false, TestContext.Current.CancellationToken));
        thrown.Message.ShouldBe("a defect");
    }

    [Fact]
    public async Task A_driver_runs_once()
    {
        var node = new ScriptNode((self, _, _) => self.Finished = true);
        var driver = new LiveDriver(node, new());
        await driver.RunAsync(() => node.Finished, TestContext.Current.CancellationToken);

        await Should.ThrowAsync<InvalidOperationException>(
            () => driver.RunAsync(() => true, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Memory_goes_to_the_callback_and_its_fault_to_the_node()
    {
        byte[]? saved = null;
        var forgotten = false;
        var node = new ScriptNode((self, input, effects) =>
        {
            switch (input)
            {
                case NetInput.PowerOn:
                    effects.Add(new NetEffect.Save("memory"u8.ToArray()));
                    effects.Add(new NetEffect.Save(null));
                    break;
                case NetInput.SaveFailed:
                    self.Finished = true;
                    break;
            }
        });
        await Runs.UntilFinishedAsync(node, new()
        {
            Save = memory =>
            {
                saved ??= memory?.ToArray();
                forgotten |= memory is null;
                return memory is null ? new StorageFault("alice.memory", "no space") : null;
            },
        });

        saved.ShouldBe("memory"u8.ToArray());
        forgotten.ShouldBeTrue();
        node.Told.OfType<NetInput.SaveFailed>().ShouldHaveSingleItem().Detail.ShouldBe("alice.memory: no space");
    }

    [Fact]
    public async Task More_posts_than_the_inbox_holds_are_all_told()
    {
        const int Posts = 10_000;
        var count = 0;
        var node = new ScriptNode((self, input, _) =>
            self.Finished = input is NetInput.NetworkChanged && ++count == Posts);
        var driver = new LiveDriver(node, new());
        for (var i = 0; i < Posts; i++)
        {
            driver.Post(new NetInput.NetworkChanged());
        }

        await driver.RunAsync(() => node.Finished, TestContext.Current.CancellationToken).Within();
        count.ShouldBe(Posts);
    }
}
