using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;

namespace Dialtone.Wire.WebServices;

/// <summary>
/// What a user's X.509 certificate says (RFC 5280 section 4.1), as far as its owner has to know: for whom, when, and
/// for which key. Who vouches for it is the Registrar's affair.
/// </summary>
public sealed class UserCertificate
{
    private const string CommonNameType = "2.5.4.3";

    private static readonly Asn1Tag Version = new(TagClass.ContextSpecific, 0, isConstructed: true);

    private UserCertificate(string commonName, DateTimeOffset notBefore, DateTimeOffset notAfter, byte[] publicKey) =>
        (CommonName, NotBefore, NotAfter, PublicKey) = (commonName, notBefore, notAfter, publicKey);

    /// <summary>The common name of its subject: the address of the user; empty where there is none.</summary>
    public string CommonName { get; }

    /// <summary>From when it is valid.</summary>
    public DateTimeOffset NotBefore { get; }

    /// <summary>Until when.</summary>
    public DateTimeOffset NotAfter { get; }

    /// <summary>Its public key: SubjectPublicKeyInfo in DER.</summary>
    public ReadOnlyMemory<byte> PublicKey { get; }

    /// <summary>Reads a certificate.</summary>
    /// <param name="der">The certificate in DER.</param>
    /// <param name="certificate">What it says.</param>
    public static bool TryRead(
        ReadOnlyMemory<byte> der, [NotNullWhen(true)] out UserCertificate? certificate)
    {
        certificate = null;
        try
        {
            var body = new AsnReader(der, AsnEncodingRules.DER).ReadSequence().ReadSequence();
            if (body.PeekTag().HasSameClassAndValue(Version))
            {
                _ = body.ReadEncodedValue();
            }

            _ = body.ReadIntegerBytes(); // serial number
            _ = body.ReadEncodedValue(); // signature algorithm
            _ = body.ReadEncodedValue(); // issuer
            var validity = body.ReadSequence();
            var (notBefore, notAfter) = (ReadTime(validity), ReadTime(validity));
            var name = ReadCommonName(body.ReadSequence());
            certificate = new(name, notBefore, notAfter, body.ReadEncodedValue().ToArray());
        }
        catch (AsnContentException)
        {
            // The platform says by exception that bytes are not ASN.1.
            return false;
        }

        return true;
    }

    /// <summary>The public key of a certificate request (RFC 2986 section 4.1): SubjectPublicKeyInfo in DER.</summary>
    /// <param name="request">PKCS#10 in DER.</param>
    /// <param name="publicKey">The key.</param>
    public static bool TryReadKeyOfRequest(ReadOnlyMemory<byte> request, out ReadOnlyMemory<byte> publicKey)
    {
        publicKey = default;
        try
        {
            var body = new AsnReader(request, AsnEncodingRules.DER).ReadSequence().ReadSequence();
            _ = body.ReadIntegerBytes(); // version
            _ = body.ReadEncodedValue(); // subject
            publicKey = body.ReadEncodedValue().ToArray();
        }
        catch (AsnContentException)
        {
            return false;
        }

        return true;
    }

    // RFC 5280 section 4.1.2.5: UTCTime through 2049, GeneralizedTime from then on.
    private static DateTimeOffset ReadTime(AsnReader validity) =>
        validity.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime)
            ? validity.ReadUtcTime(twoDigitYearMax: 2049)
            : validity.ReadGeneralizedTime();

    private static string ReadCommonName(AsnReader subject)
    {
        while (subject.HasData)
        {
            for (var set = subject.ReadSetOf(skipSortOrderValidation: true); set.HasData;)
            {
                var attribute = set.ReadSequence();
                if (attribute.ReadObjectIdentifier() == CommonNameType)
                {
                    return ReadText(attribute);
                }
            }
        }

        return "";
    }

    private static string ReadText(AsnReader attribute)
    {
        var tag = attribute.PeekTag();
        return tag.TagClass == TagClass.Universal && (UniversalTagNumber)tag.TagValue
            is UniversalTagNumber.UTF8String or UniversalTagNumber.PrintableString or UniversalTagNumber.T61String
            or UniversalTagNumber.IA5String or UniversalTagNumber.BMPString
            ? attribute.ReadCharacterString((UniversalTagNumber)tag.TagValue)
            : "";
    }
}
