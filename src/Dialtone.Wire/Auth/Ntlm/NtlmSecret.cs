using System.Runtime.InteropServices;

namespace Dialtone.Wire.Auth.Ntlm;

/// <summary>
/// What proves a user to NTLM: the MD4 of the password (NTOWFv1, MS-NLMP section 3.3.1), which is as good as the
/// password. Never shown: no property, no text form.
/// </summary>
public sealed class NtlmSecret
{
    private readonly byte[] _hash;

    private NtlmSecret(byte[] hash) => _hash = hash;

    /// <summary>The secret of a password.</summary>
    public static NtlmSecret FromPassword(string password)
    {
        ArgumentNullException.ThrowIfNull(password);
        var hash = new byte[Md4.HashBytes];
        Md4.HashData(MemoryMarshal.AsBytes(password.AsSpan()), hash);
        return new(hash);
    }

    /// <summary>A secret that was stored.</summary>
    /// <exception cref="ArgumentException">It is not 16 bytes long.</exception>
    public static NtlmSecret FromHash(ReadOnlySpan<byte> hash) => hash.Length == Md4.HashBytes
        ? new(hash.ToArray())
        : throw new ArgumentException("The hash is 16 bytes long.", nameof(hash));

    /// <summary>The key that answers are made with.</summary>
    internal void ResponseKey(string user, string domain, Span<byte> destination) =>
        NtlmKeys.Response(_hash, user, domain, destination);

    /// <summary>Says what it is, never what it holds.</summary>
    public override string ToString() => "secret of NTLM (hidden)";
}
