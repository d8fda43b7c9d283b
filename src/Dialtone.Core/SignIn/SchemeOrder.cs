using System.Collections.Immutable;
using Dialtone.Core.Devices;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Core.SignIn;

/// <summary>
/// In which order a device takes the schemes that a Registrar offers, whatever order they are offered in. One that
/// cannot begin (no certificate to be had, no ticket, no password) gives way to the next; one whose proof was refused
/// does not, but ends the sign-in.
/// </summary>
public static class SchemeOrder
{
    /// <summary>
    /// Phones and clients of Lync.
    /// <list type="number">
    /// <item>TLS-DSK: proves the user by a certificate, also while nothing but a Registrar is reached (survivable
    /// mode), and asks for the password once in half a year.</item>
    /// <item>Kerberos: the Registrar never sees anything made of the password. Only where the login names a realm, or
    /// the ticket cache is to be used.</item>
    /// <item>NTLM: made of the password, but signs every message after it.</item>
    /// <item>Digest: signs nothing. No Registrar of Lync offers it to a device; one of another make does.</item>
    /// </list>
    /// </summary>
    public static ImmutableArray<SipScheme> Lync { get; } =
        [SipScheme.TlsDsk, SipScheme.Kerberos, SipScheme.Ntlm, SipScheme.Digest];

    /// <summary>Standard SIP: Digest alone (RFC 3261 section 22), in the order of RFC 8760.</summary>
    public static ImmutableArray<SipScheme> Standard { get; } = [SipScheme.Digest];

    /// <summary>What a device may take, first to last: of its profile's schemes those that it was not denied.</summary>
    public static ImmutableArray<SipScheme> Of(DeviceSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.Schemes.IsEmpty
            ? settings.Profile.Schemes : settings.Profile.Schemes.RemoveAll(each => !settings.Schemes.Contains(each));
    }
}
