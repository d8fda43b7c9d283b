using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Dialtone.Core.Net;
using Dialtone.Wire.Addresses;

namespace Dialtone.Lab.Scenarios;

/// <summary>What is wrong with a certificate of the lab.</summary>
public enum CertificateDefect : byte
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Its time is over since yesterday.</summary>
    Expired,

    /// <summary>Its time begins in thirty days: later than a clock is off by chance.</summary>
    NotYetValid,

    /// <summary>It is made out to other names.</summary>
    WrongName,

    /// <summary>It is issued by an authority that no device of the lab trusts.</summary>
    Untrusted,
}

/// <summary>
/// A certificate of the lab as data. A simulated world makes facts of it, a hosting on sockets makes a real one; nodes
/// know
/// it by <see cref="Name"/>.
/// </summary>
/// <param name="Name">What nodes call it: <c>pool01</c>, <c>pool01-expired</c>.</param>
/// <param name="Subject">The common name.</param>
/// <param name="DnsNames">The subject alternative names, in order.</param>
/// <param name="Defect">What is wrong with it.</param>
public sealed record LabCertificate(
    string Name, HostName Subject, ImmutableArray<HostName> DnsNames, CertificateDefect Defect)
{
    /// <summary>The authority whose certificates the lab's devices trust.</summary>
    public const string Authority = "Contoso Lab CA";

    /// <summary>The authority that none of them knows.</summary>
    public const string ForeignAuthority = "Fabrikam Lab CA";

    /// <summary>Who issued it.</summary>
    public string Issuer => Defect == CertificateDefect.Untrusted ? ForeignAuthority : Authority;

    /// <summary>From when to when it is valid, where the lab starts at <paramref name="start"/>.</summary>
    public (DateTimeOffset NotBefore, DateTimeOffset NotAfter) Validity(DateTimeOffset start) => Defect switch
    {
        CertificateDefect.Expired => (start.AddDays(-91), start.AddDays(-1)),
        CertificateDefect.NotYetValid => (start.AddDays(30), start.AddDays(120)),
        _ => (start.AddDays(-1), start.AddDays(89)),
    };

    /// <summary>What a handshake with it shows in a world that starts at <paramref name="start"/>.</summary>
    public TlsFacts ToFacts(DateTimeOffset start)
    {
        var (notBefore, notAfter) = Validity(start);
        var isTrusted = Defect != CertificateDefect.Untrusted;
        var facts = new CertificateFacts(
            Subject.Text, Issuer, [.. DnsNames.Select(name => name.Text)], notBefore, notAfter,
            Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(Name))), "ECDSA", 256,
            ServerAuthentication: true);
        return new("TLS 1.3", "TLS_AES_256_GCM_SHA384", [facts],
            isTrusted ? ChainTrust.Trusted : ChainTrust.UnknownRoot,
            isTrusted ? "" : $"{ForeignAuthority} is not trusted");
    }

    /// <summary>The name of this certificate's variant with a defect: <c>pool01-expired</c>.</summary>
    public static string Variant(string name, CertificateDefect defect) => defect switch
    {
        CertificateDefect.None => name,
        CertificateDefect.Expired => $"{name}-expired",
        CertificateDefect.NotYetValid => $"{name}-not-yet-valid",
        CertificateDefect.WrongName => $"{name}-wrong-name",
        CertificateDefect.Untrusted => $"{name}-untrusted",
        _ => throw new ArgumentOutOfRangeException(nameof(defect), defect, "Not a defect."),
    };
}
