using System.Collections.Immutable;
using System.Formats.Asn1;

namespace Dialtone.Wire.WebServices;

/// <summary>
/// Certificates as Web Services send them: one X.509 certificate in DER, or several as PKCS#7, which is SignedData
/// without a signer (RFC 5652 section 5, RFC 2315).
/// </summary>
public static class CertificateBundle
{
    private const string SignedData = "1.2.840.113549.1.7.2";
    private const string Data = "1.2.840.113549.1.7.1";

    private static readonly Asn1Tag Explicit = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <summary>Reads the certificates, each in DER, in their order.</summary>
    /// <param name="bytes">What came.</param>
    /// <param name="certificates">At least one.</param>
    public static bool TryRead(
        ReadOnlyMemory<byte> bytes, out ImmutableArray<ReadOnlyMemory<byte>> certificates)
    {
        certificates = [];
        if (bytes.Length > WebServicesLimits.CertificateBytesMax)
        {
            return false;
        }

        try
        {
            // Bundles may be BER; a certificate is DER and stays as it is.
            var outer = new AsnReader(bytes, AsnEncodingRules.BER).ReadSequence();
            certificates = outer.PeekTag().HasSameClassAndValue(Asn1Tag.ObjectIdentifier) ? ReadBundle(outer) : [bytes];
        }
        catch (AsnContentException)
        {
            // The platform says by exception that bytes are not ASN.1.
            return false;
        }

        return certificates.Length > 0;
    }

    /// <summary>PKCS#7 with these certificates.</summary>
    public static byte[] ToPkcs7(params ReadOnlySpan<ReadOnlyMemory<byte>> certificates)
    {
        var asn = new AsnWriter(AsnEncodingRules.DER);
        using (asn.PushSequence())
        {
            asn.WriteObjectIdentifier(SignedData);
            using (asn.PushSequence(Explicit))
            using (asn.PushSequence())
            {
                asn.WriteInteger(1);
                using (asn.PushSetOf())
                {
                }

                using (asn.PushSequence())
                {
                    asn.WriteObjectIdentifier(Data);
                }

                using (asn.PushSetOf(Explicit))
                {
                    foreach (var certificate in certificates)
                    {
                        asn.WriteEncodedValue(certificate.Span);
                    }
                }

                using (asn.PushSetOf())
                {
                }
            }
        }

        return asn.Encode();
    }

    private static ImmutableArray<ReadOnlyMemory<byte>> ReadBundle(AsnReader content)
    {
        if (content.ReadObjectIdentifier() != SignedData)
        {
            return [];
        }

        var signed = content.ReadSequence(Explicit).ReadSequence();
        _ = signed.ReadInteger();
        _ = signed.ReadEncodedValue();
        _ = signed.ReadEncodedValue();
        if (!signed.HasData || !signed.PeekTag().HasSameClassAndValue(Explicit))
        {
            return [];
        }

        var all = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>();
        for (var set = signed.ReadSetOf(Explicit); set.HasData;)
        {
            if (all.Count == WebServicesLimits.CertificatesMax)
            {
                return [];
            }

            all.Add(set.ReadEncodedValue());
        }

        return all.DrainToImmutable();
    }
}
