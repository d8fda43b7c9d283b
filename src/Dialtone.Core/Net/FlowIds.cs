namespace Dialtone.Core.Net;

/// <summary>Gives out the flow numbers of one node. All parts of a node share one.</summary>
public sealed class FlowIds
{
    private uint _last;

    /// <summary>A number not used before; after two thousand million it begins again.</summary>
    public FlowId Next()
    {
        _last = _last + 1 >= FlowId.HostFirst ? 1 : _last + 1;
        return new(_last);
    }
}
