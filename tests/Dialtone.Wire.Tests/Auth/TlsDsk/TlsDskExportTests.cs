using System.Security.Cryptography;
using System.Text;
using Dialtone.Wire.Auth.Signatures;
using Dialtone.Wire.Auth.TlsDsk;

namespace Dialtone.Wire.Tests.Auth.TlsDsk;

/// <summary>
/// What a TLS library exports under the label is the PRF of the handshake (RFC 5705 section 4), computed here by hand:
/// so whoever exports gets the very keys of the vectors.
/// </summary>
public class TlsDskExportTests
{
    private static readonly byte[] Label = Encoding.ASCII.GetBytes(TlsDskKeys.ExporterLabel);

    [Fact]
    public void C2_the_master_secret_and_what_is_exported_by_tls_1_0()
    {
        byte[] randoms = [.. TlsDskVectors.C2ClientRandom, .. TlsDskVectors.C2ServerRandom];

        Prf10(TlsDskVectors.C2PreMaster, [.. "master secret"u8, .. randoms], 48)
            .ShouldBe(TlsDskVectors.C2MasterSecret);
        Prf10(TlsDskVectors.C2MasterSecret, [.. Label, .. randoms], TlsDskKeys.ExportedBytes)
            .ShouldBe(TlsDskVectors.C2);
    }

    [Fact]
    public void X1_what_is_exported_by_each_version()
    {
        byte[] seed = [.. Label, .. TlsDskVectors.X1ClientRandom, .. TlsDskVectors.X1ServerRandom];
        var secret = TlsDskVectors.X1MasterSecret;

        Prf10(secret, seed, TlsDskKeys.ExportedBytes).ShouldBe(TlsDskVectors.X1);
        P(HashAlgorithmName.SHA256, secret, seed, TlsDskKeys.ExportedBytes).ShouldBe(TlsDskVectors.X1Sha256);
        P(HashAlgorithmName.SHA384, secret, seed, TlsDskKeys.ExportedBytes).ShouldBe(TlsDskVectors.X1Sha384);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(19)]
    [InlineData(20)]
    [InlineData(21)]
    [InlineData(32)]
    [InlineData(100)]
    public void P_sha1_of_any_length_is_that_of_the_platforms_hmac(int length)
    {
        var key = new byte[length];

        Psha1.Derive("secret"u8, "seed"u8, key);

        key.ShouldBe(P(HashAlgorithmName.SHA1, "secret"u8, "seed"u8, length));
    }

    [Fact]
    public void Keys_of_another_length_are_refused() =>
        Should.Throw<ArgumentException>(() => new TlsDskKeys(new byte[127], TlsDskHash.Sha1));

    // RFC 2246 section 5: MD5 with the first half of the secret, SHA-1 with the second, XOR.
    private static byte[] Prf10(byte[] secret, byte[] seed, int length)
    {
        var half = (secret.Length + 1) / 2;
        var sha1 = new byte[length];
        Psha1.Derive(secret.AsSpan(^half..), seed, sha1);
        return [.. P(HashAlgorithmName.MD5, secret.AsSpan(0, half), seed, length).Zip(sha1, (a, b) => (byte)(a ^ b))];
    }

    private static byte[] P(HashAlgorithmName hash, ReadOnlySpan<byte> secret, ReadOnlySpan<byte> seed, int length)
    {
        var output = new List<byte>();
        var a = seed.ToArray();
        while (output.Count < length)
        {
            a = CryptographicOperations.HmacData(hash, secret, a);
            output.AddRange(CryptographicOperations.HmacData(hash, secret, [.. a, .. seed]));
        }

        return [.. output.Take(length)];
    }
}
