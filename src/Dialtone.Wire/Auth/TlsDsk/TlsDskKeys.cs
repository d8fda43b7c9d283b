namespace Dialtone.Wire.Auth.TlsDsk;

/// <summary>
/// The keys of a security association of TLS-DSK (MS-SIPAE section 3.2.5.1): what the handshake exports under the label
/// <see cref="ExporterLabel"/>, 128 bytes, of which the client's key is bytes 64 to 95 and the server's 96 to 127.
/// </summary>
public sealed class TlsDskKeys
{
    /// <summary>The label of the exporter (RFC 5705), without a context.</summary>
    public const string ExporterLabel = "client EAP encryption";

    /// <summary>How many bytes are exported.</summary>
    public const int ExportedBytes = 128;

    private readonly byte[] _exported;

    /// <summary>Takes what was exported.</summary>
    /// <param name="exported">128 bytes, secret.</param>
    /// <param name="hash">The hash of the suite's MAC.</param>
    public TlsDskKeys(ReadOnlySpan<byte> exported, TlsDskHash hash)
    {
        if (exported.Length != ExportedBytes)
        {
            throw new ArgumentException("The exported keys are 128 bytes.", nameof(exported));
        }

        _exported = exported[64..].ToArray();
        Hash = hash;
    }

    /// <summary>The hash that signatures are made with.</summary>
    public TlsDskHash Hash { get; }

    /// <summary>The key of what the client sends.</summary>
    internal ReadOnlySpan<byte> Client => _exported.AsSpan(0, 32);

    /// <summary>The key of what the server sends.</summary>
    internal ReadOnlySpan<byte> Server => _exported.AsSpan(32, 32);

    /// <summary>Says what it is, never what it holds.</summary>
    public override string ToString() => $"keys of TLS-DSK with {Hash} (hidden)";
}
