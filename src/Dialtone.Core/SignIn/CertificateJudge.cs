using System.Collections.Immutable;
using Dialtone.Core.Net;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.SignIn;

/// <summary>
/// Decides from the facts of a handshake whether the server may be trusted for the name that was asked for. The name,
/// never the address: an address in a certificate says nothing about who answers for a SIP domain (RFC 5922 section 7).
/// </summary>
public static class CertificateJudge
{
    /// <summary>The shortest RSA key believed, in bits (NIST SP 800-131A).</summary>
    public const int RsaKeyBitsMin = 2048;

    /// <summary>
    /// The shortest elliptic-curve key believed, in bits (NIST SP 800-131A asks 224; no curve in use lies between).
    /// </summary>
    public const int EcKeyBitsMin = 256;

    // Which problem stands for the others when there are several. By how much of the rest it makes moot: what nobody
    // vouches for may say anything; a certificate made out to others tells that this is another server; then time,
    // then purpose, then strength.
    private static readonly ImmutableArray<CertificateVerdict> GravestFirst =
    [
        CertificateVerdict.Untrusted,
        CertificateVerdict.NameMismatch,
        CertificateVerdict.Expired,
        CertificateVerdict.NotYetValid,
        CertificateVerdict.WrongUse,
        CertificateVerdict.WeakKey,
    ];

    /// <summary>Judges a server's certificate.</summary>
    /// <param name="facts">What the handshake showed.</param>
    /// <param name="expected">The names of which the certificate must hold one.</param>
    /// <param name="wallClock">This device's clock, which may be wrong.</param>
    public static CertificateJudgement Judge(
        TlsFacts facts, ImmutableArray<HostName> expected, DateTimeOffset wallClock)
    {
        var problems = new List<CertificateProblem>();
        if (facts.Trust is not (ChainTrust.Trusted or ChainTrust.Learned) || facts.Chain.Count == 0)
        {
            problems.Add(new(CertificateVerdict.Untrusted, 0));
        }

        for (var i = 0; i < facts.Chain.Count; i++)
        {
            if (i == 0)
            {
                JudgeLeaf(facts.Chain[0], expected, problems);
            }

            if (i == 0 || IssuedAnother(facts.Chain, i))
            {
                JudgeCertificate(facts.Chain[i], i, wallClock, problems);
            }
        }

        problems.Sort((left, right) => (GravestFirst.IndexOf(left.Verdict), left.ChainIndex)
            .CompareTo((GravestFirst.IndexOf(right.Verdict), right.ChainIndex)));
        return new([.. problems]);
    }

    /// <summary>
    /// Whether a certificate is made out to a name: by the dNSName entries, or by the common name only where there is
    /// no such entry (RFC 6125 section 6.4.4). <c>*</c> stands for one whole left-most label (section 6.4.3).
    /// </summary>
    public static bool IsMadeOutTo(CertificateFacts certificate, HostName expected)
    {
        if (certificate.DnsNames.Count == 0)
        {
            return Matches(certificate.Subject, expected);
        }

        foreach (var name in certificate.DnsNames)
        {
            if (Matches(name, expected))
            {
                return true;
            }
        }

        return false;
    }

    private static void JudgeLeaf(
        CertificateFacts leaf, ImmutableArray<HostName> expected, List<CertificateProblem> problems)
    {
        if (!expected.Any(name => IsMadeOutTo(leaf, name)))
        {
            problems.Add(new(CertificateVerdict.NameMismatch, 0));
        }

        if (!leaf.ServerAuthentication)
        {
            problems.Add(new(CertificateVerdict.WrongUse, 0));
        }
    }

    private static void JudgeCertificate(
        CertificateFacts certificate, int index, DateTimeOffset wallClock, List<CertificateProblem> problems)
    {
        // Both ends belong to the validity (RFC 5280 section 4.1.2.5).
        if (wallClock > certificate.NotAfter)
        {
            problems.Add(new(CertificateVerdict.Expired, index));
        }
        else if (wallClock < certificate.NotBefore)
        {
            problems.Add(new(CertificateVerdict.NotYetValid, index));
        }

        if (HasWeakKey(certificate))
        {
            problems.Add(new(CertificateVerdict.WeakKey, index));
        }
    }

    // A certificate that the server shows besides its chain proves nothing and harms nothing.
    private static bool IssuedAnother(IReadOnlyList<CertificateFacts> chain, int index)
    {
        for (var i = 0; i < chain.Count; i++)
        {
            if (i != index && string.Equals(chain[i].Issuer, chain[index].Subject, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasWeakKey(CertificateFacts certificate) => certificate.KeyAlgorithm switch
    {
        _ when certificate.KeyBits == 0 => false,
        "RSA" => certificate.KeyBits < RsaKeyBitsMin,
        "ECDSA" => certificate.KeyBits < EcKeyBitsMin,
        _ => false,
    };

    private static bool Matches(string presented, HostName expected)
    {
        if (!presented.StartsWith("*.", StringComparison.Ordinal))
        {
            return HostName.TryParse(presented, out var name) && name == expected;
        }

        var dot = expected.Text.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && HostName.TryParse(presented[2..], out var parent)
            && string.Equals(expected.Text[(dot + 1)..], parent.Text, StringComparison.Ordinal);
    }
}
