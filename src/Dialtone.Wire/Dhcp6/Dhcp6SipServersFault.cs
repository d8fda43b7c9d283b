using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dhcp;

namespace Dialtone.Wire.Dhcp6;

/// <summary>What is wrong with option 21 or 22, and where.</summary>
/// <param name="Option">Which of the two.</param>
/// <param name="Kind">
/// The kind of fault, as of option 120. <see cref="SipServersFaultKind.UnknownEncoding"/> is a byte 00 before the
/// names, which option 120 has there and option 21 has not.
/// </param>
/// <param name="Offset">The byte of the option's value at which it was noticed.</param>
/// <param name="NameSeen">The name that was meant, where the bytes show one; else empty.</param>
/// <param name="TextSeen">The text that stands there, for wrongly typed values; else empty.</param>
public readonly record struct Dhcp6SipServersFault(
    Dhcp6OptionCode Option, SipServersFaultKind Kind, int Offset, HostName NameSeen, string TextSeen)
{
    /// <summary>A fault in bytes that show neither text nor name.</summary>
    public Dhcp6SipServersFault(Dhcp6OptionCode option, SipServersFaultKind kind, int offset)
        : this(option, kind, offset, default, "")
    {
    }

    /// <summary>
    /// The value that the server should be given instead: possible if the bytes show which name was meant.
    /// </summary>
    public bool TryCorrect(out byte[] value)
    {
        value = NameSeen.IsEmpty ? [] : Dhcp6SipServers.ToBytes(NameSeen);
        return value.Length > 0;
    }
}
