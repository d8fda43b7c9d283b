namespace Dialtone.Core.Trace;

/// <summary>One message as it is kept: what it is called, and its bytes without secrets.</summary>
internal readonly record struct TracedPiece(string Title, byte[] Bytes)
{
    /// <summary>What cannot be read might hold a secret: only its length is told.</summary>
    public static TracedPiece Unreadable(int bytes) => new($"unreadable, {Redacted.Bytes(bytes)}", []);
}
