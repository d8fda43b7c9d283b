using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text;
using Dialtone.Core.Candidates;
using Dialtone.Core.Devices;
using Dialtone.Core.Exchange.Sip;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.SignIn;

/// <summary>
/// What a Registrar gives with a registration, besides its lifetime: of standard SIP routes, GRUUs and a flow, of Lync
/// what it is to the user and what can be asked of it.
/// </summary>
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

    /// <summary>
    /// The GRUU of Lync (MS-SIPRE): the address of this endpoint alone, which its later requests have as Contact; empty
    /// without one.
    /// </summary>
    public string Gruu { get; init; } = "";

    /// <summary>
    /// What became of the binding, and whether this is the user's own Registrar with all of its services;
    /// <c>null</c> where nothing was said of it that could be read.
    /// </summary>
    public PresenceState? PresenceState { get; init; }

    /// <summary>
    /// Whether the device is outside: its Registrar is reached through an access proxy
    /// (<c>ms-user-logon-data: RemoteUser</c>).
    /// </summary>
    public bool RemoteUser { get; init; }

    /// <summary>
    /// Whether settings can be asked for (<c>Allow-Events</c> with <c>vnd-microsoft-provisioning-v2</c>).
    /// </summary>
    public bool OffersProvisioning { get; init; }

    /// <summary>
    /// Whether the contact list can be followed (<c>Allow-Events</c> with <c>vnd-microsoft-roaming-contacts</c>).
    /// </summary>
    public bool OffersContacts { get; init; }

    /// <summary>
    /// Whether one's own publications can be followed (<c>Allow-Events</c> with <c>vnd-microsoft-roaming-self</c>).
    /// </summary>
    public bool OffersOwnPresence { get; init; }

    /// <summary>
    /// Whether the presence of many can be asked for in one request (<c>Supported: adhoclist</c>).
    /// </summary>
    public bool OffersBatchedPresence { get; init; }

    /// <summary>Nothing, which is what most Registrars give.</summary>
    internal static RegistrationGrants None { get; } = new();

    /// <summary>Reads a 200 to REGISTER of standard SIP.</summary>
    /// <param name="response">The response.</param>
    /// <param name="own">The Contact of this device in it; the default value where it is not there.</param>
    internal static RegistrationGrants ReadStandard(SipMessage response, SipContact own)
    {
        var grants = new RegistrationGrants
        {
            ServiceRoute = UrisOf(response, SipHeader.ServiceRoute),
            Path = UrisOf(response, SipHeader.Path),
            PublicGruu = UriOf(own, "pub-gruu"u8),
            TemporaryGruu = UriOf(own, "temp-gruu"u8),
            Outbound = Lists(response, SipHeader.Require, "outbound"u8),
            FlowTimer = FlowTimerOf(response),
        };
        return grants == None ? None : grants;
    }

    /// <summary>Reads a 200 to REGISTER of Lync.</summary>
    /// <param name="response">The response.</param>
    /// <param name="own">The Contact of this device in it; the default value where it is not there.</param>
    internal static RegistrationGrants ReadLync(SipMessage response, SipContact own)
    {
        var grants = new RegistrationGrants
        {
            Gruu = UriOf(own, "gruu"u8),
            PresenceState = response.TryGetHeader(SipHeader.PresenceState, out var value)
                && Wire.Sip.PresenceState.TryRead(value, out var state, out _) ? state : null,
            RemoteUser = Lists(response, SipHeader.MsUserLogonData, "RemoteUser"u8),
            OffersProvisioning = Lists(response, SipHeader.AllowEvents, "vnd-microsoft-provisioning-v2"u8),
            OffersContacts = Lists(response, SipHeader.AllowEvents, "vnd-microsoft-roaming-contacts"u8),
            OffersOwnPresence = Lists(response, SipHeader.AllowEvents, "vnd-microsoft-roaming-self"u8),
            OffersBatchedPresence = Lists(response, SipHeader.Supported, "adhoclist"u8),
        };
        return grants == None ? None : grants;
    }

    /// <summary>How the channel is to be kept alive.</summary>
    internal KeepAlivePace PaceOver(bool isStream, DeviceTimings timings)
    {
        var agreed = FlowTimer is { } timer ? KeepAlivePace.OfFlowTimer(timer)
            : Outbound ? KeepAlivePace.Flow : KeepAlivePace.Stream;
        return isStream ? SharedValues.Of(agreed.Watching(timings.Ping, timings.Pong)) : KeepAlivePace.Datagram;
    }

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

    private static bool Lists(SipMessage response, SipHeader header, ReadOnlySpan<byte> word)
    {
        var words = response.ListValues(header);
        while (words.TryNext(out var each))
        {
            if (Ascii.EqualsIgnoreCase(each, word))
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
