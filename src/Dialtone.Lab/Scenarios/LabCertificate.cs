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

    /// <summary>
    /// It is issued by an authority below the trusted one, whose own certificate the server does not send.
    /// </summary>
    Incomplete,

    /// <summary>It is its own issuer.</summary>
    SelfSigned,

    /// <summary>Its time is over in three days.</summary>
    ExpiresSoon,

    /// <summary>It is for clients, not for servers.</summary>
    WrongUse,

    /// <summary>
    /// Its key is of RSA with 1,024 bits: in a simulated world alone, since TLS of today does not present it.
    /// </summary>
    WeakKey,
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

    /// <summary>An authority that the trusted one vouches for, in a certificate that nobody sends.</summary>
    public const string IssuingAuthority = "Contoso Lab Issuing CA";

    /// <summary>Who issued it.</summary>
    public string Issuer => Defect switch
    {
        CertificateDefect.Untrusted => ForeignAuthority,
        CertificateDefect.Incomplete => IssuingAuthority,
        CertificateDefect.SelfSigned => Subject.Text,
        _ => Authority,
    };

    /// <summary>From when to when it is valid, where the lab starts at <paramref name="start"/>.</summary>
    public (DateTimeOffset NotBefore, DateTimeOffset NotAfter) Validity(DateTimeOffset start) => Defect switch
    {
        CertificateDefect.Expired => (start.AddDays(-91), start.AddDays(-1)),
        CertificateDefect.NotYetValid => (start.AddDays(30), start.AddDays(120)),
        CertificateDefect.ExpiresSoon => (start.AddDays(-87), start.AddDays(3)),
        _ => (start.AddDays(-1), start.AddDays(89)),
    };

    /// <summary>What a handshake with it shows in a world that starts at <paramref name="start"/>.</summary>
    public TlsFacts ToFacts(DateTimeOffset start)
    {
        var (notBefore, notAfter) = Validity(start);
        var isWeak = Defect == CertificateDefect.WeakKey;
        var trust = Defect switch
        {
            CertificateDefect.Untrusted or CertificateDefect.SelfSigned => ChainTrust.UnknownRoot,
            CertificateDefect.Incomplete => ChainTrust.Incomplete,
            _ => ChainTrust.Trusted,
        };
        var facts = new CertificateFacts(
            Subject.Text, Issuer, [.. DnsNames.Select(name => name.Text)], notBefore, notAfter,
            Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(Name))), isWeak ? "RSA" : "ECDSA",
            isWeak ? 1024 : 256, ServerAuthentication: Defect != CertificateDefect.WrongUse);
        return new("TLS 1.3", "TLS_AES_256_GCM_SHA384", [facts], trust,
            trust == ChainTrust.Trusted ? "" : $"{Issuer} is not trusted");
    }

    /// <summary>The name of this certificate's variant with a defect: <c>pool01-expired</c>.</summary>
    public static string Variant(string name, CertificateDefect defect) => defect switch
    {
        CertificateDefect.None => name,
        CertificateDefect.Expired => $"{name}-expired",
        CertificateDefect.NotYetValid => $"{name}-not-yet-valid",
        CertificateDefect.WrongName => $"{name}-wrong-name",
        CertificateDefect.Untrusted => $"{name}-untrusted",
        CertificateDefect.Incomplete => $"{name}-incomplete",
        CertificateDefect.SelfSigned => $"{name}-self-signed",
        CertificateDefect.ExpiresSoon => $"{name}-expires-soon",
        CertificateDefect.WrongUse => $"{name}-wrong-use",
        CertificateDefect.WeakKey => $"{name}-weak-key",
        _ => throw new ArgumentOutOfRangeException(nameof(defect), defect, "Not a defect."),
    };
}
