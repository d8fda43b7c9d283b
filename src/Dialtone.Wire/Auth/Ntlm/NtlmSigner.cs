using System.Buffers.Binary;
using System.Security.Cryptography;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Wire.Auth.Ntlm;

/// <summary>
/// Signs and verifies by a session of NTLM in its connectionless form (MS-SIPAE section 3.1): the sequence number of
/// every message is 100, and each is keyed anew (MS-NLMP section 3.4.4), so that all of them are encrypted with the
/// same few bytes of RC4's stream.
/// </summary>
public sealed class NtlmSigner : MessageSigner
{
    private const uint Sequence = 100;

    private readonly bool _isExtended;
    private readonly End _own;
    private readonly End _peer;

    /// <summary>Takes the keys of a session.</summary>
    /// <param name="session">What the messages gave.</param>
    /// <param name="side">Which end signs here; the other one is verified.</param>
    public NtlmSigner(NtlmSession session, SipSide side)
    {
        ArgumentNullException.ThrowIfNull(session);
        _isExtended = session.Flags.HasFlag(NtlmFlags.ExtendedSessionSecurity);
        _own = new(session, side);
        _peer = new(session, side == SipSide.Client ? SipSide.Server : SipSide.Client);
    }

    /// <inheritdoc/>
    public override int Sign(ReadOnlySpan<byte> text, Span<byte> signature)
    {
        Write(_own, pad: 0, text, signature);
        return NtlmMac.Bytes;
    }

    /// <inheritdoc/>
    public override bool Verify(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != NtlmMac.Bytes)
        {
            return false;
        }

        Span<byte> expected = stackalloc byte[NtlmMac.Bytes];
        Write(_peer, NtlmMac.PadOf(signature), text, expected);
        return CryptographicOperations.FixedTimeEquals(expected, signature);
    }

    private void Write(End end, uint pad, ReadOnlySpan<byte> text, Span<byte> signature)
    {
        if (_isExtended)
        {
            NtlmMac.WriteExtended(end.SignKey, end.Stream, Sequence, text, signature);
        }
        else
        {
            NtlmMac.WriteLegacy(end.Stream, pad, Sequence, text, signature);
        }
    }

    /// <summary>The keys of one direction.</summary>
    private readonly struct End
    {
        private readonly byte[] _keys;

        public End(NtlmSession session, SipSide side)
        {
            if (!session.Flags.HasFlag(NtlmFlags.ExtendedSessionSecurity))
            {
                _keys = new byte[NtlmMac.LegacyStreamBytes];
                Rc4.Apply(session.Key, _keys);
                return;
            }

            _keys = new byte[NtlmMac.ExtendedStreamBytes + NtlmKeys.KeyBytes];
            NtlmKeys.Sign(session.Key, side, _keys.AsSpan(NtlmMac.ExtendedStreamBytes));
            if (!session.Flags.HasFlag(NtlmFlags.KeyExchange))
            {
                return;
            }

            Span<byte> rekeyed = stackalloc byte[NtlmKeys.KeyBytes + sizeof(uint)];
            NtlmKeys.Seal(session.Key, session.Flags, side, rekeyed);
            BinaryPrimitives.WriteUInt32LittleEndian(rekeyed[NtlmKeys.KeyBytes..], Sequence);
            Span<byte> key = stackalloc byte[NtlmKeys.KeyBytes];
            MD5.HashData(rekeyed, key);
            Rc4.Apply(key, _keys.AsSpan(0, NtlmMac.ExtendedStreamBytes));
        }

        public ReadOnlySpan<byte> Stream => _keys;

        public ReadOnlySpan<byte> SignKey => _keys.AsSpan(NtlmMac.ExtendedStreamBytes);
    }
}
