namespace Dialtone.Wire.Auth.Digest;

/// <summary>
/// What proves the user: the password, or one stored HA1 (the hash of user, realm and password, which is as good as the
/// password for that realm). Never shown: no property, no text form.
/// </summary>
public sealed class DigestSecret
{
    private readonly string? _password;
    private readonly string? _ha1;
    private readonly DigestAlgorithm _ha1Algorithm;

    // A phone, and an account of a server, prove themselves again and again for one realm.
    private Known? _known;

    private DigestSecret(string? password, string? ha1, DigestAlgorithm ha1Algorithm)
    {
        _password = password;
        _ha1 = ha1;
        _ha1Algorithm = ha1Algorithm;
    }

    /// <summary>A secret for every realm and algorithm.</summary>
    public static DigestSecret FromPassword(string password)
    {
        ArgumentNullException.ThrowIfNull(password);
        return new(password, null, DigestAlgorithm.Unknown);
    }

    /// <summary>
    /// A stored HA1, in hexadecimal, for one user, realm and algorithm (a <c>-sess</c> form counts as its plain one).
    /// </summary>
    /// <exception cref="ArgumentException">
    /// <paramref name="ha1"/> does not have the algorithm's length or is not hexadecimal.
    /// </exception>
    public static DigestSecret FromHa1(DigestAlgorithm algorithm, string ha1)
    {
        ArgumentNullException.ThrowIfNull(ha1);
        var plain = DigestAlgorithms.WithoutSession(algorithm);
        var length = plain == DigestAlgorithm.Md5 ? 32 : 64;
        if (plain == DigestAlgorithm.Unknown || ha1.Length != length || !ha1.All(char.IsAsciiHexDigit))
        {
            throw new ArgumentException("The HA1 is not a hash of its algorithm in hexadecimal.", nameof(ha1));
        }

        return new(null, ha1.ToLowerInvariant(), plain);
    }

    /// <summary>
    /// Whether a response of that algorithm can be computed from it: a stored HA1 serves one hash only.
    /// </summary>
    public bool Serves(DigestAlgorithm algorithm) =>
        _ha1 is null || DigestAlgorithms.WithoutSession(algorithm) == _ha1Algorithm;

    /// <summary>
    /// Lets go of what was worked out from it, which the next proof works out again: a device that rests for minutes
    /// holds no more than it was told.
    /// </summary>
    public void Rest() => _known = null;

    /// <summary>Says what it is, never what it holds.</summary>
    public override string ToString() => _ha1 is null ? "password (hidden)" : "HA1 (hidden)";

    /// <summary>The HA1 in lower-case hexadecimal, without what a <c>-sess</c> form adds.</summary>
    internal string Ha1(DigestAlgorithm algorithm, string username, string realm)
    {
        if (!Serves(algorithm))
        {
            throw new ArgumentException("The stored HA1 is of another algorithm.", nameof(algorithm));
        }

        if (_ha1 is not null)
        {
            return _ha1;
        }

        var plain = DigestAlgorithms.WithoutSession(algorithm);
        if (_known is { } known && known.Algorithm == plain && known.Username == username && known.Realm == realm)
        {
            return known.Ha1;
        }

        var ha1 = DigestResponse.Hash(algorithm, username, realm, _password!);
        _known = new(plain, username, realm, ha1);
        return ha1;
    }

    private sealed class Known(DigestAlgorithm algorithm, string username, string realm, string ha1)
    {
        public DigestAlgorithm Algorithm => algorithm;

        public string Username => username;

        public string Realm => realm;

        public string Ha1 => ha1;
    }
}
