using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Dialtone.Wire.Auth.Digest;

/// <summary>
/// SHA-512/256 (FIPS 180-4 section 6.7) by OpenSSL's libcrypto: its initial values differ from SHA-512's, so the
/// platform's SHA-512 cannot stand in for it, and cryptography is not written by hand here.
/// </summary>
internal static unsafe class LibCrypto
{
    public const int Sha512Truncated256Bytes = 32;

    // Versioned names only. An unversioned name may be a development link to anything, and macOS ends a process that
    // loads its own unversioned libcrypto. Found by name at run time because no single name fits every system.
    private static readonly string[] Names =
    [
        "libcrypto.so.3", "libcrypto.so.1.1", "libcrypto.3.dylib", "libcrypto-3-x64.dll", "libcrypto-3-arm64.dll",
    ];

    // EVP_MD is static data of the library (EVP_sha512_256 takes no reference), so nothing is ever freed.
    private static readonly nint Algorithm;
    private static readonly delegate* unmanaged<byte*, nuint, byte*, uint*, nint, nint, int> Digest;

#pragma warning disable CA1810 // The fields depend on one another; field initialisers would hide the order.
    static LibCrypto()
#pragma warning restore CA1810
    {
        foreach (var name in Names)
        {
            if (NativeLibrary.TryLoad(
                    name, typeof(LibCrypto).Assembly, DllImportSearchPath.SafeDirectories, out var library)
                && NativeLibrary.TryGetExport(library, "EVP_sha512_256", out var algorithm)
                && NativeLibrary.TryGetExport(library, "EVP_Digest", out var digest))
            {
                Algorithm = ((delegate* unmanaged<nint>)algorithm)();
                Digest = (delegate* unmanaged<byte*, nuint, byte*, uint*, nint, nint, int>)digest;
                HasSha512Truncated256 = Algorithm != 0 && Works();
                return;
            }
        }
    }

    /// <summary>Whether the library is there and its provider offers the hash (a restricted one may not).</summary>
    public static bool HasSha512Truncated256 { get; }

    /// <summary>Writes the 32 bytes of the hash.</summary>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is shorter than 32 bytes.</exception>
    /// <exception cref="CryptographicException">The library refused.</exception>
    public static void Sha512Truncated256(ReadOnlySpan<byte> data, Span<byte> destination)
    {
        if (destination.Length < Sha512Truncated256Bytes)
        {
            throw new ArgumentException("The hash is 32 bytes long.", nameof(destination));
        }

        if (!TryHash(data, destination))
        {
            throw new CryptographicException("OpenSSL refused to compute SHA-512/256.");
        }
    }

    private static bool Works()
    {
        Span<byte> hash = stackalloc byte[Sha512Truncated256Bytes];
        return TryHash([], hash);
    }

    private static bool TryHash(ReadOnlySpan<byte> data, Span<byte> destination)
    {
        uint written = 0;
        fixed (byte* source = data)
        fixed (byte* target = destination)
        {
            // A null pointer with length 0 is what an empty span pins to; OpenSSL reads nothing then.
            return Digest(source, (nuint)data.Length, target, &written, Algorithm, 0) == 1
                && written == Sha512Truncated256Bytes;
        }
    }
}
