namespace Dialtone.Lab.World;

/// <summary>
/// The flows of a node by number, in the order in which they came. A phone has a few, which are looked through; a
/// server has as many as it has clients, which have an index.
/// </summary>
internal sealed class FlowTable
{
    private const int FewMax = 8;

    private SimFlow[] _few = [];
    private int _count;
    private Dictionary<uint, SimFlow>? _many;

    /// <summary>Adds a flow; false where its number is taken.</summary>
    public bool TryAdd(SimFlow flow)
    {
        if (_many is not null)
        {
            return _many.TryAdd(flow.Id.Value, flow);
        }

        if (Find(flow.Id.Value) is not null)
        {
            return false;
        }

        if (_count == FewMax)
        {
            _many = _few.ToDictionary(one => one.Id.Value);
            _few = [];
            return _many.TryAdd(flow.Id.Value, flow);
        }

        if (_count == _few.Length)
        {
            Array.Resize(ref _few, Math.Max(1, 2 * _count));
        }

        _few[_count++] = flow;
        return true;
    }

    /// <summary>The flow of that number; <c>null</c> for none.</summary>
    public SimFlow? Find(uint id)
    {
        if (_many is not null)
        {
            return _many.GetValueOrDefault(id);
        }

        for (var i = 0; i < _count; i++)
        {
            if (_few[i].Id.Value == id)
            {
                return _few[i];
            }
        }

        return null;
    }

    /// <summary>Takes a flow out; <c>null</c> where there was none.</summary>
    public SimFlow? Remove(uint id)
    {
        if (_many is not null)
        {
            return _many.Remove(id, out var removed) ? removed : null;
        }

        for (var i = 0; i < _count; i++)
        {
            if (_few[i] is var found && found.Id.Value == id)
            {
                _count--;
                Array.Copy(_few, i + 1, _few, i, _count - i);
                _few[_count] = null!;
                return found;
            }
        }

        return null;
    }

    /// <summary>Every flow, by its number.</summary>
    public IEnumerable<SimFlow> InOrder() =>
        (_many?.Values ?? _few.Take(_count)).OrderBy(flow => flow.Id.Value);

    /// <summary>Takes all out.</summary>
    public void Clear()
    {
        _many = null;
        _few = [];
        _count = 0;
    }
}
