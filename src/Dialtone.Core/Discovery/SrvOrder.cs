using System.Collections.Immutable;
using Dialtone.Core.Time;

namespace Dialtone.Core.Discovery;

/// <summary>The order in which SRV targets are tried (RFC 2782, "Usage rules").</summary>
public static class SrvOrder
{
    /// <summary>
    /// All targets: lower priorities first, and within a priority drawn by weight. <paramref name="entropy"/> is asked
    /// once per draw between two or more targets, for a number from 0 to the sum of their weights inclusive.
    /// </summary>
    public static ImmutableArray<SrvTarget> Sort(ImmutableArray<SrvTarget> targets, IEntropy entropy)
    {
        var ordered = ImmutableArray.CreateBuilder<SrvTarget>(targets.Length);
        foreach (var group in targets.GroupBy(target => target.Priority).OrderBy(group => group.Key))
        {
            // Weight 0 first, so that a draw of 0 gives it its small chance. OrderBy keeps equals as they came.
            var left = group.OrderBy(target => target.Weight != 0).ToList();
            while (left.Count > 1)
            {
                var chosen = Draw(left, entropy);
                ordered.Add(left[chosen]);
                left.RemoveAt(chosen);
            }

            ordered.AddRange(left);
        }

        return ordered.MoveToImmutable();
    }

    private static int Draw(List<SrvTarget> targets, IEntropy entropy)
    {
        uint sum = 0;
        foreach (var target in targets)
        {
            sum += target.Weight;
        }

        var drawn = entropy.Below(sum + 1);
        uint running = 0;
        var index = 0;
        while ((running += targets[index].Weight) < drawn)
        {
            index++;
        }

        return index;
    }
}
