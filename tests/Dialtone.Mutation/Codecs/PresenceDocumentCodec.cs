using System.Text;
using Dialtone.Wire.Presence;
using Dialtone.Wire.Xml;

namespace Dialtone.Mutation.Codecs;

/// <summary>The documents of contacts and presence, told apart by their outermost element.</summary>
public sealed class PresenceDocumentCodec : Codec
{
    private static readonly TryReadDocument[] Readers =
    [
        (input, out text, out fault) => Take(ContactList.TryRead(input, out var read, out fault), read, out text),
        (input, out text, out fault) => Take(ContactDelta.TryRead(input, out var read, out fault), read, out text),
        (input, out text, out fault) => Take(RoamingData.TryRead(input, out var read, out fault), read, out text),
        (input, out text, out fault) => Take(RoamingRequest.TryRead(input, out var read, out fault), read, out text),
        (input, out text, out fault) => Take(PublishRequest.TryRead(input, out var read, out fault), read, out text),
        (input, out text, out fault) => Take(PublishFault.TryRead(input, out var read, out fault), read, out text),
        (input, out text, out fault) => Take(BatchSubscription.TryRead(input, out var read, out fault), read, out text),
        (input, out text, out fault) => Take(RlmiList.TryRead(input, out var read, out fault), read, out text),
        (input, out text, out fault) => Take(CategoryDocument.TryRead(input, out var read, out fault), read, out text),
        (input, out text, out fault) => Take(ContainerChanges.TryRead(input, out var read, out fault), read, out text),
        (input, out text, out fault) =>
            Take(SubscriberAcknowledgement.TryRead(input, out var read, out fault), read, out text),
    ];

    private byte[]? _written;

    private delegate bool TryReadDocument(ReadOnlySpan<byte> input, out byte[]? written, out XmlFault fault);

    /// <inheritdoc/>
    public override string Name => "presence-document";

    /// <inheritdoc/>
    public override bool IsText => true;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Tokens => PresenceTokens.All;

    // Every reader opens the document to see its outermost element.
    /// <inheritdoc/>
    public override long AllocatedBytesMax(int inputLength) => 1_048_576 + (512L * inputLength);

    /// <inheritdoc/>
    public override Reading Read(ReadOnlyMemory<byte> input)
    {
        XmlFault fault = default;
        foreach (var reader in Readers)
        {
            if (reader(input.Span, out _written, out fault))
            {
                var hash = default(ValueHash);
                hash.Add(_written.AsSpan());
                return Reading.Accepted(hash.Value);
            }

            if (fault.Kind != XmlFaultKind.WrongRoot)
            {
                break;
            }
        }

        return Reading.Rejected((int)fault.Kind, fault.Offset);
    }

    /// <inheritdoc/>
    public override bool TryRewrite(out ReadOnlyMemory<byte> bytes)
    {
        bytes = _written;
        return _written is { Length: > 0 and <= XmlLimits.BodyBytesMax };
    }

    /// <inheritdoc/>
    public override bool MayEndAt(ReadOnlySpan<byte> input, int length) =>
        input[length..].IndexOfAnyExcept(" \t\r\n"u8) < 0;

    // What is written says all that was read.
    private static bool Take(bool isRead, object? read, out byte[]? written)
    {
        written = !isRead ? null : read switch
        {
            ContactList list => list.ToBytes(),
            ContactDelta delta => delta.ToBytes(),
            RoamingData data => data.ToBytes(),
            RoamingRequest request => request.ToBytes(),
            PublishRequest request => request.ToBytes(),
            PublishFault fault => fault.ToBytes(),
            BatchSubscription request => request.ToBytes(),
            RlmiList list => list.ToBytes(),
            CategoryDocument document => document.ToBytes(),
            ContainerChanges changes => changes.ToBytes(),
            SubscriberAcknowledgement acknowledgement => acknowledgement.ToBytes(),
            _ => null,
        };
        return isRead;
    }
}
