using Dialtone.Core.Discovery;
using Dialtone.Core.Time;

namespace Dialtone.Core.Devices;

/// <summary>
/// How long names are asked for in a cycle behind which memory stands. A DNS server that says anything has the whole
/// time that it has otherwise: this is for the day on which none does.
/// </summary>
internal sealed class NamePatience(Instant until)
{
    private bool _heard;

    /// <summary>When it ends; <c>null</c> once DNS has said something.</summary>
    public Instant? Until => _heard ? null : until;

    /// <summary>Whether it has ended, and what has not been answered will not be waited for.</summary>
    public bool IsOver(Now now) => Until <= now.Monotonic;

    /// <summary>DNS has answered a question, or not.</summary>
    public void Hear(DnsStatus status) =>
        _heard |= status is DnsStatus.Answered or DnsStatus.NoSuchName or DnsStatus.NoData;
}
