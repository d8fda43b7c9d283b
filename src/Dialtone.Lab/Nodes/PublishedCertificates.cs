using System.Security.Cryptography;

namespace Dialtone.Lab.Nodes;

/// <summary>
/// What certificates were issued to whom: the user data that Web Services write and every Registrar reads, also the
/// backup's. On sockets each of them runs on a thread of its own, so every call takes the lock.
/// </summary>
public sealed class PublishedCertificates
{
    /// <summary>The most certificates of one user; one more drops the oldest.</summary>
    public const int PerUserMax = 16;

    private readonly Lock _gate = new();

    // By user, the SHA-256 of each, oldest first.
    private readonly Dictionary<string, List<string>> _byUser = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A certificate is a user's from now on.</summary>
    /// <param name="user">The user part of the SIP address.</param>
    /// <param name="certificate">X.509 v3 in DER.</param>
    public void Publish(string user, ReadOnlySpan<byte> certificate)
    {
        var print = Print(certificate);
        lock (_gate)
        {
            if (!_byUser.TryGetValue(user, out var all))
            {
                _byUser.Add(user, all = []);
            }

            if (all.Contains(print))
            {
                return;
            }

            if (all.Count == PerUserMax)
            {
                all.RemoveAt(0);
            }

            all.Add(print);
        }
    }

    /// <summary>Whether a certificate is this user's.</summary>
    /// <param name="user">The user part of the SIP address.</param>
    /// <param name="certificate">X.509 v3 in DER.</param>
    public bool IsPublished(string user, ReadOnlySpan<byte> certificate)
    {
        var print = Print(certificate);
        lock (_gate)
        {
            return _byUser.TryGetValue(user, out var all) && all.Contains(print);
        }
    }

    /// <summary>Takes every certificate of a user back (<c>Revoke-CsClientCertificate</c>).</summary>
    public void Revoke(string user)
    {
        lock (_gate)
        {
            _ = _byUser.Remove(user);
        }
    }

    /// <summary>Takes every certificate of everybody back.</summary>
    public void RevokeAll()
    {
        lock (_gate)
        {
            _byUser.Clear();
        }
    }

    private static string Print(ReadOnlySpan<byte> certificate) => Convert.ToHexString(SHA256.HashData(certificate));
}
