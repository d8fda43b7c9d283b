using System.Collections.Immutable;
using System.Text;
using Dialtone.Wire.Sip;

namespace Dialtone.Wire.Presence;

/// <summary>
/// Takes a body of parts apart (RFC 2046 section 5.1, RFC 2387). Lines may end with CRLF or LF, empty lines may stand
/// before a boundary, and what stands before the first part and behind the last is passed over.
/// </summary>
public static class MultipartReader
{
    /// <summary>Takes a body apart.</summary>
    /// <param name="contentType">The value of Content-Type, with the boundary.</param>
    /// <param name="body">The body.</param>
    /// <param name="parts">The parts in their order.</param>
    /// <param name="fault">Why not.</param>
    public static bool TryRead(
        ReadOnlySpan<byte> contentType, ReadOnlySpan<byte> body, out ImmutableArray<MultipartPart> parts,
        out MultipartFault fault)
    {
        parts = [];
        fault = new(MultipartFaultKind.Boundary, 0);
        Span<byte> delimiter = stackalloc byte[PresenceLimits.BoundaryLengthMax + 2];
        if (!TryGetBoundary(contentType, out var boundary))
        {
            return false;
        }

        "--"u8.CopyTo(delimiter);
        boundary.CopyTo(delimiter[2..]);
        delimiter = delimiter[..(boundary.Length + 2)];
        var at = NextDelimiter(body, 0, delimiter);
        if (at < 0)
        {
            fault = new(MultipartFaultKind.NoPart, 0);
            return false;
        }

        var all = ImmutableArray.CreateBuilder<MultipartPart>();
        while (!IsLast(body, at + delimiter.Length))
        {
            var start = AfterLine(body, at + delimiter.Length);
            var next = NextDelimiter(body, start, delimiter);
            if (next < 0 || all.Count == PresenceLimits.PartsMax)
            {
                fault = next < 0 ? new(MultipartFaultKind.NotEnded, body.Length)
                    : new(MultipartFaultKind.TooManyParts, at);
                return false;
            }

            if (!TryReadPart(body, start, next, out var part))
            {
                fault = new(MultipartFaultKind.PartHeaders, start);
                return false;
            }

            all.Add(part);
            at = next;
        }

        fault = all.Count == 0 ? new(MultipartFaultKind.NoPart, at) : default;
        parts = all.DrainToImmutable();
        return fault.Kind == MultipartFaultKind.None;
    }

    private static bool TryGetBoundary(ReadOnlySpan<byte> contentType, out ReadOnlySpan<byte> boundary)
    {
        boundary = default;
        var semicolon = contentType.IndexOf((byte)';');
        var parameters = new SipParameterReader(semicolon < 0 ? default : contentType[semicolon..]);
        while (parameters.TryNext(out var parameter))
        {
            if (parameter.Is("boundary"u8))
            {
                boundary = parameter.Value;
            }
        }

        return boundary.Length is > 0 and <= PresenceLimits.BoundaryLengthMax
            && boundary.IndexOfAnyExceptInRange((byte)' ', (byte)'~') < 0;
    }

    /// <summary>Where the next line begins that begins with the delimiter; -1 for nowhere.</summary>
    private static int NextDelimiter(ReadOnlySpan<byte> body, int from, ReadOnlySpan<byte> delimiter)
    {
        while (true)
        {
            var found = body[from..].IndexOf(delimiter);
            if (found < 0)
            {
                return -1;
            }

            var at = from + found;
            // Else it is text in a part, or the beginning of a longer word.
            if ((at == 0 || body[at - 1] == '\n') && IsDelimiterEnd(body[(at + delimiter.Length)..]))
            {
                return at;
            }

            from = at + 1;
        }
    }

    private static bool IsDelimiterEnd(ReadOnlySpan<byte> rest) =>
        rest.IsEmpty || rest[0] is (byte)'\r' or (byte)'\n' or (byte)' ' or (byte)'\t' || rest.StartsWith("--"u8);

    private static bool IsLast(ReadOnlySpan<byte> body, int at) => body[at..].StartsWith("--"u8);

    private static int AfterLine(ReadOnlySpan<byte> body, int at)
    {
        var end = body[at..].IndexOf((byte)'\n');
        return end < 0 ? body.Length : at + end + 1;
    }

    private static bool TryReadPart(ReadOnlySpan<byte> body, int start, int end, out MultipartPart part)
    {
        part = default;
        var (type, id) = ("", "");
        var at = start;
        while (true)
        {
            var next = AfterLine(body, at);
            if (next > end || next - start > PresenceLimits.PartHeaderBytesMax)
            {
                return false;
            }

            var line = body[at..next].TrimEnd("\r\n"u8);
            at = next;
            if (line.IsEmpty)
            {
                break;
            }

            var colon = line.IndexOf((byte)':');
            var value = colon < 0 ? default : line[(colon + 1)..].Trim(" \t"u8);
            if (Is(line, colon, "Content-Type"u8))
            {
                var semicolon = value.IndexOf((byte)';');
                type = Encoding.UTF8.GetString(semicolon < 0 ? value : value[..semicolon].TrimEnd(" \t"u8))
                    .ToLowerInvariant();
            }
            else if (Is(line, colon, "Content-ID"u8))
            {
                id = Encoding.UTF8.GetString(value.TrimStart((byte)'<').TrimEnd((byte)'>'));
            }
        }

        // The line end before a boundary belongs to it, and more of them are padding.
        var content = body[at..end].TrimEnd("\r\n"u8);
        part = new(type, id, at, content.Length);
        return true;
    }

    private static bool Is(ReadOnlySpan<byte> line, int colon, ReadOnlySpan<byte> name) =>
        colon > 0 && Ascii.EqualsIgnoreCase(line[..colon].TrimEnd(" \t"u8), name);
}
