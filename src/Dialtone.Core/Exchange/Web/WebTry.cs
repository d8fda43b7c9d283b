using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Exchange.Web;

/// <summary>One address of a web server that was tried in vain.</summary>
/// <param name="Remote">Which.</param>
/// <param name="Step">At which step it failed.</param>
/// <param name="End">How the connection ended; <see cref="ChannelEnd.TimedOut"/> where the time was over.</param>
/// <param name="Detail">What the system said, for people; may be empty.</param>
/// <param name="Took">From the beginning of that step.</param>
public sealed record WebTry(EndPointAddress Remote, WebStep Step, ChannelEnd End, string Detail, TimeSpan Took)
{
    /// <summary>The name that the certificate is expected to be made out to; empty without TLS.</summary>
    public HostName Expected { get; init; }

    /// <summary>This device's clock, by which the certificate was judged.</summary>
    public DateTimeOffset WallClock { get; init; }

    /// <summary>What the handshake had shown; <c>null</c> where there was none.</summary>
    public TlsFacts? Tls { get; init; }

    /// <summary>The judgement of the certificate; <c>null</c> where it did not come to one.</summary>
    public CertificateJudgement? Judgement { get; init; }
}
