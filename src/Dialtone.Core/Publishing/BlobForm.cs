namespace Dialtone.Core.Publishing;

/// <summary>In which of their forms people have the bytes of an option.</summary>
public enum BlobForm : byte
{
    /// <summary>Hexadecimal digits without anything between them.</summary>
    Hex,

    /// <summary>Hexadecimal bytes with colons, spaces, commas or hyphens between them.</summary>
    SeparatedHex,

    /// <summary>Each byte, or all of them, with <c>0x</c> before: Windows, MikroTik.</summary>
    PrefixedHex,

    /// <summary>Groups of four digits with dots between them: Cisco.</summary>
    DottedHex,

    /// <summary>Decimal numbers.</summary>
    Decimal,

    /// <summary>Base64 (RFC 4648 section 4).</summary>
    Base64,

    /// <summary>Text with escapes of C: <c>\x00\x06pool01</c>.</summary>
    Escaped,

    /// <summary>Text in quotation marks, perhaps beside bytes: MikroTik's <c>0x00'pool01'</c>.</summary>
    Quoted,

    /// <summary>Text as it stands.</summary>
    Text,
}
