using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Dialtone.Wire.Addresses;

namespace Dialtone.Wire.Dhcp;

/// <summary>A sub-option that is not one of those known.</summary>
/// <param name="Code">The code.</param>
/// <param name="Value">Its value.</param>
public readonly record struct UcUnknownSubOption(byte Code, ReadOnlyMemory<byte> Value);

/// <summary>
/// Option 43 for the vendor class MS-UC-Client: where the certificate provisioning service of the pool is. Encapsulated
/// as RFC 2132 section 8.4 says, with values in ASCII.
/// </summary>
public sealed class UcVendorOption
{
    /// <summary>
    /// The vendor class (option 60) that asks for it, and the value of its first sub-option. Case matters.
    /// </summary>
    public const string VendorClass = "MS-UC-Client";

    /// <summary>The path that every deployment has unless somebody changed it.</summary>
    public const string UsualPath = "/CertProv/CertProvisioningService.svc";

    /// <summary>The scheme, in lower case; <c>https</c> in a sound deployment.</summary>
    public string Scheme { get; init; } = "https";

    /// <summary>The web server.</summary>
    public required HostName Server { get; init; }

    /// <summary>The port; without it the scheme's own applies.</summary>
    public ushort? Port { get; init; }

    /// <summary>The path, with its leading slash.</summary>
    public string Path { get; init; } = UsualPath;

    /// <summary>The sub-options beside 1 to 5, as they came.</summary>
    public ImmutableArray<UcUnknownSubOption> Unknown { get; init; } = [];

    /// <summary>The certificate provisioning service's address.</summary>
    public string Url => Port is { } port ? $"{Scheme}://{Server}:{port}{Path}" : $"{Scheme}://{Server}{Path}";

    /// <summary>Reads the value of option 43, all its pieces joined, without code and length.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> value, [NotNullWhen(true)] out UcVendorOption? option, out UcVendorFault fault)
    {
        option = null;
        if (value.IsEmpty)
        {
            fault = new(UcVendorFaultKind.Empty, UcSubOptionCode.None, 0, "");
            return false;
        }

        var reader = new UcVendorReader(value);
        return reader.TryFindSubOptions(out fault) && reader.TryReadValues(out option, out fault);
    }

    /// <summary>The value, in the order of the codes, without code, length and end.</summary>
    /// <exception cref="InvalidOperationException">A part is longer than 255 bytes or not ASCII.</exception>
    public byte[] ToBytes()
    {
        var bytes = new List<byte>(128);
        Add(bytes, UcSubOptionCode.UcIdentifier, VendorClass);
        Add(bytes, UcSubOptionCode.UrlScheme, Scheme);
        Add(bytes, UcSubOptionCode.WebServerFqdn, Server.Text);
        if (Port is { } port)
        {
            Add(bytes, UcSubOptionCode.WebServerPort, $"{port}");
        }

        Add(bytes, UcSubOptionCode.CertProvRelPath, Path);
        foreach (var unknown in Unknown)
        {
            Add(bytes, unknown.Code, unknown.Value.Span);
        }

        return [.. bytes];
    }

    private static void Add(List<byte> bytes, UcSubOptionCode code, string text)
    {
        if (!Ascii.IsValid(text))
        {
            throw new InvalidOperationException($"{code} has to be ASCII.");
        }

        Add(bytes, (byte)code, Encoding.ASCII.GetBytes(text));
    }

    private static void Add(List<byte> bytes, byte code, ReadOnlySpan<byte> value)
    {
        if (value.Length > byte.MaxValue)
        {
            throw new InvalidOperationException($"Sub-option {code} has more than 255 bytes.");
        }

        bytes.Add(code);
        bytes.Add((byte)value.Length);
        bytes.AddRange(value);
    }
}
