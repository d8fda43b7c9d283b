using Dialtone.Wire.Mras;

namespace Dialtone.Wire.Tests.MsTurn;

/// <summary>One session: keys, the credentials made with them, and the two requests of the user.</summary>
internal static class MsTurnVectors
{
    public const string Identity = "sip:alice@contoso.example";
    public const string Realm = "relay.contoso.example";
    public const string Nonce = "0123456789abcdef";
    public const string Username = "AQAAIKAFwAAB4PbA9qwTnA93YYtjMVS+jmFLzlhFdLWcxp6hUzr9taTm9pveGTbEkzfF9A==";
    public const string Password = "HRVuewKlZUr3xmyMpMY/cM5Nmuo=";

    public static readonly DateTimeOffset ExpiresAt = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly MrasKeys Keys = new(Count(1, 64), Count(0x10, 20), Count(0x40, 20));

    public static readonly byte[] TransactionId = Count(0xA0, 16);

    public static readonly byte[] Authenticated = Convert.FromHexString(
        "0003008da0a1a2a3a4a5a6a7a8a9aaabacadaeaf000f000472c64bc68008000400000001"
        + "0006003401000020a005c00001e0f6c0f6ac139c0f77618b633154be8e614bce584574b5"
        + "9cc69ea1533afdb5a4e6f69bde1936c49337c5f4001400103031323334353637383961626364656600"
        + "15001572656c61792e636f6e746f736f2e6578616d706c65000800142850dc5d1ac9b89a1b8056c3fa62c2e9dc4f9faa");

    public static readonly byte[] Unauthenticated = Convert.FromHexString(
        "00030048a0a1a2a3a4a5a6a7a8a9aaabacadaeaf" + "000f000472c64bc6" + "8008000400000001"
        + "00060034" + "01000020a005c00001e0f6c0f6ac139c0f77618b633154be8e614bce584574b5"
        + "9cc69ea1533afdb5a4e6f69bde1936c49337c5f4");

    private static byte[] Count(int from, int count) =>
        [.. Enumerable.Range(from, count).Select(value => (byte)value)];
}
