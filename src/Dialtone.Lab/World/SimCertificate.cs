using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Dialtone.Lab.World;

/// <summary>
/// Certificates (X.509 v3, RFC 5280) and requests for them (PKCS#10, RFC 2986) as a world has them: the form is real,
/// the signature is not, and nobody there verifies it.
/// </summary>
internal static class SimCertificate
{
    private const string CommonName = "2.5.4.3";
    private const string Sha256WithRsa = "1.2.840.113549.1.1.11";
    private const int SignatureBytes = 256;

    private const string BasicConstraints = "2.5.29.19";

    private static readonly Asn1Tag Version = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag Extensions = new(TagClass.ContextSpecific, 3);
    private static readonly Asn1Tag Attributes = new(TagClass.ContextSpecific, 0);

    /// <summary>A request for a certificate.</summary>
    public static byte[] Request(string commonName, SimKey key)
    {
        var request = new AsnWriter(AsnEncodingRules.DER);
        using (request.PushSequence())
        {
            request.WriteInteger(0);
            WriteName(request, commonName);
            request.WriteEncodedValue(key.PublicKey());
            using (request.PushSetOf(Attributes))
            {
                // None.
            }
        }

        return Signed(request.Encode());
    }

    /// <summary>The key of a request; <c>null</c> where it is none of a world.</summary>
    public static SimKey? KeyOfRequest(ReadOnlyMemory<byte> request)
    {
        try
        {
            var info = new AsnReader(request, AsnEncodingRules.DER).ReadSequence().ReadSequence();
            _ = info.ReadInteger();
            _ = info.ReadSequence();
            return SimKey.OfPublicKey(info.ReadEncodedValue());
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    /// <summary>A certificate; of an authority it says so (RFC 5280 section 4.2.1.9).</summary>
    public static byte[] Issue(
        string issuer, string subject, SimKey key, UInt128 serial, DateTimeOffset notBefore, DateTimeOffset notAfter,
        bool isAuthority = false)
    {
        var certificate = new AsnWriter(AsnEncodingRules.DER);
        using (certificate.PushSequence())
        {
            using (certificate.PushSequence(Version))
            {
                certificate.WriteInteger(2);
            }

            certificate.WriteInteger(serial);
            SimKey.WriteAlgorithm(certificate, Sha256WithRsa);
            WriteName(certificate, issuer);
            using (certificate.PushSequence())
            {
                WriteTime(certificate, notBefore);
                WriteTime(certificate, notAfter);
            }

            WriteName(certificate, subject);
            certificate.WriteEncodedValue(key.PublicKey());
            if (isAuthority)
            {
                WriteAuthority(certificate);
            }
        }

        return Signed(certificate.Encode());
    }

    /// <summary>The key of a certificate; <c>null</c> where it is none of a world.</summary>
    public static SimKey? KeyOf(ReadOnlyMemory<byte> certificate)
    {
        try
        {
            var signed = new AsnReader(certificate, AsnEncodingRules.DER).ReadSequence().ReadSequence();
            _ = signed.ReadSequence(Version);
            _ = signed.ReadInteger();
            for (var before = 0; before < 4; before++)
            {
                _ = signed.ReadSequence();
            }

            return SimKey.OfPublicKey(signed.ReadEncodedValue());
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private static byte[] Signed(byte[] content)
    {
        var signed = new AsnWriter(AsnEncodingRules.DER);
        using (signed.PushSequence())
        {
            signed.WriteEncodedValue(content);
            SimKey.WriteAlgorithm(signed, Sha256WithRsa);
            var signature = new byte[SignatureBytes];
            SHA256.HashData(content, signature);
            signed.WriteBitString(signature);
        }

        return signed.Encode();
    }

    private static void WriteAuthority(AsnWriter to)
    {
        var value = new AsnWriter(AsnEncodingRules.DER);
        using (value.PushSequence())
        {
            value.WriteBoolean(true);
        }

        using (to.PushSequence(Extensions))
        using (to.PushSequence())
        using (to.PushSequence())
        {
            to.WriteObjectIdentifier(BasicConstraints);
            to.WriteBoolean(true);
            to.WriteOctetString(value.Encode());
        }
    }

    private static void WriteName(AsnWriter to, string commonName)
    {
        using (to.PushSequence())
        using (to.PushSetOf())
        using (to.PushSequence())
        {
            to.WriteObjectIdentifier(CommonName);
            to.WriteCharacterString(UniversalTagNumber.UTF8String, commonName);
        }
    }

    // UTCTime until 2049, then GeneralizedTime (RFC 5280 section 4.1.2.5).
    private static void WriteTime(AsnWriter to, DateTimeOffset time)
    {
        if (time.Year < 2050)
        {
            to.WriteUtcTime(time);
        }
        else
        {
            to.WriteGeneralizedTime(time, omitFractionalSeconds: true);
        }
    }
}
