using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Dialtone.Live.Security;

namespace Dialtone.Live;

/// <summary>The certificates that listeners may present, by name. Safe for use by several nodes at once.</summary>
public sealed class TlsIdentities
{
    private readonly ConcurrentDictionary<string, SslStreamCertificateContext> _byName = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TlsDskIdentity> _forTlsDsk = new(StringComparer.Ordinal);

    /// <summary>Adds an identity, in place of one of the same name.</summary>
    /// <param name="name">The name that <c>NetEffect.Listen</c> uses.</param>
    /// <param name="certificate">The certificate, with its private key.</param>
    /// <param name="chain">The certificates between it and the root, sent along; may be empty.</param>
    /// <exception cref="ArgumentException"><paramref name="certificate"/> has no private key.</exception>
    public void Add(string name, X509Certificate2 certificate, X509Certificate2Collection chain)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(certificate);
        if (!certificate.HasPrivateKey)
        {
            throw new ArgumentException($"The certificate of '{name}' has no private key.", nameof(certificate));
        }

        // Windows' TLS does not use a key that lives only in memory; through PKCS #12 it gets one that it does.
        var usable = OperatingSystem.IsWindows()
            ? X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null)
            : certificate;
        _ = _forTlsDsk.TryRemove(name, out _);
        _byName[name] = SslStreamCertificateContext.Create(usable, chain, offline: true);
    }

    /// <summary>The identity of this name.</summary>
    /// <exception cref="ArgumentException">There is none: the host forgot to add it.</exception>
    internal SslStreamCertificateContext this[string name] => _byName.TryGetValue(name, out var context)
        ? context
        : throw new ArgumentException($"There is no TLS identity '{name}'.", nameof(name));

    /// <summary>The identity of this name, read for handshakes of TLS-DSK.</summary>
    /// <exception cref="ArgumentException">There is none: the host forgot to add it.</exception>
    internal TlsDskIdentity ForTlsDsk(string name) =>
        _forTlsDsk.GetOrAdd(name, static (key, all) => TlsDskIdentity.Of(all[key].TargetCertificate), this);
}
