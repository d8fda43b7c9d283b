using System.Collections.Immutable;
using Dialtone.Core.Time;
using Dialtone.Core.Trace;
using Dialtone.Core.Transactions;
using Dialtone.Wire.Addresses;

namespace Dialtone.Reports.Html.Ladders;

/// <summary>
/// The messages of a transaction laid out as a ladder: who the lanes are, and what stands in which row. It is bounded,
/// however many messages and addresses there are.
/// </summary>
internal sealed class LadderDrawing
{
    /// <summary>How many rows are drawn; of more, the middle is left out but for what failed.</summary>
    public const int RowsMax = 400;

    private const int HeadMax = 250;
    private const int TailMax = 100;

    /// <summary>A time without messages that is at least so long is drawn as broken.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly List<(LadderRole Role, List<IpAddress> Addresses)> _lanes = [];
    private readonly Dictionary<(LadderRole Role, IpAddress Address), int> _laneOf = [];
    private readonly LadderDirectory _directory;

    /// <summary>Lays a result out.</summary>
    public LadderDrawing(TransactionResult result)
    {
        _directory = new(result.Journal, result.Messages);
        var marks = new LadderMarks(result);
        var arrows = Folded(WithoutBeginnings(result.Messages)
            .Select(message => (Lane: LaneOf(message), Message: message, Mark: marks.Of(message)))).ToList();
        var order = _lanes.Index().OrderBy(lane => lane.Item.Role).Select(lane => lane.Index).ToList();
        Lanes =
        [
            new(LadderRole.Device, "", []),
            .. order.Select(at => new LadderLane(
                _lanes[at].Role, _lanes[at].Addresses is [var only] ? _directory.HostOf(only) : "",
                _lanes[at].Addresses)),
        ];
        arrows = arrows.ConvertAll(arrow => arrow with { Lane = order.IndexOf(arrow.Lane) + 1 });
        Rows = [.. WithPauses(Bounded(arrows))];
    }

    /// <summary>The lanes, the device first.</summary>
    public ImmutableArray<LadderLane> Lanes { get; }

    /// <summary>The rows, in order.</summary>
    public ImmutableArray<LadderRow> Rows { get; }

    // That the device begins to connect is news only where nothing comes of it at once.
    private static IEnumerable<TracedMessage> WithoutBeginnings(ImmutableArray<TracedMessage> messages)
    {
        var stood = messages.Where(message => message.Event == TracedEvent.Connected)
            .ToLookup(message => message.Flow, message => message.At);
        return messages.Where(message =>
            message.Event != TracedEvent.Connecting || !stood[message.Flow].Any(at => at - message.At < Pause));
    }

    private static IEnumerable<LadderRow.Arrow> Folded(
        IEnumerable<(int Lane, TracedMessage Message, LadderMark Mark)> messages)
    {
        LadderRow.Arrow? standing = null;
        foreach (var (lane, message, mark) in messages)
        {
            if (standing is not null && standing.Lane == lane && standing.Mark == mark
                && IsSame(standing.Message, message) && message.At - standing.Last < Pause)
            {
                standing = standing with { Count = standing.Count + 1, Last = message.At };
                continue;
            }

            if (standing is not null)
            {
                yield return standing;
            }

            standing = new(lane, message, mark, 1, message.At);
        }

        if (standing is not null)
        {
            yield return standing;
        }
    }

    private static bool IsSame(TracedMessage left, TracedMessage right) =>
        left.Protocol == right.Protocol && left.IsSent == right.IsSent && left.Remote == right.Remote
        && left.Title == right.Title && left.Bytes.AsSpan().SequenceEqual(right.Bytes.AsSpan());

    private static List<LadderRow> Bounded(List<LadderRow.Arrow> arrows)
    {
        if (arrows.Count <= RowsMax)
        {
            return [.. arrows];
        }

        var middle = arrows[HeadMax..^TailMax];
        var kept = middle.Where(arrow => arrow.Mark == LadderMark.Failed).Take(RowsMax - HeadMax - TailMax)
            .ToHashSet(ReferenceEqualityComparer.Instance);
        return [.. arrows[..HeadMax], .. Thinned(middle, kept.Contains), .. arrows[^TailMax..]];
    }

    private static IEnumerable<LadderRow> Thinned(List<LadderRow.Arrow> arrows, Predicate<LadderRow.Arrow> isKept)
    {
        var leftOut = 0;
        foreach (var arrow in arrows)
        {
            if (!isKept(arrow))
            {
                leftOut += arrow.Count;
                continue;
            }

            if (leftOut > 0)
            {
                yield return new LadderRow.LeftOut(leftOut);
            }

            leftOut = 0;
            yield return arrow;
        }

        if (leftOut > 0)
        {
            yield return new LadderRow.LeftOut(leftOut);
        }
    }

    private static IEnumerable<LadderRow> WithPauses(IEnumerable<LadderRow> rows)
    {
        Instant? last = null;
        foreach (var row in rows)
        {
            if (row is LadderRow.Arrow arrow)
            {
                if (last is { } before && arrow.Message.At - before >= Pause)
                {
                    yield return new LadderRow.Wait(arrow.Message.At - before);
                }

                last = arrow.Last;
            }
            else
            {
                last = null;
            }

            yield return row;
        }
    }

    // How many lanes a role may have; whoever comes later shares the last of them.
    private static int LanesMax(LadderRole role) => role switch
    {
        LadderRole.Registrar => 6,
        LadderRole.Web or LadderRole.Relay => 2,
        _ => 1,
    };

    private int LaneOf(TracedMessage message)
    {
        var (role, address) = (_directory.RoleOf(message), message.Remote.Address);
        if (_laneOf.TryGetValue((role, address), out var known))
        {
            return known;
        }

        var lane = _lanes.Count(each => each.Role == role) < LanesMax(role)
            ? _lanes.Count : _lanes.FindLastIndex(each => each.Role == role);
        if (lane == _lanes.Count)
        {
            _lanes.Add((role, []));
        }

        // A broadcast is at home in the lane of whoever answers it.
        if (!(address == IpAddress.Broadcast || address.IsMulticast))
        {
            _lanes[lane].Addresses.Add(address);
        }

        return _laneOf[(role, address)] = lane;
    }
}
