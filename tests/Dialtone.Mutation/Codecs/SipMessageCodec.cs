using System.Buffers;
using Dialtone.Wire.Auth.Signatures;
using Dialtone.Wire.Sip;

namespace Dialtone.Mutation.Codecs;

/// <summary>A lone SIP message, as in a datagram.</summary>
public sealed class SipMessageCodec : Codec
{
    private static SipSignatureHeader SignatureHeader => new()
    {
        Side = SipSide.Server,
        Scheme = SipScheme.Ntlm,
        Realm = SipSignatureText.Realm,
        TargetName = "pool01.contoso.example"u8,
        Random = "9616454F"u8,
        Number = 1,
    };

    private readonly SipMessage _message = new();
    private readonly ArrayBufferWriter<byte> _written = new();
    private readonly SipWriter _writer;

    /// <summary>Makes one.</summary>
    public SipMessageCodec() => _writer = new(_written);

    /// <inheritdoc/>
    public override string Name => "sip-message";

    /// <inheritdoc/>
    public override int Share => 3;

    /// <inheritdoc/>
    public override bool IsText => true;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Tokens => SipTokens.All;

    // The index of headers grows, at most to 256 of them, and then stays. Long folds are unfolded for comparing.
    /// <inheritdoc/>
    public override long AllocatedBytesMax(int inputLength) => 16_384 + (8L * inputLength);

    /// <inheritdoc/>
    public override Reading Read(ReadOnlyMemory<byte> input)
    {
        if (!SipMessage.TryRead(input, SipLimits.Default, _message, out var fault))
        {
            return Reading.Rejected((int)fault.Kind, fault.Offset);
        }

        var values = new SipValues(input.Length);
        values.Add(_message);
        return Reading.Accepted(values.Hash, values.Complaint);
    }

    // Whatever it is, what is signed of it can be written, or it says why not.
    /// <inheritdoc/>
    public override string? Check(ReadOnlyMemory<byte> input)
    {
        if (!SipMessage.TryRead(input, SipLimits.Default, _message, out _))
        {
            return null;
        }

        _written.ResetWrittenCount();
        return SipSignatureText.TryWrite(_message, SignatureHeader, 4, _written, out var fault) == fault.IsFault
            ? $"is signed with {fault}" : null;
    }

    // Without Content-Length the body reaches to the end of the datagram.
    /// <inheritdoc/>
    public override bool MayEndAt(ReadOnlySpan<byte> input, int length) =>
        SipMessage.TryRead(input.ToArray(), SipLimits.Default, _message, out _)
        && !_message.TryGetHeader(SipHeader.ContentLength, out _) && length >= input.Length - _message.Body.Length;

    /// <inheritdoc/>
    public override bool TryRewrite(out ReadOnlyMemory<byte> bytes)
    {
        _written.ResetWrittenCount();
        _ = _message.IsRequest
            ? _writer.BeginRequest(_message.MethodName, _message.RequestUri)
            : _writer.BeginResponse(_message.StatusCode, _message.ReasonPhrase);
        for (var i = 0; i < _message.HeaderCount; i++)
        {
            var field = _message.HeaderAt(i);
            if (field.Header != SipHeader.ContentLength)
            {
                _ = _writer.BeginHeader(field.Name).AppendRead(field.Value).EndHeader();
            }
        }

        _writer.End(_message.Body.Span);
        bytes = _written.WrittenMemory;
        return true;
    }
}
