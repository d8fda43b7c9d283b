using System.Collections.Immutable;
using Dialtone.Core.Devices;
using Dialtone.Core.Profiles;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Candidates;

/// <summary>The order in which the addresses of one candidate are tried.</summary>
internal static class AddressSequence
{
    /// <summary>
    /// The addresses as the profile wants them, and where there are both families, one of each in turn, so that a
    /// family that leads nowhere costs one address and not all of them (RFC 8305 section 4, RFC 7984 section 4.2).
    /// </summary>
    public static ImmutableArray<IpAddress> Of(
        ImmutableArray<IpAddress> answered, DeviceSettings settings, IEntropy entropy)
    {
        var order = answered.ToArray();
        if (settings.Profile.AddressOrder == AddressOrder.RandomWithinFamily)
        {
            ShuffleWithinFamilies(order, entropy);
        }

        return settings.AlternateFamilies && answered.Length > 2 ? Alternate(order) : [.. order];
    }

    // Families keep their places: only addresses of one family change with each other (Fisher and Yates).
    private static void ShuffleWithinFamilies(IpAddress[] order, IEntropy entropy)
    {
        for (var begin = 0; begin < order.Length;)
        {
            var end = begin + 1;
            while (end < order.Length && order[end].IsV4 == order[begin].IsV4)
            {
                end++;
            }

            for (var i = end - 1; i > begin; i--)
            {
                var j = begin + (int)entropy.Below((uint)(i - begin + 1));
                (order[i], order[j]) = (order[j], order[i]);
            }

            begin = end;
        }
    }

    private static ImmutableArray<IpAddress> Alternate(IpAddress[] order)
    {
        var first = new Queue<IpAddress>(order.Where(each => each.IsV4 == order[0].IsV4));
        var second = new Queue<IpAddress>(order.Where(each => each.IsV4 != order[0].IsV4));
        var mixed = ImmutableArray.CreateBuilder<IpAddress>(order.Length);
        while (mixed.Count < order.Length)
        {
            if (first.TryDequeue(out var one))
            {
                mixed.Add(one);
            }

            if (second.TryDequeue(out var other))
            {
                mixed.Add(other);
            }
        }

        return mixed.MoveToImmutable();
    }
}
