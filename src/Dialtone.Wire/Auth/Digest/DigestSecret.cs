namespace Dialtone.Wire.Auth.Digest;

/// <summary>
/// What proves the user: the password, or one stored HA1 (the hash of user, realm and password, which is as good as the
/// password for that realm). Never shown: no property, no text form.
/// </summary>
public sealed class DigestSecret
{
    // The password, or an HA1 where that has an algorithm.
    private readonly string _text;
    private readonly DigestAlgorithm _ha1Algorithm;

    // A phone, and an account of a server, prove themselves again and again for one realm.
    private Known? _known;

    private DigestSecret(string text, DigestAlgorithm ha1Algorithm) => (_text, _ha1Algorithm) = (text, ha1Algorithm);

    private bool IsHa1 => _ha1Algorithm != DigestAlgorithm.Unknown;

    /// <summary>A secret for every realm and algorithm.</summary>
    public static DigestSecret FromPassword(string password)
    {
        ArgumentNullException.ThrowIfNull(password);
        return new(password, DigestAlgorithm.Unknown);
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

        return new(ha1.ToLowerInvariant(), plain);
    }

    /// <summary>
    /// Whether a response of that algorithm can be computed from it: a stored HA1 serves one hash only.
    /// </summary>
    public bool Serves(DigestAlgorithm algorithm) =>
        !IsHa1 || DigestAlgorithms.WithoutSession(algorithm) == _ha1Algorithm;

    /// <summary>
    /// Lets go of what was worked out from it, which the next proof works out again: a device that rests for minutes
    /// holds no more than it was told.
    /// </summary>
    public void Rest() => _known = null;

    /// <summary>Says what it is, never what it holds.</summary>
    public override string ToString() => !IsHa1 ? "password (hidden)" : "HA1 (hidden)";

    /// <summary>The HA1 in lower-case hexadecimal, without what a <c>-sess</c> form adds.</summary>
    internal string Ha1(DigestAlgorithm algorithm, string username, string realm)
    {
        if (!Serves(algorithm))
        {
            throw new ArgumentException("The stored HA1 is of another algorithm.", nameof(algorithm));
        }

        if (IsHa1)
        {
            return _text;
        }

        var plain = DigestAlgorithms.WithoutSession(algorithm);
        if (_known is { } known && known.Algorithm == plain && known.Username == username && known.Realm == realm)
        {
            return known.Ha1;
        }

        var ha1 = DigestResponse.Hash(algorithm, username, realm, _text);
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
