using System.Buffers.Binary;

namespace Dialtone.Wire.Stun;

/// <summary>
/// ERROR-CODE of either dialect: a number of three digits in two bytes, its hundreds first, and a reason for people
/// (RFC 8489 section 14.8). A view over the bytes it was read from.
/// </summary>
public readonly ref struct StunErrorCode
{
    private StunErrorCode(int code, ReadOnlySpan<byte> reason)
    {
        Code = code;
        Reason = reason;
    }

    /// <summary>300 to 699.</summary>
    public int Code { get; }

    /// <summary>The reason, in UTF-8.</summary>
    public ReadOnlySpan<byte> Reason { get; }

    /// <summary>The reason that the RFCs give a code; empty for codes that they do not know.</summary>
    public static string ReasonOf(int code) => code switch
    {
        300 => "Try Alternate",
        400 => "Bad Request",
        401 => "Unauthenticated",
        403 => "Forbidden",
        420 => "Unknown Attribute",
        437 => "Allocation Mismatch",
        438 => "Stale Nonce",
        440 => "Address Family not Supported",
        441 => "Wrong Credentials",
        442 => "Unsupported Transport Protocol",
        443 => "Peer Address Family Mismatch",
        486 => "Allocation Quota Reached",
        500 => "Server Error",
        508 => "Insufficient Capacity",
        _ => "",
    };

    /// <summary>Reads a value.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> value, out StunErrorCode error)
    {
        error = default;
        if (value.Length < 4)
        {
            return false;
        }

        // Only three bits of the class count (RFC 8489 section 14.8).
        var (hundreds, number) = (value[2] & 7, value[3]);
        if (hundreds is < 3 or > 6 || number > 99)
        {
            return false;
        }

        error = new((100 * hundreds) + number, value[4..]);
        return true;
    }

    /// <summary>Writes the first four bytes of a value.</summary>
    internal static void Write(int code, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(code, 300);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(code, 699);
        BinaryPrimitives.WriteUInt16BigEndian(destination, 0);
        destination[2] = (byte)(code / 100);
        destination[3] = (byte)(code % 100);
    }
}
