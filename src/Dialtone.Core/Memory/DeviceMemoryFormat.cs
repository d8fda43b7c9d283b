using System.Diagnostics.CodeAnalysis;

namespace Dialtone.Core.Memory;

/// <summary>
/// Device memory as bytes: its JSON in a <see cref="StoredEnvelope"/>.
/// <code>{"format":"dialtone-memory","schema":1,"sha256":"…","memory":{…}}</code>
/// </summary>
public static class DeviceMemoryFormat
{
    /// <summary>The schema that is written, and the newest that is read.</summary>
    public const int Schema = 1;

    private static readonly StoredEnvelope Envelope = new("dialtone-memory", "memory", Schema, MemoryLimits.BytesMax);

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
        return Envelope.Write(content.Written);
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
        if (!Envelope.TryOpen(bytes, out var content, out fault))
        {
            return false;
        }

        if (DeviceMemoryJson.TryRead(bytes[content], out memory, out var kind))
        {
            return true;
        }

        fault = new(kind, content.Start.Value);
        return false;
    }
}
