using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text;
using Dialtone.Core.Exchange.Sip;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.SignIn;

/// <summary>What a Registrar of standard SIP gives with a registration, besides its lifetime.</summary>
public sealed record RegistrationGrants
{
    /// <summary>The most routes that are kept of Service-Route and of Path.</summary>
    public const int RoutesMax = 8;

    /// <summary>The longest URI that is kept, in bytes.</summary>
    public const int UriBytesMax = 512;

    /// <summary>Shorter Flow-Timers are taken as this long, so that no server can make a device spin.</summary>
    public static readonly TimeSpan FlowTimerMin = TimeSpan.FromSeconds(10);

    /// <summary>Longer Flow-Timers are not believed.</summary>
    public static readonly TimeSpan FlowTimerMax = TimeSpan.FromHours(1);

    /// <summary>
    /// The route of later requests, first hop first (RFC 3608): not of REGISTER. Empty where none was given, or one of
    /// more hops or longer URIs than are kept, which would be no route in parts.
    /// </summary>
    public ImmutableArray<string> ServiceRoute { get; init; } = [];

    /// <summary>The proxies that requests to this device pass, as the Registrar tells them (RFC 3327).</summary>
    public ImmutableArray<string> Path { get; init; } = [];

    /// <summary>The public GRUU (RFC 5627); empty without one.</summary>
    public string PublicGruu { get; init; } = "";

    /// <summary>The temporary GRUU (RFC 5627); empty without one.</summary>
    public string TemporaryGruu { get; init; } = "";

    /// <summary>Whether the Registrar keeps this as a flow: <c>Require: outbound</c> (RFC 5626 section 6).</summary>
    public bool Outbound { get; init; }

    /// <summary>How long the flow may be idle (RFC 5626 section 4.4.1); <c>null</c> where that was not said.</summary>
    public TimeSpan? FlowTimer { get; init; }

    /// <summary>Nothing, which is what most Registrars give.</summary>
    internal static RegistrationGrants None { get; } = new();

    /// <summary>Reads a 200 to REGISTER.</summary>
    /// <param name="response">The response.</param>
    /// <param name="own">The Contact of this device in it; the default value where it is not there.</param>
    internal static RegistrationGrants Read(SipMessage response, SipContact own)
    {
        var grants = new RegistrationGrants
        {
            ServiceRoute = UrisOf(response, SipHeader.ServiceRoute),
            Path = UrisOf(response, SipHeader.Path),
            PublicGruu = UriOf(own, "pub-gruu"u8),
            TemporaryGruu = UriOf(own, "temp-gruu"u8),
            Outbound = RequiresOutbound(response),
            FlowTimer = FlowTimerOf(response),
        };
        return grants.IsNothing ? None : grants;
    }

    /// <summary>How the channel is to be kept alive.</summary>
    internal KeepAlivePace PaceOver(bool isStream) => (isStream, FlowTimer, Outbound) switch
    {
        (false, _, _) => KeepAlivePace.Datagram,
        (true, { } timer, _) => KeepAlivePace.OfFlowTimer(timer),
        (true, null, true) => KeepAlivePace.Flow,
        _ => KeepAlivePace.Stream,
    };

    private bool IsNothing => ServiceRoute.IsEmpty && Path.IsEmpty && PublicGruu.Length == 0
        && TemporaryGruu.Length == 0 && !Outbound && FlowTimer is null;

    private static ImmutableArray<string> UrisOf(SipMessage response, SipHeader header)
    {
        var uris = ImmutableArray.CreateBuilder<string>();
        var values = response.ListValues(header);
        while (values.TryNext(out var value))
        {
            if (!SipNameAddress.TryRead(value, out var address, out _) || address.Uri.Length > UriBytesMax
                || uris.Count == RoutesMax)
            {
                return [];
            }

            uris.Add(Encoding.UTF8.GetString(address.Uri));
        }

        return uris.ToImmutable();
    }

    private static string UriOf(SipContact own, ReadOnlySpan<byte> name) =>
        own.TryGetParameter(name, out var uri) && uri.Value.Length <= UriBytesMax
            ? Encoding.UTF8.GetString(uri.Value) : "";

    private static bool RequiresOutbound(SipMessage response)
    {
        var tags = response.ListValues(SipHeader.Require);
        while (tags.TryNext(out var tag))
        {
            if (Ascii.EqualsIgnoreCase(tag, "outbound"u8))
            {
                return true;
            }
        }

        return false;
    }

    private static TimeSpan? FlowTimerOf(SipMessage response)
    {
        if (!response.TryGetHeader("Flow-Timer"u8, out var value)
            || !Utf8Parser.TryParse(value, out uint seconds, out var used) || used != value.Length
            || seconds == 0)
        {
            return null;
        }

        var timer = TimeSpan.FromSeconds(seconds);
        return timer < FlowTimerMin ? FlowTimerMin : timer > FlowTimerMax ? FlowTimerMax : timer;
    }
}
