using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using Dialtone.Core.Net;
using Dialtone.Wire.Auth.Signatures;
using Dialtone.Wire.Sip;

namespace Dialtone.Lab.Nodes;

/// <content>
/// Signatures: those of requests are verified, and whatever is sent on an association is signed (MS-SIPAE section 3).
/// </content>
public sealed partial class Registrar
{
    /// <summary>
    /// How many requests of one connection, REGISTER aside, are challenged. Clients there are that sign and send such a
    /// one again at once, for ever.
    /// </summary>
    private const int ChallengesMax = 3;

    private const int RandomBytes = 4;

    // What was sent, read back to be signed; and the text that is signed.
    private readonly SipMessage _sent = new();
    private readonly ArrayBufferWriter<byte> _signed = new();

    // Whose signature the present request bears: the answer bears the server's.
    private SecurityAssociation? _association;

    // Where the message in the buffer begins.
    private int _messageStart;

    private enum SignatureVerdict : byte
    {
        /// <summary>There is none, or that of a handshake's last leg, which cannot be verified yet.</summary>
        None,

        /// <summary>It belongs to an association that is not known here, or not any more.</summary>
        Unknown,

        /// <summary>The message is not what was signed.</summary>
        Wrong,

        /// <summary>Its number was used before.</summary>
        Replayed,

        /// <summary>It is right.</summary>
        Good,
    }

    /// <summary>Verifies the signature of the present message, where it has one.</summary>
    private SignatureVerdict JudgeSignature(in Turn turn)
    {
        _association = null;
        if (!_connections.TryGetValue(turn.Origin.Flow, out var connection) || !TryReadProof(out var proof, out _)
            || !proof.IsSigned)
        {
            return SignatureVerdict.None;
        }

        if (connection.Associations.Find(proof.Opaque, turn.Now.Monotonic) is not { } association)
        {
            return proof.HasToken ? SignatureVerdict.None : SignatureVerdict.Unknown;
        }

        if (association.Signer is null)
        {
            return SignatureVerdict.None;
        }

        if (Behaviour.ForgetsAssociations && association.HasRegistered && _message.Method == SipMethod.Register)
        {
            Drop(connection, association, turn.Effects);
            return SignatureVerdict.Unknown;
        }

        var verdict = Verify(association, proof);
        _association = verdict == SignatureVerdict.Good ? association : null;
        return verdict;
    }

    private SignatureVerdict Verify(SecurityAssociation association, scoped in SipSignatureHeader proof)
    {
        Span<byte> signature = stackalloc byte[MessageSigner.SignatureBytesMax];
        signature = signature[..proof.GetSignature(signature)];
        _signed.ResetWrittenCount();
        if (proof.Scheme != association.Scheme
            || !SipSignatureText.TryWrite(_message, proof, association.Version, _signed, out _)
            || !association.Signer!.Verify(_signed.WrittenSpan, signature))
        {
            Observed.WrongSignatures++;
            return SignatureVerdict.Wrong;
        }

        if (!association.TryTake(proof.Number))
        {
            Observed.Replays++;
            return SignatureVerdict.Replayed;
        }

        return SignatureVerdict.Good;
    }

    /// <summary>
    /// The header by which the present message proves somebody; one that cannot be read is a fault, and another scheme
    /// is none.
    /// </summary>
    private bool TryReadProof(out SipSignatureHeader proof, out string fault)
    {
        fault = "";
        foreach (var header in (ReadOnlySpan<SipHeader>)[SipHeader.ProxyAuthorization, SipHeader.Authorization])
        {
            foreach (var value in _message.HeaderValues(header))
            {
                if (SipSignatureHeader.TryRead(value, SipSide.Client, out proof, out var wrong))
                {
                    return true;
                }

                if (wrong.Kind != Wire.Auth.AuthFaultKind.OtherScheme)
                {
                    fault = $"{header}: {wrong.Kind} at byte {wrong.Offset}";
                }
            }
        }

        proof = default;
        return false;
    }

    /// <summary>
    /// What a request other than REGISTER gets that lacks its signature or has a wrong one; <c>null</c> where all is
    /// well.
    /// </summary>
    private int? RefuseSignature(SignatureVerdict verdict, in Turn turn)
    {
        switch (verdict)
        {
            case SignatureVerdict.Good:
                return null;
            case SignatureVerdict.Wrong or SignatureVerdict.Replayed:
                return Refuse(turn, new(403, "Forbidden", null, $"{WrongProof};detail=\"{DetailOf(verdict)}\""));
            default:
                break;
        }

        if (!_connections.TryGetValue(turn.Origin.Flow, out var connection) || !HasEpid()
            || !(connection.Associations.IsAnyEstablished
                || !SchemesFor(isLync: true, turn).Contains(SipScheme.Digest)))
        {
            return null;
        }

        return connection.Challenges++ < ChallengesMax
            ? Offer(turn, isLync: true)
            : RefuseStranger(turn);
    }

    private static string DetailOf(SignatureVerdict verdict) =>
        verdict == SignatureVerdict.Replayed ? "The message came before" : "The signature is wrong";

    /// <summary>
    /// Ends a request to a client. It is signed where the user's endpoint has a security association over the
    /// connection.
    /// </summary>
    private void EndRequest(FlowId flow, SipAccount account, ReadOnlySpan<byte> body) => End(
        _connections.TryGetValue(flow, out var connection) ? connection.Associations.Of(account) : null, body);

    /// <summary>Ends the message in the buffer, and signs it by an association; <c>null</c> for none.</summary>
    private void End(SecurityAssociation? association, ReadOnlySpan<byte> body)
    {
        _writer.End(body);
        if (association?.Signer is { } signer && !Behaviour.SignsNothing)
        {
            Sign(association, signer);
        }

        _messageStart = _buffer.WrittenCount;
    }

    /// <summary>
    /// Signs the message that was written last. Whatever is signed stands in it already, so that the signature's own
    /// header can be put before all others.
    /// </summary>
    private void Sign(SecurityAssociation association, MessageSigner signer)
    {
        var length = _buffer.WrittenCount - _messageStart;
        var limits = Settings.Limits with { BodyBytesMax = int.MaxValue };
        if (!SipMessage.TryRead(_buffer.WrittenMemory[_messageStart..], limits, _sent, out _))
        {
            return;
        }

        Span<byte> chance = stackalloc byte[RandomBytes];
        _entropy.Fill(chance);
        Span<byte> random = stackalloc byte[2 * RandomBytes];
        _ = Convert.TryToHexString(chance, random, out _);
        var header = new SipSignatureHeader
        {
            Side = SipSide.Server,
            Scheme = association.Scheme,
            Realm = SipSignatureText.Realm,
            TargetName = Encoding.ASCII.GetBytes(association.TargetName),
            Opaque = Encoding.ASCII.GetBytes(association.Opaque),
            Random = random,
            Number = ++association.Sent,
        };
        _signed.ResetWrittenCount();
        if (!SipSignatureText.TryWrite(_sent, header, association.Version, _signed, out _))
        {
            return;
        }

        Span<byte> signature = stackalloc byte[MessageSigner.SignatureBytesMax];
        signature = signature[..signer.Sign(_signed.WrittenSpan, signature)];
        signature[^1] ^= Behaviour.SignsWrongly ? (byte)1 : (byte)0;
        _buffer.Write("Authentication-Info: "u8);
        header.Write(_buffer, signature);
        _buffer.Write("\r\n"u8);
        MoveBehindStartLine(length);
    }

    /// <summary>Moves what was written behind a message of that length between its first line and the next.</summary>
    private void MoveBehindStartLine(int length)
    {
        var bytes = MemoryMarshal.AsMemory(_buffer.WrittenMemory[_messageStart..]).Span;
        var header = bytes[length..].ToArray();
        var line = bytes.IndexOf("\r\n"u8) + 2;
        bytes[line..length].CopyTo(bytes[(line + header.Length)..]);
        header.CopyTo(bytes[line..]);
    }
}
