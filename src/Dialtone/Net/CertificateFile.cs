using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Dialtone.Net;

/// <summary>What is wrong with a file of certificates.</summary>
public enum CertificateFileFaultKind : byte
{
    /// <summary>There is no such file.</summary>
    Missing,

    /// <summary>It cannot be read.</summary>
    Unreadable,

    /// <summary>It is not PEM (RFC 7468).</summary>
    NotPem,

    /// <summary>It is PEM, but holds no certificate: a key, or a request.</summary>
    NoCertificate,

    /// <summary>A certificate in it is broken.</summary>
    BrokenCertificate,
}

/// <summary>What is wrong with a file of certificates, as a sentence for the person who named it.</summary>
public sealed record CertificateFileFault(CertificateFileFaultKind Kind, string Path, string Detail)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {Detail}";
}

/// <summary>Reads the certificates of a PEM file (<c>--ca</c>): one or many, with anything between them.</summary>
public static class CertificateFile
{
    /// <summary>
    /// The largest file that is read, in bytes: the bundles of all public roots have a quarter of a megabyte.
    /// </summary>
    public const long BytesMax = 4 * 1024 * 1024;

    /// <summary>Reads all certificates.</summary>
    public static bool TryLoad(
        string path,
        [NotNullWhen(true)] out X509Certificate2Collection? certificates,
        [NotNullWhen(false)] out CertificateFileFault? fault)
    {
        certificates = null;
        if (!TryReadText(path, out var text, out fault))
        {
            return false;
        }

        var read = new X509Certificate2Collection();
        if (!PemEncoding.TryFind(text, out _))
        {
            fault = new(CertificateFileFaultKind.NotPem, path, "It is not PEM: no -----BEGIN CERTIFICATE----- in it.");
            return false;
        }

        try
        {
            read.ImportFromPem(text);
        }
        catch (CryptographicException error)
        {
            var detail = $"A certificate in it is broken: {error.Message}";
            fault = new(CertificateFileFaultKind.BrokenCertificate, path, detail);
            return false;
        }

        if (read.Count == 0)
        {
            fault = new(CertificateFileFaultKind.NoCertificate, path, $"It holds {Labels(text)}, but no certificate.");
            return false;
        }

        certificates = read;
        return true;
    }

    private static bool TryReadText(
        string path, [NotNullWhen(true)] out string? text, [NotNullWhen(false)] out CertificateFileFault? fault)
    {
        text = null;
        fault = null;
        try
        {
            var file = new FileInfo(path);
            if (file.Exists && file.Length > BytesMax)
            {
                var detail = $"{file.Length} bytes are too many for certificates.";
                fault = new(CertificateFileFaultKind.NotPem, path, detail);
                return false;
            }

            text = File.ReadAllText(path);
            return true;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            fault = new(CertificateFileFaultKind.Missing, path, "There is no such file.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            fault = new(CertificateFileFaultKind.Unreadable, path, error.Message);
        }

        return false;
    }

    // A private key's label may be told, its content may not.
    private static string Labels(ReadOnlySpan<char> text)
    {
        var labels = new List<string>();
        while (PemEncoding.TryFind(text, out var fields))
        {
            labels.Add(text[fields.Label].ToString());
            text = text[fields.Location.End..];
        }

        return labels is [] ? "nothing" : string.Join(", ", labels.Distinct(StringComparer.Ordinal));
    }
}
