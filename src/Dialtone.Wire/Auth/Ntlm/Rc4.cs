namespace Dialtone.Wire.Auth.Ntlm;

/// <summary>
/// RC4, which NTLM encrypts its session key and its signatures with and no platform offers any more. Broken: for
/// nothing else.
/// </summary>
public static class Rc4
{
    /// <summary>Encrypts or decrypts in place, from the beginning of the key's stream.</summary>
    /// <param name="key">1 to 256 bytes.</param>
    /// <param name="data">What is changed.</param>
    public static void Apply(ReadOnlySpan<byte> key, Span<byte> data)
    {
        Span<byte> s = stackalloc byte[256];
        for (var i = 0; i < s.Length; i++)
        {
            s[i] = (byte)i;
        }

        byte j = 0;
        for (var i = 0; i < s.Length; i++)
        {
            j += (byte)(s[i] + key[i % key.Length]);
            (s[i], s[j]) = (s[j], s[i]);
        }

        byte at = 0;
        j = 0;
        foreach (ref var b in data)
        {
            at++;
            j += s[at];
            (s[at], s[j]) = (s[j], s[at]);
            b ^= s[(byte)(s[at] + s[j])];
        }
    }
}
