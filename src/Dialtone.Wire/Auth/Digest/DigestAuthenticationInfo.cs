using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Dialtone.Wire.Auth.Digest;

/// <summary>
/// Authentication-Info or Proxy-Authentication-Info (RFC 7616 section 3.5): the nonce to use next, and the server's
/// proof that it knows the secret too.
/// </summary>
public sealed record DigestAuthenticationInfo
{
    /// <summary>The nonce for the next request; null when the old one goes on.</summary>
    public string? NextNonce { get; init; }

    /// <summary>The server's proof in hexadecimal; null when it gives none.</summary>
    public string? ResponseAuth { get; init; }

    /// <summary>
    /// Reads the value part of the header. It has no scheme, so another scheme's (which begins with one) is
    /// <see cref="AuthFaultKind.OtherScheme"/>. The echoed qop, cnonce and nc are not needed: the client knows its own.
    /// </summary>
    public static bool TryRead(
        ReadOnlySpan<byte> headerValue, [NotNullWhen(true)] out DigestAuthenticationInfo? info, out AuthFault fault)
    {
        info = null;
        if (BeginsWithScheme(headerValue))
        {
            fault = new(AuthFaultKind.OtherScheme, 0, "");
            return false;
        }

        string? nextNonce = null, responseAuth = null;
        var reader = new AuthParameterReader(headerValue, 0);
        while (reader.Next())
        {
            _ = reader.Name switch
            {
                DigestParameter.NextNonce => reader.TryGetText(out nextNonce),
                DigestParameter.ResponseAuth => reader.TryGetText(out responseAuth),
                _ => true,
            };
        }

        fault = reader.Fault;
        if (fault.Kind != AuthFaultKind.None)
        {
            return false;
        }

        info = new() { NextNonce = nextNonce, ResponseAuth = responseAuth };
        return true;
    }

    /// <summary>The value part of the header.</summary>
    public string ToHeaderValue()
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        var text = new AuthParameterWriter(buffer, default);
        text.Quoted(DigestParameter.NextNonce, NextNonce);
        text.Quoted(DigestParameter.ResponseAuth, ResponseAuth);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    // "NTLM rspauth=…" has a word before its first parameter; "nextnonce=…" has none.
    private static bool BeginsWithScheme(ReadOnlySpan<byte> text)
    {
        text = text.TrimStart(" \t\r\n"u8);
        var word = text.IndexOfAny(" \t=,"u8);
        return word > 0 && text[word] is (byte)' ' or (byte)'\t' && !text[word..].TrimStart(" \t"u8).StartsWith("="u8);
    }
}
