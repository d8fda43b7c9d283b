using System.Diagnostics.CodeAnalysis;

namespace Dialtone.Lab.Nodes;

/// <summary>
/// Answers as they were written, by the question's bytes without its identifier: thousands of phones ask the same four
/// questions. What they were made from must not change; the owner clears them when it does.
/// </summary>
internal sealed class DnsAnswers
{
    /// <summary>Answers kept; one more, and all are forgotten.</summary>
    public const int AnswersMax = 1024;

    private const int IdBytes = 2;

    private readonly Dictionary<byte[], byte[]> _answers = new(BytesComparer.Instance);

    public void Clear() => _answers.Clear();

    public bool TryGet(ReadOnlySpan<byte> query, [NotNullWhen(true)] out byte[]? answer)
    {
        answer = null;
        if (!_answers.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(query[IdBytes..], out var kept))
        {
            return false;
        }

        answer = [.. kept];
        query[..IdBytes].CopyTo(answer);
        return true;
    }

    public void Add(ReadOnlySpan<byte> query, byte[] answer)
    {
        if (_answers.Count == AnswersMax)
        {
            _answers.Clear();
        }

        _answers[query[IdBytes..].ToArray()] = [.. answer];
    }

    private sealed class BytesComparer
        : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static BytesComparer Instance { get; } = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = default(HashCode);
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
