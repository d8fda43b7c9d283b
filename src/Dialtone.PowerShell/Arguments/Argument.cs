using System.Collections.Immutable;
using System.Management.Automation;
using System.Net;
using System.Security;
using Dialtone.Core.Profiles;
using Dialtone.Core.SignIn;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.PowerShell.Arguments;

/// <summary>Arguments as values of the engine. Each was let through by <see cref="ValidateFormAttribute"/>.</summary>
internal static class Argument
{
    /// <summary>A user.</summary>
    public static AddressOfRecord User(string text) =>
        AddressOfRecord.TryParse(text, out var user) ? user : throw Unread(text);

    /// <summary>A host; <c>null</c> for none.</summary>
    public static HostName? Host(string? text) =>
        text is null ? null : HostName.TryParse(text, out var host) ? host : throw Unread(text);

    /// <summary>An address on the web; <c>null</c> for none.</summary>
    public static WebUrl? Url(string? text) =>
        text is null ? null : WebUrl.TryParse(text, out var url) ? url : throw Unread(text);

    /// <summary>An IP address; <c>null</c> for none.</summary>
    public static IpAddress? Address(string? text) =>
        text is null ? null : IpAddress.TryParse(text, out var address) ? address : throw Unread(text);

    /// <summary>A server with its port.</summary>
    public static EndPointAddress Server(string text, ushort port) =>
        EndPointAddress.TryParse(text, port, out var server) ? server : throw Unread(text);

    /// <summary>A kind of device; a phone of Lync for none.</summary>
    public static DeviceProfile Profile(string? name) =>
        name is null ? DeviceProfile.LyncPhone : DeviceProfile.All.First(each => each.Name == name);

    /// <summary>A name with its password. Get-Credential puts a backslash before a name without a domain.</summary>
    public static UserCredential Credential(PSCredential credential) => UserCredential.FromPassword(
        credential.UserName.TrimStart('\\'), Secret(credential.Password));

    /// <summary>A number with its PIN.</summary>
    public static UserCredential Credential(string number, SecureString pin) =>
        UserCredential.FromPin(number, Secret(pin));

    /// <summary>The schemes that are meant; empty for all that the device has.</summary>
    public static ImmutableArray<SipScheme> Schemes(RegistrarAuthentication? authentication) => authentication switch
    {
        RegistrarAuthentication.Negotiate => [SipScheme.Kerberos, SipScheme.Ntlm],
        RegistrarAuthentication.ClientCertificate => [SipScheme.TlsDsk],
        _ => [],
    };

    private static string Secret(SecureString text) => new NetworkCredential("", text).Password;

    private static InvalidOperationException Unread(string text) => new($"'{text}' was let through and is not read.");
}
