using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Dialtone.Core.Memory;

/// <summary>
/// Device memory as bytes: one line of JSON in UTF-8, whose <c>sha256</c> covers the text of its <c>memory</c>. The
/// check value is not a protection against an enemy, who could compute it; it tells a torn or hand-edited file from a
/// whole one.
/// <code>{"format":"dialtone-memory","schema":1,"sha256":"…","memory":{…}}</code>
/// </summary>
public static class DeviceMemoryFormat
{
    /// <summary>The schema that is written, and the newest that is read.</summary>
    public const int Schema = 1;

    private const int SchemaDigitsMax = 9;
    private const int CheckLength = 64;

    // The envelope is matched byte by byte, so that nothing parses the content before its check value is right.
    private static ReadOnlySpan<byte> Opening => "{\"format\":\"dialtone-memory\",\"schema\":"u8;

    private static ReadOnlySpan<byte> BeforeCheck => ",\"sha256\":\""u8;

    private static ReadOnlySpan<byte> BeforeContent => "\",\"memory\":"u8;

    private static ReadOnlySpan<byte> Closing => "}\n"u8;

    /// <summary>
    /// The bytes to store. Lists longer than <see cref="MemoryLimits"/> allow are cut: the first entries count.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// The account or the profile is too long, or the Registrar has no name.
    /// </exception>
    public static byte[] Write(DeviceMemory memory)
    {
        ArgumentNullException.ThrowIfNull(memory);
        if (memory.Account.Length > MemoryLimits.NameLengthMax || memory.Profile.Length > MemoryLimits.NameLengthMax)
        {
            throw new ArgumentException("The account or the profile is too long.", nameof(memory));
        }

        if (memory.Registrar.Host.IsEmpty)
        {
            throw new ArgumentException("A registration has a Registrar with a name.", nameof(memory));
        }

        using var content = new PooledBuffer();
        DeviceMemoryJson.Write(memory, content);
        using var whole = new PooledBuffer();
        whole.Write(Opening);
        var digits = whole.GetSpan(SchemaDigitsMax);
        _ = Utf8Formatter.TryFormat(Schema, digits, out var written);
        whole.Advance(written);
        whole.Write(BeforeCheck);
        WriteCheck(content.Written, whole.GetSpan(CheckLength));
        whole.Advance(CheckLength);
        whole.Write(BeforeContent);
        whole.Write(content.Written);
        whole.Write(Closing);
        return whole.Written.ToArray();
    }

    /// <summary>Reads what was stored for an account under a profile.</summary>
    /// <param name="bytes">What was stored.</param>
    /// <param name="account">Whose memory it is to be.</param>
    /// <param name="profile">Under which profile it is to have been learned.</param>
    /// <param name="memory">The memory.</param>
    /// <param name="fault">Why not.</param>
    public static bool TryRead(
        ReadOnlySpan<byte> bytes, string account, string profile, [NotNullWhen(true)] out DeviceMemory? memory,
        out MemoryFault fault)
    {
        if (!TryRead(bytes, out memory, out fault))
        {
            return false;
        }

        if (string.Equals(memory.Account, account, StringComparison.Ordinal)
            && string.Equals(memory.Profile, profile, StringComparison.Ordinal))
        {
            return true;
        }

        fault = new(MemoryFaultKind.WrongAccount, 0, $"{memory.Account} as {memory.Profile}");
        memory = null;
        return false;
    }

    /// <summary>Reads what was stored, whoever it belongs to: to be shown, not to be used.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out DeviceMemory? memory, out MemoryFault fault)
    {
        memory = null;
        if (!TryOpen(bytes, out var contentAt, out fault))
        {
            return false;
        }

        var end = bytes.Length - Closing.Length;
        if (end < contentAt || !bytes[end..].SequenceEqual(Closing))
        {
            fault = new(MemoryFaultKind.Torn, bytes.Length, "the end is missing");
            return false;
        }

        var content = bytes[contentAt..end];
        Span<byte> check = stackalloc byte[CheckLength];
        WriteCheck(content, check);
        var checkAt = contentAt - BeforeContent.Length - CheckLength;
        if (!bytes.Slice(checkAt, CheckLength).SequenceEqual(check))
        {
            fault = new(MemoryFaultKind.Torn, checkAt, "the check value does not fit the content");
            return false;
        }

        if (DeviceMemoryJson.TryRead(content, out memory, out var kind))
        {
            return true;
        }

        fault = new(kind, contentAt);
        return false;
    }

    private static bool TryOpen(ReadOnlySpan<byte> bytes, out int contentAt, out MemoryFault fault)
    {
        contentAt = 0;
        fault = bytes switch
        {
            [] => new(MemoryFaultKind.Empty, 0),
            _ when bytes.Length > MemoryLimits.BytesMax => new(MemoryFaultKind.TooLarge, MemoryLimits.BytesMax),
            // File systems leave zeros where a file's length reached the disk and its content did not.
            _ when !bytes.ContainsAnyExcept((byte)0) => new(MemoryFaultKind.Torn, 0, "nothing but zeros"),
            _ when Opening.StartsWith(bytes) => new(MemoryFaultKind.Torn, bytes.Length, "the end is missing"),
            _ when !bytes.StartsWith(Opening) => new(MemoryFaultKind.NotOurs, 0),
            _ => MemoryFault.None,
        };
        if (fault.Kind != MemoryFaultKind.None)
        {
            return false;
        }

        var at = Opening.Length;
        var digits = bytes[at..];
        digits = digits[..Math.Min(SchemaDigitsMax, digits.Length)];
        if (!Utf8Parser.TryParse(digits, out int schema, out var used) || schema < 1)
        {
            fault = new(MemoryFaultKind.Torn, at, "no schema number");
            return false;
        }

        if (schema > Schema)
        {
            fault = new(MemoryFaultKind.NewerSchema, at, FormattableString.Invariant($"schema {schema}"));
            return false;
        }

        at += used;
        if (!Skip(bytes, ref at, BeforeCheck) || bytes.Length - at < CheckLength)
        {
            fault = new(MemoryFaultKind.Torn, at);
            return false;
        }

        at += CheckLength;
        if (!Skip(bytes, ref at, BeforeContent))
        {
            fault = new(MemoryFaultKind.Torn, at);
            return false;
        }

        contentAt = at;
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
}
