namespace Dialtone.Interop.Tests.Bench;

/// <summary>Waits for what another program does, of which nothing tells.</summary>
internal static class Until
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);

    /// <summary>Looks again and again until it is so.</summary>
    /// <param name="isSo">Whether it is.</param>
    /// <param name="limit">After which it fails.</param>
    /// <param name="what">What is said then.</param>
    public static async Task SoAsync(Func<Task<bool>> isSo, TimeSpan limit, Func<string> what)
    {
        var test = TestContext.Current.CancellationToken;
        using var late = CancellationTokenSource.CreateLinkedTokenSource(test);
        late.CancelAfter(limit);
        using var look = new PeriodicTimer(Between);
        try
        {
            while (!await isSo())
            {
                await look.WaitForNextTickAsync(late.Token);
            }
        }
        catch (OperationCanceledException over) when (!test.IsCancellationRequested)
        {
            throw new TimeoutException($"Not so within {limit.TotalSeconds} s: {what()}", over);
        }
    }
}
