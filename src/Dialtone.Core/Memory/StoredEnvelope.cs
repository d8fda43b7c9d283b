using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Dialtone.Core.Memory;

/// <summary>
/// What is stored, as bytes: one line of JSON in UTF-8, whose <c>sha256</c> covers the text of its content. The check
/// value is not a protection against an enemy, who could compute it; it tells a torn or hand-edited file from a whole
/// one.
/// <code>{"format":"dialtone-memory","schema":1,"sha256":"…","memory":{…}}</code>
/// </summary>
/// <param name="format">The word that tells ours from anything else.</param>
/// <param name="content">The name of the content.</param>
/// <param name="schema">The schema that is written, and the newest that is read.</param>
/// <param name="bytesMax">The most bytes that are read.</param>
internal sealed class StoredEnvelope(string format, string content, int schema, int bytesMax)
{
    private const int SchemaDigitsMax = 9;
    private const int CheckLength = 64;

    // The envelope is matched byte by byte, so that nothing parses the content before its check value is right.
    private readonly byte[] _opening = Encoding.ASCII.GetBytes($$"""{"format":"{{format}}","schema":""");
    private readonly byte[] _beforeContent = Encoding.ASCII.GetBytes($"\",\"{content}\":");

    private static ReadOnlySpan<byte> BeforeCheck => ",\"sha256\":\""u8;

    private static ReadOnlySpan<byte> Closing => "}\n"u8;

    /// <summary>Puts the envelope around a content.</summary>
    public byte[] Write(ReadOnlySpan<byte> inner)
    {
        using var whole = new PooledBuffer();
        whole.Write(_opening);
        var digits = whole.GetSpan(SchemaDigitsMax);
        _ = Utf8Formatter.TryFormat(schema, digits, out var written);
        whole.Advance(written);
        whole.Write(BeforeCheck);
        WriteCheck(inner, whole.GetSpan(CheckLength));
        whole.Advance(CheckLength);
        whole.Write(_beforeContent);
        whole.Write(inner);
        whole.Write(Closing);
        return whole.Written.ToArray();
    }

    /// <summary>Finds the content, and sees that it is whole.</summary>
    /// <param name="bytes">What was stored.</param>
    /// <param name="inner">Where the content is in it.</param>
    /// <param name="fault">Why not.</param>
    public bool TryOpen(ReadOnlySpan<byte> bytes, out Range inner, out MemoryFault fault)
    {
        inner = default;
        if (!TryFindContent(bytes, out var contentAt, out fault))
        {
            return false;
        }

        var end = bytes.Length - Closing.Length;
        if (end < contentAt || !bytes[end..].SequenceEqual(Closing))
        {
            fault = new(MemoryFaultKind.Torn, bytes.Length, "the end is missing");
            return false;
        }

        Span<byte> check = stackalloc byte[CheckLength];
        WriteCheck(bytes[contentAt..end], check);
        var checkAt = contentAt - _beforeContent.Length - CheckLength;
        if (!bytes.Slice(checkAt, CheckLength).SequenceEqual(check))
        {
            fault = new(MemoryFaultKind.Torn, checkAt, "the check value does not fit the content");
            return false;
        }

        inner = contentAt..end;
        return true;
    }

    private static bool Skip(ReadOnlySpan<byte> bytes, ref int at, ReadOnlySpan<byte> expected)
    {
        if (!bytes[at..].StartsWith(expected))
        {
            return false;
        }

        at += expected.Length;
        return true;
    }

    private static void WriteCheck(ReadOnlySpan<byte> content, Span<byte> destination)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        _ = SHA256.HashData(content, hash);
        _ = Convert.TryToHexStringLower(hash, destination, out _);
    }

    private bool TryFindContent(ReadOnlySpan<byte> bytes, out int contentAt, out MemoryFault fault)
    {
        contentAt = 0;
        fault = bytes switch
        {
            [] => new(MemoryFaultKind.Empty, 0),
            _ when bytes.Length > bytesMax => new(MemoryFaultKind.TooLarge, bytesMax),
            // File systems leave zeros where a file's length reached the disk and its content did not.
            _ when !bytes.ContainsAnyExcept((byte)0) => new(MemoryFaultKind.Torn, 0, "nothing but zeros"),
            _ when _opening.AsSpan().StartsWith(bytes) => new(MemoryFaultKind.Torn, bytes.Length, "the end is missing"),
            _ when !bytes.StartsWith(_opening) => new(MemoryFaultKind.NotOurs, 0),
            _ => MemoryFault.None,
        };
        if (fault.Kind != MemoryFaultKind.None)
        {
            return false;
        }

        var at = _opening.Length;
        var digits = bytes[at..];
        digits = digits[..Math.Min(SchemaDigitsMax, digits.Length)];
        if (!Utf8Parser.TryParse(digits, out int found, out var used) || found < 1)
        {
            fault = new(MemoryFaultKind.Torn, at, "no schema number");
            return false;
        }

        if (found > schema)
        {
            fault = new(MemoryFaultKind.NewerSchema, at, FormattableString.Invariant($"schema {found}"));
            return false;
        }

        at += used;
        if (!Skip(bytes, ref at, BeforeCheck) || bytes.Length - at < CheckLength)
        {
            fault = new(MemoryFaultKind.Torn, at);
            return false;
        }

        at += CheckLength;
        if (!Skip(bytes, ref at, _beforeContent))
        {
            fault = new(MemoryFaultKind.Torn, at);
            return false;
        }

        contentAt = at;
        return true;
    }
}
