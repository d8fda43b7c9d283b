using System.Text;
using Dialtone.Wire.Mras;
using Dialtone.Wire.Xml;

namespace Dialtone.Mutation.Codecs;

/// <summary>
/// What is asked of the Media Relay Authentication Service, and what it answers: two documents of XML.
/// </summary>
public sealed class MrasCodec : Codec
{
    private MrasRequest? _request;
    private MrasResponse? _response;

    /// <inheritdoc/>
    public override string Name => "mras";

    /// <inheritdoc/>
    public override bool IsText => true;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Tokens { get; } =
    [
        .. new[]
        {
            "<", ">", "/>", "</", "\"", "&lt;", "&#9;", "<!---->", "<![CDATA[", "]]>", "<!DOCTYPE a>",
            "<credentialsRequest credentialsRequestID=\"1\">", "<credentialsResponse credentialsRequestID=\"1\">",
            "<mediaRelay>", "</mediaRelay>", "<mediaRelayList/>", "<location>internet</location>", "<duration>",
            "<udpPort>0</udpPort>", "<tcpPort>65536</tcpPort>", "<hostName>a</hostName>",
            "<directIPAddress>::1</directIPAddress>", "AQAA", "====", "route=\"directip\"", "reasonPhrase=\"OK\"",
            "525601", "-1",
        }.Select(Encoding.ASCII.GetBytes),
        [0xC3, 0xA9], [0xFF],
    ];

    /// <inheritdoc/>
    public override long AllocatedBytesMax(int inputLength) => 131_072 + (256L * inputLength);

    /// <inheritdoc/>
    public override Reading Read(ReadOnlyMemory<byte> input)
    {
        (_request, _response) = (null, null);
        if (MrasResponse.TryRead(input.Span, out _response, out var fault))
        {
            return Reading.Accepted(HashOf(_response));
        }

        return fault.Kind == XmlFaultKind.WrongRoot && MrasRequest.TryRead(input.Span, out _request, out fault)
            ? Reading.Accepted(HashOf(_request))
            : Reading.Rejected((int)fault.Kind, fault.Offset);
    }

    /// <inheritdoc/>
    public override bool TryRewrite(out ReadOnlyMemory<byte> bytes)
    {
        bytes = _response?.ToBytes() ?? _request!.ToBytes();
        return true;
    }

    /// <inheritdoc/>
    public override bool MayEndAt(ReadOnlySpan<byte> input, int length) =>
        input[length..].IndexOfAnyExcept(" \t\r\n"u8) < 0;

    private static ulong HashOf(MrasRequest request)
    {
        var hash = default(ValueHash);
        hash.Add(request.Id);
        hash.Add(request.Version);
        hash.Add(request.From);
        hash.Add(request.To);
        hash.Add((ulong)request.Route);
        foreach (var one in request.Credentials)
        {
            hash.Add(one.Id);
            hash.Add(one.Identity);
            hash.Add((ulong)((int?)one.Location ?? -1));
            hash.Add((ulong)(one.Duration?.Ticks ?? -1));
        }

        return hash.Value;
    }

    private static ulong HashOf(MrasResponse response)
    {
        var hash = default(ValueHash);
        hash.Add(response.RequestId);
        hash.Add(response.Version);
        hash.Add(response.ServerVersion);
        hash.Add(response.From);
        hash.Add(response.To);
        hash.Add(response.ReasonPhrase);
        hash.Add((ulong)response.Reason);
        foreach (var one in response.Credentials)
        {
            hash.Add(one.Id);
            hash.Add(one.Credentials.Username.Span);
            hash.Add(one.Credentials.Password);
            hash.Add((ulong)one.Credentials.Duration.Ticks);
            hash.Add(one.Credentials.Realm);
            foreach (var relay in one.Relays)
            {
                hash.Add((ulong)((int?)relay.Location ?? -1));
                hash.Add(relay.Host?.Text);
                hash.Add(relay.Address?.ToString());
                hash.AddNumber(relay.UdpPort);
                hash.AddNumber(relay.TcpPort);
            }
        }

        return hash.Value;
    }
}
