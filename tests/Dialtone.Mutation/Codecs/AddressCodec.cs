using System.Text;
using Dialtone.Wire.Addresses;

namespace Dialtone.Mutation.Codecs;

/// <summary>Names and addresses as text: hosts of URIs, what a Via says was received, what a file remembers.</summary>
public sealed class AddressCodec : Codec
{
    private string? _text;
    private bool _isEndPoint;

    /// <inheritdoc/>
    public override string Name => "address";

    /// <inheritdoc/>
    public override int Share => 4;

    /// <inheritdoc/>
    public override bool IsText => true;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Tokens { get; } =
    [
        .. new[]
        {
            ".", "..", ":", "::", "[", "]", "]:", "%1", "/64", "0x7f", "::ffff:", "192.0.2.1", "2001:db8::1", "65536",
            "_sip._tls.", "xn--", "-", "é", "\u212A", "\uFF0E", "\0", " ", "1", "127.1", "010.0.0.1", "\u0661",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    // Names are kept to be used again; and bytes that are not UTF-8 cost something to decode.
    /// <inheritdoc/>
    public override long AllocatedBytesMax(int inputLength) => 16_384 + (64L * inputLength);

    /// <inheritdoc/>
    public override Reading Read(ReadOnlyMemory<byte> input)
    {
        var text = Encoding.UTF8.GetString(input.Span);
        var isHost = HostName.TryParse(text, out var host);
        var isAddress = IpAddress.TryParse(text, out var address);
        _isEndPoint = EndPointAddress.TryParse(text, 5060, out var endPoint);
        _text = _isEndPoint ? endPoint.ToString() : isHost ? host.Text : null;
        if (_text is null)
        {
            return Reading.Rejected(1, 0);
        }

        var hash = default(ValueHash);
        hash.Add(_isEndPoint ? "" : host.Text);
        hash.Add(_isEndPoint ? endPoint.Address.ToString() : "");
        hash.Add(_isEndPoint ? endPoint.Port : 0U);
        var agree = !isAddress || (_isEndPoint && endPoint == new EndPointAddress(address, 5060));
        return Reading.Accepted(hash.Value, agree ? null : $"{text} is an address, and another one with a port");
    }

    // A name of four numbers and a final dot is an address once the dot is dropped.
    /// <inheritdoc/>
    public override bool TryRewrite(out ReadOnlyMemory<byte> bytes)
    {
        bytes = Encoding.UTF8.GetBytes(_text!);
        return _isEndPoint || !IpAddress.TryParse(_text, out _);
    }
}
