using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Dialtone.Core.SignIn;

/// <summary>How an endpoint names itself to a Registrar (MS-SIPRE section 3.1.1).</summary>
public static class EndpointIdentity
{
    private const int EpidDigits = 10;

    // The namespace that MS-SIPRE prescribes, in the little-endian layout of a GUID.
    private static readonly Guid Namespace = new("fcacfb03-8a73-46ef-91b1-e5ebeeaba4fe");

    /// <summary>
    /// An epid that stays the same for one device and one user over restarts: ten hex digits.
    /// </summary>
    /// <param name="device">Something stable about the device: a hardware address, a machine's identifier.</param>
    /// <param name="account">The user.</param>
    public static string Epid(ReadOnlySpan<byte> device, AddressOfRecord account)
    {
        ArgumentNullException.ThrowIfNull(account);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(device);
        hash.AppendData(Encoding.UTF8.GetBytes(account.Uri.ToLowerInvariant()));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..EpidDigits];
    }

    /// <summary>
    /// The UUID of <c>+sip.instance</c>: SHA-1 over the namespace and the epid, marked as a name-based UUID (RFC 4122
    /// section 4.3). The protocol prescribes SHA-1; nothing secret hangs on it.
    /// </summary>
    public static Guid Instance(string epid)
    {
        ArgumentNullException.ThrowIfNull(epid);
        var input = new byte[16 + Encoding.ASCII.GetByteCount(epid)];
        _ = Namespace.TryWriteBytes(input);
        _ = Encoding.ASCII.GetBytes(epid, input.AsSpan(16));
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        _ = SHA1.HashData(input, hash);

        // Little-endian layout: the version is in the high nibble of byte 7, the variant in the top bits of byte 8.
        hash[7] = (byte)((hash[7] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16]);
    }

    /// <summary>
    /// The GRUU that Registrars of Lync give to an endpoint: the user, and the instance as sixteen bytes in the
    /// little-endian layout of a GUID and two that are zero, in the alphabet of Base64 for URLs.
    /// </summary>
    /// <param name="account">The user: <c>sip:alice@contoso.example</c>.</param>
    /// <param name="instance">The endpoint.</param>
    public static string Gruu(string account, Guid instance)
    {
        Span<byte> opaque = stackalloc byte[18];
        opaque.Clear();
        _ = instance.TryWriteBytes(opaque);
        return $"{account};opaque=user:epid:{Base64Url.EncodeToString(opaque)};gruu";
    }
}
