using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Wire.Auth.Ntlm;

/// <summary>What both ends have once NTLM is through: the session key and what they agreed on. Never shown.</summary>
public sealed class NtlmSession
{
    private readonly byte[] _key;

    /// <summary>Takes what the messages gave.</summary>
    /// <param name="key">ExportedSessionKey, 16 bytes, secret.</param>
    /// <param name="flags">What was agreed on.</param>
    /// <exception cref="ArgumentException">The key is not 16 bytes long.</exception>
    public NtlmSession(ReadOnlySpan<byte> key, NtlmFlags flags)
    {
        if (key.Length != NtlmKeys.KeyBytes)
        {
            throw new ArgumentException("The session key is 16 bytes long.", nameof(key));
        }

        _key = key.ToArray();
        Flags = flags;
    }

    /// <summary>What was agreed on.</summary>
    public NtlmFlags Flags { get; }

    internal ReadOnlySpan<byte> Key => _key;

    /// <summary>The signer of SIP's messages for one end.</summary>
    public NtlmSigner SignerOf(SipSide side) => new(this, side);

    /// <summary>Says what it is, never what it holds.</summary>
    public override string ToString() => "session of NTLM (hidden)";
}
