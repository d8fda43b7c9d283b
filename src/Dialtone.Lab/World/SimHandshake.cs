using System.Buffers.Binary;
using System.Security.Cryptography;
using Dialtone.Core.Net;
using Dialtone.Core.Net.Security;
using Dialtone.Wire.Auth.TlsDsk;

namespace Dialtone.Lab.World;

/// <summary>
/// One side of a handshake of TLS-DSK, modelled: four tokens as TLS has them, each side bound to all that was said
/// before, the client's key proved. What is changed on the way, or proved with another key, fails as it does outside.
/// </summary>
/// <param name="node">Whose side it is.</param>
/// <param name="id">Its flow.</param>
/// <param name="certificate">What it shows, in DER.</param>
/// <param name="key">The key of that.</param>
/// <param name="isClient">Which side.</param>
internal sealed class SimHandshake(
    SimNode node, FlowId id, ReadOnlyMemory<byte> certificate, SimKey key, bool isClient) : SimFlow(node, id)
{
    private const int HeaderBytes = 5;
    private const int RandomBytes = 32;
    private const int HashBytes = 32;

    // What both sides have said so far, as a digest; and the chance that the keys come from.
    private byte[] _said = new byte[HashBytes];
    private int _steps;
    private ReadOnlyMemory<byte> _peer;

    /// <summary>Takes the peer's token and makes the next step, or says what is wrong.</summary>
    public NetInput Step(ReadOnlySpan<byte> token, SeededEntropy entropy)
    {
        var step = _steps++;
        if (isClient && step == 0)
        {
            return Speak(Chance(entropy));
        }

        if (!TryRead(token, out var body))
        {
            return Fail(SecurityFault.Malformed, "the token is not whole TLS records");
        }

        return (isClient, step) switch
        {
            (false, 0) when body.Length == RandomBytes => AnswerHello(body, entropy),
            (true, 1) when body.Length > RandomBytes => Prove(body),
            (false, 1) when body.Length > 2 * HashBytes => Judge(body),
            (true, 2) when body.Length == HashBytes => FinishClient(body),
            _ => Fail(SecurityFault.HandshakeFailed, "unexpected message"),
        };
    }

    private static byte[] Chance(SeededEntropy entropy)
    {
        var random = new byte[RandomBytes];
        entropy.Fill(random);
        return random;
    }

    private NetInput.TlsDskStepped AnswerHello(ReadOnlySpan<byte> body, SeededEntropy entropy)
    {
        Say(body);
        return Speak([.. Chance(entropy), .. certificate.Span]);
    }

    private NetInput.TlsDskStepped Prove(ReadOnlySpan<byte> body)
    {
        Say(body);
        _peer = body[RandomBytes..].ToArray();
        return Speak([.. certificate.Span, .. Digest("proof", key.PublicKey()), .. Digest("client", [])]);
    }

    private NetInput Judge(ReadOnlySpan<byte> body)
    {
        _peer = body[..^(2 * HashBytes)].ToArray();
        if (SimCertificate.KeyOf(_peer) is not { } shown)
        {
            return Fail(SecurityFault.HandshakeFailed, "bad certificate");
        }

        if (!body[^(2 * HashBytes)..^HashBytes].SequenceEqual(Digest("proof", shown.PublicKey()))
            || !body[^HashBytes..].SequenceEqual(Digest("client", [])))
        {
            return Fail(SecurityFault.HandshakeFailed, "bad signature");
        }

        Say(body);
        return Finished(Record(Digest("server", [])));
    }

    private NetInput FinishClient(ReadOnlySpan<byte> body) =>
        body.SequenceEqual(Digest("server", []))
            ? Finished(default)
            : Fail(SecurityFault.HandshakeFailed, "digest check failed");

    private NetInput.TlsDskStepped Speak(ReadOnlySpan<byte> body)
    {
        Say(body);
        return new(Id, Record(body), Result: null);
    }

    private NetInput.TlsDskStepped Finished(ReadOnlyMemory<byte> last)
    {
        Span<byte> exported = stackalloc byte[TlsDskKeys.ExportedBytes];
        for (var at = 0; at < exported.Length; at += HashBytes)
        {
            Digest("keys", [(byte)at]).CopyTo(exported[at..]);
        }

        return new(Id, last, new(new(exported, TlsDskHash.Sha1), "TLSv1.2", "AES128-SHA", _peer));
    }

    private NetInput.SecurityFailed Fail(SecurityFault why, string detail)
    {
        // Whatever else comes, this side has given up.
        _steps = int.MaxValue;
        return new(Id, why, detail);
    }

    private void Say(ReadOnlySpan<byte> body) => _said = SHA256.HashData([.. _said, .. body]);

    private byte[] Digest(string label, ReadOnlySpan<byte> more) =>
        SHA256.HashData([.. _said, .. System.Text.Encoding.ASCII.GetBytes(label), .. more]);

    private static byte[] Record(ReadOnlySpan<byte> body)
    {
        var record = new byte[HeaderBytes + body.Length];
        record[0] = 22;
        BinaryPrimitives.WriteUInt16BigEndian(record.AsSpan(1), 0x0303);
        BinaryPrimitives.WriteUInt16BigEndian(record.AsSpan(3), (ushort)body.Length);
        body.CopyTo(record.AsSpan(HeaderBytes));
        return record;
    }

    private static bool TryRead(ReadOnlySpan<byte> token, out ReadOnlySpan<byte> body)
    {
        body = token.Length > HeaderBytes ? token[HeaderBytes..] : default;
        return body.Length > 0 && token[0] == 22 && BinaryPrimitives.ReadUInt16BigEndian(token[1..]) == 0x0303
            && BinaryPrimitives.ReadUInt16BigEndian(token[3..]) == body.Length;
    }
}
