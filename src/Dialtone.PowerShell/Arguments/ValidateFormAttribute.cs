using System.Management.Automation;
using Dialtone.Core.Profiles;
using Dialtone.Core.SignIn;
using Dialtone.Net;
using Dialtone.Wire.Addresses;

namespace Dialtone.PowerShell.Arguments;

/// <summary>
/// Refuses an argument that cannot be read. So it is an error of the call, and of objects from the pipeline an error of
/// the one object.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ValidateFormAttribute(ArgumentForm form) : ValidateEnumeratedArgumentsAttribute
{
    private const int NumberLengthMax = 32;

    /// <summary>What is taken.</summary>
    public ArgumentForm Form => form;

    /// <inheritdoc/>
    protected override void ValidateElement(object element)
    {
        var text = element as string ?? "";
        if (WrongWith(text) is { } wrong)
        {
            throw new ValidationMetadataException(wrong);
        }
    }

    private string? WrongWith(string text) => form switch
    {
        ArgumentForm.SipAddress => AddressOfRecord.TryParse(text, out _)
            ? null : $"It takes a sign-in address such as sip:alice@contoso.example; '{text}' is none.",
        ArgumentForm.HostName => HostName.TryParse(text, out _) ? null : $"It takes a host name; '{text}' is none.",
        ArgumentForm.SecureUrl => WebUrl.TryParse(text, out var url) && url.IsSecure
            ? null : $"It takes an https URL; '{text}' is none.",
        ArgumentForm.Server => IsServer(text)
            ? null : $"It takes an address such as 192.0.2.2 or 192.0.2.2:53; '{text}' is none.",
        ArgumentForm.ServerOrOff => text == "off" || IsServer(text)
            ? null : $"It takes off, or an address such as 192.0.2.2 or 192.0.2.2:67; '{text}' is neither.",
        ArgumentForm.Address => IpAddress.TryParse(text, out _)
            ? null : $"It takes an IP address such as 192.0.2.10; '{text}' is none.",
        ArgumentForm.PhoneNumber => IsNumber(text)
            ? null : $"It takes the digits of a phone number, with or without a plus sign; '{text}' is none.",
        ArgumentForm.Interface => LocalInterface.TryChoose(text, out _, out var reason) ? null : reason,
        ArgumentForm.Profile => DeviceProfile.All.Any(each => each.Name == text)
            ? null : $"It takes {string.Join(", ", DeviceProfile.All.Select(each => each.Name))}; '{text}' is none.",
        _ => text.Length > 0 && text.All(each => char.IsLetterOrDigit(each) || each is '_' or ':')
            ? null : $"It takes the name of a variable, without $; '{text}' is none.",
    };

    private static bool IsServer(string text) =>
        EndPointAddress.TryParse(text, 1, out var endPoint) && endPoint.Port > 0;

    private static bool IsNumber(string text)
    {
        var digits = text.StartsWith('+') ? text[1..] : text;
        return digits.Length is > 0 and <= NumberLengthMax && digits.All(char.IsAsciiDigit);
    }
}
