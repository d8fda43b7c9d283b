using System.Formats.Asn1;

namespace Dialtone.Lab.World;

/// <summary>
/// A key pair of a world, in the form of RSA's: its modulus ends with a number of its own, and that is all there is to
/// it. Making one costs nothing, and a key that belongs to another certificate is found out all the same.
/// </summary>
internal readonly record struct SimKey(UInt128 Number)
{
    private const string RsaEncryption = "1.2.840.113549.1.1.1";
    private const int ModulusBytes = 256;

    // 2^16 + 1, and what stands for every secret number.
    private static ReadOnlySpan<byte> Exponent => [1, 0, 1];

    private static ReadOnlySpan<byte> One => [1];

    /// <summary>SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7) in DER.</summary>
    public byte[] PublicKey()
    {
        var key = new AsnWriter(AsnEncodingRules.DER);
        using (key.PushSequence())
        {
            key.WriteIntegerUnsigned(Modulus());
            key.WriteIntegerUnsigned(Exponent);
        }

        var info = new AsnWriter(AsnEncodingRules.DER);
        using (info.PushSequence())
        {
            WriteAlgorithm(info, RsaEncryption);
            info.WriteBitString(key.Encode());
        }

        return info.Encode();
    }

    /// <summary>PKCS#8 (RFC 5958) in DER.</summary>
    public byte[] Pkcs8()
    {
        var key = new AsnWriter(AsnEncodingRules.DER);
        using (key.PushSequence())
        {
            key.WriteInteger(0);
            key.WriteIntegerUnsigned(Modulus());
            key.WriteIntegerUnsigned(Exponent);
            for (var secret = 0; secret < 6; secret++)
            {
                key.WriteIntegerUnsigned(One);
            }
        }

        var info = new AsnWriter(AsnEncodingRules.DER);
        using (info.PushSequence())
        {
            info.WriteInteger(0);
            WriteAlgorithm(info, RsaEncryption);
            info.WriteOctetString(key.Encode());
        }

        return info.Encode();
    }

    /// <summary>Reads PKCS#8; <c>null</c> where it is none of a world.</summary>
    public static SimKey? OfPkcs8(ReadOnlyMemory<byte> pkcs8)
    {
        try
        {
            var info = new AsnReader(pkcs8, AsnEncodingRules.DER).ReadSequence();
            _ = info.ReadInteger();
            _ = info.ReadSequence();
            var key = new AsnReader(info.ReadOctetString(), AsnEncodingRules.DER).ReadSequence();
            _ = key.ReadInteger();
            return OfModulus(key);
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    /// <summary>Reads SubjectPublicKeyInfo; <c>null</c> where it is none of a world.</summary>
    public static SimKey? OfPublicKey(ReadOnlyMemory<byte> publicKey)
    {
        try
        {
            var info = new AsnReader(publicKey, AsnEncodingRules.DER).ReadSequence();
            _ = info.ReadSequence();
            return OfModulus(new AsnReader(info.ReadBitString(out _), AsnEncodingRules.DER).ReadSequence());
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    /// <summary>AlgorithmIdentifier (RFC 5280 section 4.1.1.2) with no parameters.</summary>
    public static void WriteAlgorithm(AsnWriter to, string algorithm)
    {
        using (to.PushSequence())
        {
            to.WriteObjectIdentifier(algorithm);
            to.WriteNull();
        }
    }

    private static SimKey? OfModulus(AsnReader key)
    {
        var modulus = key.ReadIntegerBytes().Span;
        return modulus.Length < 16
            ? null
            : new(System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(modulus[^16..]));
    }

    private byte[] Modulus()
    {
        var modulus = new byte[ModulusBytes];
        modulus.AsSpan().Fill(0xC3);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(modulus.AsSpan(ModulusBytes - 16), Number);
        return modulus;
    }
}
