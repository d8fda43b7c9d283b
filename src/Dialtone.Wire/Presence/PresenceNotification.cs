using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Dialtone.Wire.Xml;

namespace Dialtone.Wire.Presence;

/// <summary>
/// What is told of others: categories of one user, a list, or a list and the categories of many in parts. Documents of
/// other types are passed over.
/// </summary>
/// <param name="Resources">The users of the list; empty where there was none.</param>
/// <param name="Documents">What is told of each.</param>
public sealed record PresenceNotification(
    ImmutableArray<RlmiResource> Resources, ImmutableArray<CategoryDocument> Documents)
{
    /// <summary>Reads a body.</summary>
    /// <param name="contentType">The value of Content-Type.</param>
    /// <param name="body">The body.</param>
    /// <param name="notification">What it tells.</param>
    /// <param name="fault">Why not.</param>
    public static bool TryRead(
        ReadOnlySpan<byte> contentType, ReadOnlySpan<byte> body,
        [NotNullWhen(true)] out PresenceNotification? notification, out PresenceFault fault)
    {
        var reading = new Reading();
        notification = null;
        fault = default;
        if (!Is(contentType, PresenceContentTypes.MultipartRelated))
        {
            var type = Is(contentType, PresenceContentTypes.Rlmi) ? PresenceContentTypes.Rlmi
                : Is(contentType, PresenceContentTypes.Categories) ? PresenceContentTypes.Categories
                : "";
            if (!reading.TryTake(type, body, 0, out fault))
            {
                return false;
            }
        }
        else if (!MultipartReader.TryRead(contentType, body, out var parts, out var wrong))
        {
            fault = new(wrong, default);
            return false;
        }
        else
        {
            foreach (var part in parts)
            {
                if (!reading.TryTake(part.ContentType, part.Of(body), part.Offset, out fault))
                {
                    return false;
                }
            }
        }

        notification = reading.ToNotification();
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(PresenceNotification? other) => other is not null
        && Resources.AsSpan().SequenceEqual(other.Resources.AsSpan())
        && Documents.AsSpan().SequenceEqual(other.Documents.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Resources.Length, Documents.Length);

    private static bool Is(ReadOnlySpan<byte> contentType, string type)
    {
        var semicolon = contentType.IndexOf((byte)';');
        return System.Text.Ascii.EqualsIgnoreCase(
            (semicolon < 0 ? contentType : contentType[..semicolon]).Trim(" \t"u8), type);
    }

    private sealed class Reading
    {
        private readonly ImmutableArray<RlmiResource>.Builder _resources =
            ImmutableArray.CreateBuilder<RlmiResource>();

        private readonly ImmutableArray<CategoryDocument>.Builder _documents =
            ImmutableArray.CreateBuilder<CategoryDocument>();

        public bool TryTake(string type, ReadOnlySpan<byte> content, int offset, out PresenceFault fault)
        {
            XmlFault wrong = default;
            if (type == PresenceContentTypes.Rlmi && RlmiList.TryRead(content, out var list, out wrong))
            {
                _resources.AddRange(list.Resources);
            }
            else if (type == PresenceContentTypes.Categories
                && CategoryDocument.TryRead(content, out var document, out wrong))
            {
                _documents.Add(document);
            }

            fault = new(default, wrong with { Offset = wrong.Kind == XmlFaultKind.None ? 0 : wrong.Offset + offset });
            return wrong.Kind == XmlFaultKind.None;
        }

        public PresenceNotification ToNotification() =>
            new(_resources.DrainToImmutable(), _documents.DrainToImmutable());
    }
}
