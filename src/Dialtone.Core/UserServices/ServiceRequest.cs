using Dialtone.Wire.Mras;
using Dialtone.Wire.Provisioning;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.UserServices;

/// <summary>What a request beside REGISTER asks, and of whom.</summary>
/// <param name="Method">SUBSCRIBE or SERVICE.</param>
/// <param name="Uri">Whom it is for.</param>
/// <param name="ContentType">The type of the body; empty without one.</param>
/// <param name="Body">The body; may be empty.</param>
internal sealed record ServiceRequest(SipMethod Method, string Uri, string ContentType, ReadOnlyMemory<byte> Body)
{
    private static readonly byte[] Wanted = ProvisioningRequest.OfPhone.ToBytes();

    /// <summary>The event package of a SUBSCRIBE.</summary>
    public string Event { get; init; } = "";

    /// <summary>The types of body that are taken; empty where that is not said.</summary>
    public string Accept { get; init; } = "";

    /// <summary>The extensions that are needed; empty for none.</summary>
    public string Require { get; init; } = "";

    /// <summary>An extension that is known besides; empty for none.</summary>
    public string Supported { get; init; } = "";

    /// <summary>For how many seconds; <c>null</c> for as long as the server likes.</summary>
    public uint? Expires { get; init; }

    /// <summary>Asks the user's own side for its settings, once: no subscription stays.</summary>
    /// <param name="user">The user: <c>sip:alice@contoso.example</c>.</param>
    public static ServiceRequest ForSettings(string user) =>
        new(SipMethod.Subscribe, user, ProvisioningRequest.ContentType, Wanted)
        {
            Event = ProvisioningRequest.EventPackage,
            Accept = ProvisioningRequest.ContentType,
            Expires = 0,
        };

    /// <summary>Asks for the credentials of Media Relays.</summary>
    /// <param name="wanted">What is asked, and of whom.</param>
    public static ServiceRequest ForCredentials(MrasRequest wanted) =>
        new(SipMethod.Service, wanted.To, MrasRequest.ContentType, wanted.ToBytes());
}
