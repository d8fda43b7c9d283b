using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dialtone.Core.Net;

namespace Dialtone.Live;

/// <summary>
/// Copies what a peer's certificates say, and where they lead. The platform destroys them after the handshake.
/// </summary>
internal static class PeerChain
{
    private const string ServerAuthenticationOid = "1.3.6.1.5.5.7.3.1";
    private const string AnyExtendedKeyUsageOid = "2.5.29.37.0";

    /// <summary>
    /// Statuses that do not touch trust: dates are for the judge, and nothing is asked about revocation.
    /// </summary>
    private const X509ChainStatusFlags LeftAside =
        X509ChainStatusFlags.NotTimeValid | X509ChainStatusFlags.NotTimeNested | X509ChainStatusFlags.CtlNotTimeValid
        | X509ChainStatusFlags.RevocationStatusUnknown | X509ChainStatusFlags.OfflineRevocation
        | X509ChainStatusFlags.NotValidForUsage | X509ChainStatusFlags.CtlNotValidForUsage;

    /// <summary>
    /// How chains are built. Revocation is not checked and missing issuers are not fetched: a phone without dial tone
    /// cannot reach the servers that hold revocation lists, often because of the very fault that is being looked for.
    /// </summary>
    public static X509ChainPolicy Policy() => new()
    {
        RevocationMode = X509RevocationMode.NoCheck,
        DisableCertificateDownloads = true,
        VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid | X509VerificationFlags.IgnoreNotTimeNested
            | X509VerificationFlags.IgnoreCtlNotTimeValid,
    };

    /// <summary>The facts of a handshake, from inside the validation callback.</summary>
    /// <param name="leaf">The peer's certificate.</param>
    /// <param name="system">The chain that the platform built with <see cref="Policy"/> against its own store.</param>
    /// <param name="extraRoots">Roots trusted besides the system's.</param>
    /// <param name="learnedRoots">Roots that the node has learned itself, in DER.</param>
    public static TlsFacts Facts(
        X509Certificate2 leaf, X509Chain system, X509Certificate2Collection extraRoots,
        ImmutableArray<ReadOnlyMemory<byte>> learnedRoots)
    {
        var status = Status(system);
        if (status != X509ChainStatusFlags.NoError
            && extraRoots.Count > 0
            && LeadsTo(extraRoots, leaf, system.ChainPolicy.ExtraStore))
        {
            status = X509ChainStatusFlags.NoError;
        }

        var sent = Sent(leaf, system);
        if (status != X509ChainStatusFlags.NoError && !learnedRoots.IsEmpty
            && LeadsToLearned(learnedRoots, leaf, system.ChainPolicy.ExtraStore))
        {
            return new("", "", [.. sent.Select(Facts)], ChainTrust.Learned);
        }

        return new("", "", [.. sent.Select(Facts)], Trust(status, sent), Detail(status, sent));
    }

    /// <summary>The facts of one certificate.</summary>
    public static CertificateFacts Facts(X509Certificate2 certificate) => new(
        CommonName(certificate, forIssuer: false),
        CommonName(certificate, forIssuer: true),
        [.. certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(static e => e.EnumerateDnsNames())],
        new DateTimeOffset(certificate.NotBefore).ToUniversalTime(),
        new DateTimeOffset(certificate.NotAfter).ToUniversalTime(),
        certificate.GetCertHashString(HashAlgorithmName.SHA256),
        KeyAlgorithm(certificate),
        KeyBits(certificate),
        IsForServers(certificate));

    private static X509ChainStatusFlags Status(X509Chain chain)
    {
        var all = X509ChainStatusFlags.NoError;
        foreach (var status in chain.ChainStatus)
        {
            all |= status.Status;
        }

        return all & ~LeftAside;
    }

    private static bool LeadsToLearned(
        ImmutableArray<ReadOnlyMemory<byte>> learned, X509Certificate2 leaf, X509Certificate2Collection sent)
    {
        X509Certificate2Collection roots =
            [.. learned.Select(static der => X509CertificateLoader.LoadCertificate(der.Span))];
        var leads = LeadsTo(roots, leaf, sent);
        foreach (var root in roots)
        {
            root.Dispose();
        }

        return leads;
    }

    private static bool LeadsTo(
        X509Certificate2Collection roots, X509Certificate2 leaf, X509Certificate2Collection sent)
    {
        using var chain = new X509Chain { ChainPolicy = Policy() };
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(roots);
        chain.ChainPolicy.ExtraStore.AddRange(sent);
        _ = chain.Build(leaf);
        var trusted = Status(chain) == X509ChainStatusFlags.NoError;
        foreach (var element in chain.ChainElements)
        {
            element.Certificate.Dispose();
        }

        return trusted;
    }

    // Where the platform could put them in order it did; what it could not place follows as the peer sent it.
    private static List<X509Certificate2> Sent(X509Certificate2 leaf, X509Chain chain)
    {
        var peers = chain.ChainPolicy.ExtraStore.Select(static c => c.Thumbprint).Append(leaf.Thumbprint).ToHashSet();
        List<X509Certificate2> sent =
            [.. chain.ChainElements.Select(static e => e.Certificate).Where(c => peers.Contains(c.Thumbprint))];
        var placed = sent.Select(static c => c.Thumbprint).ToHashSet();
        sent.AddRange(chain.ChainPolicy.ExtraStore.Where(c => placed.Add(c.Thumbprint)));
        return sent;
    }

    private static ChainTrust Trust(X509ChainStatusFlags status, List<X509Certificate2> sent) => status switch
    {
        X509ChainStatusFlags.NoError => ChainTrust.Trusted,
        X509ChainStatusFlags.UntrustedRoot => ChainTrust.UnknownRoot,
        X509ChainStatusFlags.PartialChain => IssuerIsPublished(sent) ? ChainTrust.Incomplete : ChainTrust.UnknownRoot,
        _ => ChainTrust.Broken,
    };

    // Nobody can tell a missing intermediate from a root that is not known here. A certificate sent alone that says
    // where its issuer's can be fetched (RFC 5280 section 4.2.2.1) was most likely not issued by a root.
    private static bool IssuerIsPublished(List<X509Certificate2> sent) =>
        sent is [var alone] && alone.Extensions.OfType<X509AuthorityInformationAccessExtension>()
            .Any(static e => e.EnumerateCAIssuersUris().Any());

    private static string Detail(X509ChainStatusFlags status, List<X509Certificate2> sent) => status switch
    {
        X509ChainStatusFlags.NoError => "",
        X509ChainStatusFlags.UntrustedRoot when sent is [var alone] && IsSelfIssued(alone) =>
            $"'{CommonName(alone, forIssuer: false)}' signed itself and is not known here",
        X509ChainStatusFlags.UntrustedRoot or X509ChainStatusFlags.PartialChain =>
            $"'{CommonName(sent[^1], forIssuer: true)}' is not known here, nor did the server send its certificate",
        _ => status.ToString(),
    };

    private static bool IsSelfIssued(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);

    private static string CommonName(X509Certificate2 certificate, bool forIssuer)
    {
        var name = certificate.GetNameInfo(X509NameType.SimpleName, forIssuer);
        return name.Length > 0 ? name : forIssuer ? certificate.Issuer : certificate.Subject;
    }

    private static string KeyAlgorithm(X509Certificate2 certificate) => certificate.GetKeyAlgorithm() switch
    {
        "1.2.840.113549.1.1.1" => "RSA",
        "1.2.840.10045.2.1" => "ECDSA",
        var other => other,
    };

    private static int KeyBits(X509Certificate2 certificate)
    {
        try
        {
            using var rsa = certificate.GetRSAPublicKey();
            using var ecdsa = rsa is null ? certificate.GetECDsaPublicKey() : null;
            return rsa?.KeySize ?? ecdsa?.KeySize ?? 0;
        }
        catch (CryptographicException)
        {
            return 0;
        }
    }

    private static bool IsForServers(X509Certificate2 certificate)
    {
        var usages = certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().FirstOrDefault();
        return usages is null || usages.EnhancedKeyUsages.Cast<Oid>()
            .Any(static oid => oid.Value is ServerAuthenticationOid or AnyExtendedKeyUsageOid);
    }
}
