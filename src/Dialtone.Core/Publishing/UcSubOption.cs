using System.Text;
using Dialtone.Wire.Dhcp;

namespace Dialtone.Core.Publishing;

/// <summary>A sub-option of option 43 for UC phones.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">The name that Windows servers have for it: <c>WebServerFqdn</c>.</param>
/// <param name="Text">Its value, which is ASCII.</param>
public readonly record struct UcSubOption(UcSubOptionCode Code, string Name, string Text)
{
    /// <summary>The value as it stands in the option, without code and length.</summary>
    public byte[] ToBytes() => Encoding.ASCII.GetBytes(Text);
}
