using Dialtone.Core.Time;

namespace Dialtone.Core.Exchange.Dhcp6;

/// <summary>How long each send is given (RFC 8415 section 15): about twice the last one, up to a limit.</summary>
internal sealed class Dhcp6RetransmissionTimer(TimeSpan first, TimeSpan max, IEntropy entropy)
{
    private const uint Steps = 2001;
    private const double Spread = 0.1;

    private TimeSpan _last;

    /// <summary>The next one.</summary>
    public TimeSpan Next()
    {
        var next = _last == TimeSpan.Zero ? first + Random(first) : _last + _last + Random(_last);
        _last = next > max ? max + Random(max) : next;
        return _last;
    }

    /// <summary>RAND times a span: from a tenth less than nothing to a tenth of it.</summary>
    private TimeSpan Random(TimeSpan span) => span * (Spread * ((2.0 * entropy.Below(Steps) / (Steps - 1)) - 1));
}
