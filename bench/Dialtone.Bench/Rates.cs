using System.Globalization;

namespace Dialtone.Bench;

/// <summary>
/// Measures work in processor time of this process, garbage collection and all, as <c>parts/clock.h</c> does for the
/// peers.
/// </summary>
internal sealed class Rates
{
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(100);
    private const int WarmUps = 10;

    private readonly List<(string Name, Action Work)> _items = [];

    /// <summary>Takes a piece of work that does the same whenever it is called.</summary>
    public void Add(string name, Action work) => _items.Add((name, work));

    /// <summary>Calls each again and again, and prints its name and nanoseconds for each call.</summary>
    public void Print(TextWriter output)
    {
        // All of them before any of them: the compiler shares the one core, and comes back to code that it saw first.
        foreach (var (_, work) in Enumerable.Repeat(_items, WarmUps).SelectMany(each => each))
        {
            _ = CallsWithin(WarmUp, work, calls: 1);
        }

        foreach (var (name, work) in _items)
        {
            var calls = CallsWithin(WarmUp, work, calls: 1).Calls;
            var (made, took) = CallsWithin(Window, work, calls);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}\t{took.TotalNanoseconds / made:F3}"));
        }
    }

    private static (int Calls, TimeSpan Took) CallsWithin(TimeSpan window, Action work, int calls)
    {
        while (true)
        {
            var began = Environment.CpuUsage.TotalTime;
            for (var i = 0; i < calls; i++)
            {
                work();
            }

            var took = Environment.CpuUsage.TotalTime - began;
            if (took >= window)
            {
                return (calls, took);
            }

            calls = took < TimeSpan.FromMilliseconds(1) ? calls * 16 : (int)(calls * (window / took) * 1.1) + 1;
        }
    }
}
