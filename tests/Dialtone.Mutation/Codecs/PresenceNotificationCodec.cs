using Dialtone.Wire.Presence;
using Dialtone.Wire.Xml;

namespace Dialtone.Mutation.Codecs;

/// <summary>A notification of presence: its Content-Type in the first line, then the body with its parts.</summary>
public sealed class PresenceNotificationCodec : Codec
{
    /// <inheritdoc/>
    public override string Name => "presence-notification";

    /// <inheritdoc/>
    public override bool IsText => true;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Tokens => PresenceTokens.All;

    // Each part is a document, with buffers of the platform's reader of its own.
    /// <inheritdoc/>
    public override long AllocatedBytesMax(int inputLength) => 262_144 + (4096L * inputLength);

    /// <inheritdoc/>
    public override Reading Read(ReadOnlyMemory<byte> input)
    {
        var (type, body) = Split(input.Span);
        var before = input.Length - body.Length;
        if (!PresenceNotification.TryRead(type, body, out var read, out var fault))
        {
            var isOfParts = fault.Parts.Kind != MultipartFaultKind.None;
            return Reading.Rejected(
                isOfParts ? 100 + (int)fault.Parts.Kind : (int)fault.Document.Kind, before + fault.Offset);
        }

        var hash = default(ValueHash);
        foreach (var resource in read.Resources)
        {
            hash.Add(resource.ToString());
        }

        foreach (var document in read.Documents)
        {
            hash.Add(document.ToBytes().AsSpan());
        }

        return Reading.Accepted(hash.Value);
    }

    // What stands behind the last boundary is passed over, and so is a document of another type.
    /// <inheritdoc/>
    public override bool MayEndAt(ReadOnlySpan<byte> input, int length)
    {
        var (type, body) = Split(input);
        return length < type.Length
            || (type.StartsWith("multipart"u8) ? input[length..].IndexOfAnyExcept("\r\n"u8) < 0
                : body.AsSpan(length - (input.Length - body.Length)).IndexOfAnyExcept(" \t\r\n"u8) < 0);
    }

    private static (byte[] Type, byte[] Body) Split(ReadOnlySpan<byte> input)
    {
        var end = input.IndexOf((byte)'\n');
        return end < 0 ? (input.ToArray(), []) : (input[..end].ToArray(), input[(end + 1)..].ToArray());
    }
}
