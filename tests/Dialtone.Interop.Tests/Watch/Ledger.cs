using System.Collections.Concurrent;

namespace Dialtone.Interop.Tests.Watch;

/// <summary>Who does what at each moment: two that do the same at once are written down.</summary>
internal sealed class Ledger
{
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, string> doing = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> overlaps = [];

    public IEnumerable<string> Overlaps => overlaps;

    public void Begin(string name, string who)
    {
        if (!doing.TryAdd(name, who))
        {
            overlaps.Enqueue($"{who} began {name}, which {doing.GetValueOrDefault(name, "nobody")} does");
        }
    }

    public void End(string name, string who) => doing.TryRemove(new(name, who));

    /// <summary>Ends all that somebody does: he is dead.</summary>
    public void EndAll(string who)
    {
        foreach (var each in doing.Where(each => each.Value == who))
        {
            doing.TryRemove(each);
        }
    }

    /// <summary>Waits until it is so.</summary>
    public async Task WaitAsync(Func<bool> isSo)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(WaitMax);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!isSo())
        {
            await look.WaitForNextTickAsync(limit.Token);
        }
    }

    /// <summary>Lets so much time pass in which nothing may happen.</summary>
    public static async Task PassAsync(TimeSpan time)
    {
        using var over = new PeriodicTimer(time);
        await over.WaitForNextTickAsync(TestContext.Current.CancellationToken);
    }
}
