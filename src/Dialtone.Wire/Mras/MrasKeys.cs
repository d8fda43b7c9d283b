using System.Security.Cryptography;

namespace Dialtone.Wire.Mras;

/// <summary>
/// The keys of the service: one of its own, and two that it shares with its relays. Never shown: no property, no text
/// form.
/// </summary>
public sealed class MrasKeys
{
    private readonly byte[] _clientId;
    private readonly byte[] _token;
    private readonly byte[] _password;

    /// <summary>Keys as bytes.</summary>
    /// <param name="clientId">What users are named with; a relay needs none and may be given an empty one.</param>
    /// <param name="token">What tokens are proved with.</param>
    /// <param name="password">What passwords are made with.</param>
    public MrasKeys(ReadOnlySpan<byte> clientId, ReadOnlySpan<byte> token, ReadOnlySpan<byte> password)
    {
        _clientId = clientId.ToArray();
        _token = token.ToArray();
        _password = password.ToArray();
    }

    /// <summary>Says what it is, never what it holds.</summary>
    public override string ToString() => "keys of MRAS (hidden)";

    internal void OfClientId(ReadOnlySpan<byte> identity, Span<byte> destination) =>
        _ = HMACSHA1.HashData(_clientId, identity, destination);

    internal void OfToken(ReadOnlySpan<byte> blob, Span<byte> destination) =>
        _ = HMACSHA1.HashData(_token, blob, destination);

    internal void OfPassword(ReadOnlySpan<byte> username, Span<byte> destination) =>
        _ = HMACSHA1.HashData(_password, username, destination);
}
