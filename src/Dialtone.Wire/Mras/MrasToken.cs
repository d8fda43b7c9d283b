using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Dialtone.Wire.Mras;

/// <summary>
/// The token that serves as user name towards a relay, and the password that goes with it (MS-AVEDGEA section 2.2): who
/// has the keys of the service can check both without asking it. All numbers in network order.
/// </summary>
/// <param name="Version">Its major version, 1 or 2.</param>
/// <param name="ExpiresAt">Until when it holds.</param>
/// <param name="ClientId">20 bytes that stand for the user; only the service can make them.</param>
/// <param name="Flags">What version 2 says beside; 0 in version 1.</param>
public sealed record MrasToken(int Version, DateTimeOffset ExpiresAt, ReadOnlyMemory<byte> ClientId, uint Flags)
{
    /// <summary>The length of a token of version 1 with its proof, in bytes.</summary>
    public const int Version1Bytes = 32 + HashBytes;

    /// <summary>The length of a token of version 2 with its proof, in bytes.</summary>
    public const int Version2Bytes = 36 + HashBytes;

    private const int HashBytes = HMACSHA1.HashSizeInBytes;
    private const int ClientIdAt = 12;
    private const int FlagsAt = ClientIdAt + HashBytes;

    /// <summary>Makes the credentials of a user.</summary>
    /// <param name="keys">The keys of the service.</param>
    /// <param name="identity">The user's SIP URI.</param>
    /// <param name="expiresAt">Until when they hold; before 1601 there is no time to write.</param>
    /// <param name="duration">For how long that is, for the answer.</param>
    /// <param name="realm">The realm for the answer; null to leave it out.</param>
    /// <param name="version">1 or 2.</param>
    public static MrasCredentials Issue(
        MrasKeys keys, string identity, DateTimeOffset expiresAt, TimeSpan duration, string? realm = null,
        int version = 1)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentOutOfRangeException.ThrowIfLessThan(version, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(version, 2);
        var username = new byte[version == 1 ? Version1Bytes : Version2Bytes];
        var blob = username.AsSpan(0, username.Length - HashBytes);
        blob[0] = (byte)version;
        BinaryPrimitives.WriteUInt16BigEndian(blob[2..], (ushort)blob.Length);
        var time = (ulong)expiresAt.ToFileTime();
        BinaryPrimitives.WriteUInt32BigEndian(blob[4..], (uint)time);
        BinaryPrimitives.WriteUInt32BigEndian(blob[8..], (uint)(time >> 32));
        keys.OfClientId(Encoding.UTF8.GetBytes(identity), blob[ClientIdAt..]);
        keys.OfToken(blob, username.AsSpan(blob.Length));
        Span<byte> password = stackalloc byte[HashBytes];
        keys.OfPassword(username, password);
        return new(username, password, duration, realm);
    }

    /// <summary>Reads a user name as a relay does, and checks that the service made it.</summary>
    /// <param name="username">The bytes of USERNAME.</param>
    /// <param name="keys">The keys that the relay shares with the service.</param>
    /// <param name="token">What it says; null where it is none.</param>
    /// <returns>What is wrong with it. Whether it has expired is for the caller to say.</returns>
    public static MrasTokenFault Verify(ReadOnlySpan<byte> username, MrasKeys keys, out MrasToken? token)
    {
        ArgumentNullException.ThrowIfNull(keys);
        token = null;
        if (!HasLengthOfVersion(username))
        {
            return MrasTokenFault.Malformed;
        }

        // What is in it counts only once the service is known to have made it.
        Span<byte> proof = stackalloc byte[HashBytes];
        keys.OfToken(username[..^HashBytes], proof);
        return !CryptographicOperations.FixedTimeEquals(proof, username[^HashBytes..]) ? MrasTokenFault.WrongKey
            : TryRead(username, out token) ? MrasTokenFault.None : MrasTokenFault.Malformed;
    }

    /// <summary>
    /// Reads what a user name says of itself, without a key: that the service made it is not known thereby.
    /// </summary>
    /// <param name="username">The bytes of USERNAME.</param>
    /// <param name="token">What it says; null where it is none.</param>
    public static bool TryRead(ReadOnlySpan<byte> username, [NotNullWhen(true)] out MrasToken? token)
    {
        token = null;
        if (!HasLengthOfVersion(username))
        {
            return false;
        }

        var time = BinaryPrimitives.ReadUInt32BigEndian(username[4..])
            | ((ulong)BinaryPrimitives.ReadUInt32BigEndian(username[8..]) << 32);
        if (time > (ulong)DateTime.MaxValue.ToFileTimeUtc())
        {
            return false;
        }

        token = new(
            username[0], new(DateTime.FromFileTimeUtc((long)time)), username.Slice(ClientIdAt, HashBytes).ToArray(),
            username[0] == 1 ? 0 : BinaryPrimitives.ReadUInt32BigEndian(username[FlagsAt..]));
        return true;
    }

    private static bool HasLengthOfVersion(ReadOnlySpan<byte> username) => username.Length switch
        {
            Version1Bytes => username[0] == 1,
            Version2Bytes => username[0] == 2,
            _ => false,
        }
        && BinaryPrimitives.ReadUInt16BigEndian(username[2..]) == username.Length - HashBytes;

    /// <summary>The password that goes with a user name, for a relay.</summary>
    public static byte[] PasswordOf(ReadOnlySpan<byte> username, MrasKeys keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var password = new byte[HashBytes];
        keys.OfPassword(username, password);
        return password;
    }
}
