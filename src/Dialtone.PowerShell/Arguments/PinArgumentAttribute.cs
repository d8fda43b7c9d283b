using System.Management.Automation;
using System.Security;

namespace Dialtone.PowerShell.Arguments;

/// <summary>
/// Takes a PIN as a string too, as the cmdlets of Skype for Business Server do, with the zeros that it begins with.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PinArgumentAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if ((inputData as PSObject)?.BaseObject is SecureString || inputData is SecureString)
        {
            return inputData;
        }

        var pin = new SecureString();
        foreach (var digit in LanguagePrimitives.ConvertTo<string>(inputData) ?? "")
        {
            pin.AppendChar(digit);
        }

        pin.MakeReadOnly();
        // What is said of it must not hold it.
        return pin.Length > 0 ? pin : throw new ArgumentTransformationMetadataException("It takes a PIN; it is empty.");
    }
}
