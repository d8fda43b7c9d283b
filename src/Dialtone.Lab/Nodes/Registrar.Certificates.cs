using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Dialtone.Lab.Nodes;

/// <content>Whom a certificate proves that was presented by TLS-DSK (MS-SIPAE, MS-AUTHWS).</content>
public sealed partial class Registrar
{
    /// <summary>
    /// The user that the certificate's subject names by its SIP address, where it is one that was issued for that user
    /// and is valid; else <c>null</c>. No chain is looked at: it was published, or it was not.
    /// </summary>
    /// <param name="certificate">X.509 v3 in DER.</param>
    /// <param name="life">How long it can prove anybody yet.</param>
    /// <param name="turn">Now.</param>
    private SipAccount? OwnerOf(ReadOnlyMemory<byte> certificate, out TimeSpan life, in Turn turn)
    {
        life = TimeSpan.Zero;
        if (Behaviour.RefusesCertificates || !TryReadSubject(certificate, turn, ref life, out var name))
        {
            return null;
        }

        return Named(name) is { } account && name.Contains('@', StringComparison.Ordinal)
            && Settings.Certificates?.IsPublished(account.User, certificate.Span) == true
            ? account
            : null;
    }

    private static bool TryReadSubject(
        ReadOnlyMemory<byte> certificate, in Turn turn, ref TimeSpan life, out string name)
    {
        name = "";
        try
        {
            using var read = X509CertificateLoader.LoadCertificate(certificate.Span);
            var now = turn.Now.WallClock;
            name = read.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
            life = new DateTimeOffset(read.NotAfter) - now;
            life = life < SecurityAssociation.LifetimeMax ? life : SecurityAssociation.LifetimeMax;
            return life > TimeSpan.Zero && new DateTimeOffset(read.NotBefore) <= now;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
