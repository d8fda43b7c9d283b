using System.Text;

namespace Dialtone.Wire.Auth.Signatures;

/// <summary>The names of the schemes on the wire.</summary>
public static class SipSchemeNames
{
    /// <summary>The name, as it stands in headers and in what is signed.</summary>
    public static ReadOnlySpan<byte> NameOf(SipScheme scheme) => scheme switch
    {
        SipScheme.Digest => "Digest"u8,
        SipScheme.Ntlm => "NTLM"u8,
        SipScheme.Kerberos => "Kerberos"u8,
        SipScheme.TlsDsk => "TLS-DSK"u8,
        _ => throw new ArgumentOutOfRangeException(nameof(scheme), scheme, "Not a scheme."),
    };

    /// <summary>The scheme that the value of an authentication header begins with; false for others.</summary>
    public static bool TryFind(ReadOnlySpan<byte> headerValue, out SipScheme scheme) =>
        TryFind(headerValue, out scheme, out _);

    /// <summary>The same, and the byte after it.</summary>
    internal static bool TryFind(ReadOnlySpan<byte> headerValue, out SipScheme scheme, out int end)
    {
        var name = AuthParameterReader.Scheme(headerValue, out end);
        for (scheme = SipScheme.Digest; scheme <= SipScheme.TlsDsk; scheme++)
        {
            if (Ascii.EqualsIgnoreCase(name, NameOf(scheme)))
            {
                return true;
            }
        }

        scheme = default;
        return false;
    }
}
