using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Dialtone.Core.Memory;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Certificates;

/// <summary>
/// Learned roots as bytes: their JSON in a <see cref="StoredEnvelope"/>.
/// <code>{"format":"dialtone-roots","schema":1,"sha256":"…","roots":{…}}</code>
/// </summary>
public static class LearnedRootsFormat
{
    /// <summary>The schema that is written, and the newest that is read.</summary>
    public const int Schema = 1;

    /// <summary>The most bytes that are read.</summary>
    public const int BytesMax = 512 * 1024;

    private static readonly StoredEnvelope Envelope = new("dialtone-roots", "roots", Schema, BytesMax);

    /// <summary>The bytes to store.</summary>
    public static byte[] Write(LearnedRoots learned)
    {
        ArgumentNullException.ThrowIfNull(learned);
        var content = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(content))
        {
            json.WriteStartObject();
            json.WriteString("domain", learned.Domain.Text);
            json.WriteString("from", learned.From);
            json.WriteString("learnedAt", learned.LearnedAt);
            json.WriteStartArray("certificates");
            foreach (var root in learned.Roots)
            {
                json.WriteBase64StringValue(root.Der.Span);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Envelope.Write(content.WrittenSpan);
    }

    /// <summary>Reads what was stored for a SIP domain.</summary>
    /// <param name="bytes">What was stored.</param>
    /// <param name="domain">For which SIP domain they are to hold.</param>
    /// <param name="learned">The roots.</param>
    /// <param name="fault">Why not.</param>
    public static bool TryRead(
        ReadOnlySpan<byte> bytes, HostName domain, [NotNullWhen(true)] out LearnedRoots? learned,
        out MemoryFault fault)
    {
        learned = null;
        if (!Envelope.TryOpen(bytes, out var content, out fault))
        {
            return false;
        }

        var read = Read(bytes[content]);
        if (read is null)
        {
            fault = new(MemoryFaultKind.NotOurs, content.Start.Value);
        }
        else if (read.Domain != domain)
        {
            fault = new(MemoryFaultKind.WrongAccount, content.Start.Value, read.Domain.Text);
        }
        else
        {
            learned = read;
        }

        return learned is not null;
    }

    // Content whose check value was right: what still does not fit was made by somebody else.
    private static LearnedRoots? Read(ReadOnlySpan<byte> content)
    {
        try
        {
            using var document = JsonDocument.Parse(content.ToArray(), new() { MaxDepth = 4 });
            var json = document.RootElement;
            var roots = ImmutableArray.CreateBuilder<LearnedRoot>();
            foreach (var each in json.GetProperty("certificates").EnumerateArray())
            {
                if (roots.Count == LearnedRoots.RootsMax
                    || !LearnedRoot.TryRead(each.GetBytesFromBase64(), out var root))
                {
                    return null;
                }

                roots.Add(root);
            }

            return roots.Count > 0 && HostName.TryParse(json.GetProperty("domain").GetString(), out var domain)
                ? new(
                    domain, json.GetProperty("from").GetString()!, json.GetProperty("learnedAt").GetDateTimeOffset(),
                    roots.DrainToImmutable())
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException
            or KeyNotFoundException)
        {
            // The platform says by exception that text is not JSON, or that something is not there or of another kind.
            return null;
        }
    }
}
