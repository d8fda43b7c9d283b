using System.Buffers;
using Dialtone.Wire.Auth;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Mutation.Codecs;

/// <summary>The header of a signature: a server's where it has a server's parameters, else a client's.</summary>
public sealed class SipSignatureCodec : Codec
{
    private readonly ArrayBufferWriter<byte> _written = new();
    private readonly byte[] _signature = new byte[MessageSigner.SignatureBytesMax];

    /// <inheritdoc/>
    public override string Name => "sip-signature";

    /// <inheritdoc/>
    public override int Share => 2;

    /// <inheritdoc/>
    public override bool IsText => true;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Tokens => SipAuthTokens.All;

    // What is written grows a buffer, which then stays.
    /// <inheritdoc/>
    public override long AllocatedBytesMax(int inputLength) => 16_384 + (16L * inputLength);

    /// <inheritdoc/>
    public override Reading Read(ReadOnlyMemory<byte> input)
    {
        _written.ResetWrittenCount();
        if (!TryRead(input.Span, out var header, out var fault))
        {
            return Reading.Rejected((int)fault.Kind, fault.Offset);
        }

        var hash = default(ValueHash);
        var length = header.GetSignature(_signature);
        var token = header.GetToken();
        hash.Add((ulong)header.Side);
        hash.Add((ulong)header.Scheme);
        hash.Add(header.Realm);
        hash.Add(header.TargetName);
        hash.Add(header.Opaque);
        // Version 2 is not written, and what only a signature has is not written without one.
        hash.Add((ulong)(header.Version <= SipSignatureText.VersionMin ? 0 : header.Version));
        hash.Add(header.IsSigned ? header.Random : default);
        hash.Add(header.IsSigned ? header.Number : 0);
        hash.Add(_signature.AsSpan(0, length));
        hash.Add(header.HasToken);
        hash.Add(token);
        header.Write(_written, _signature.AsSpan(0, length), token);
        return Reading.Accepted(hash.Value);
    }

    /// <inheritdoc/>
    public override bool TryRewrite(out ReadOnlyMemory<byte> bytes)
    {
        bytes = _written.WrittenSpan.ToArray();
        return true;
    }

    private static bool TryRead(ReadOnlySpan<byte> input, out SipSignatureHeader header, out AuthFault fault)
    {
        if (SipSignatureHeader.TryRead(input, SipSide.Server, out header, out fault) && header.IsSigned)
        {
            return true;
        }

        return SipSignatureHeader.TryRead(input, SipSide.Client, out header, out fault);
    }
}
