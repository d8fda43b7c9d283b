using System.Text;
using Dialtone.Wire.WebServices;
using Dialtone.Wire.Xml;

namespace Dialtone.Mutation.Codecs;

/// <summary>The documents of Web Services and of Lyncdiscover, told apart by an element that each has alone.</summary>
public sealed class WebServicesCodec : Codec
{
    // In this order: the names of some begin as those of others.
    private static readonly (string Mark, TryReadDocument Read)[] Readers =
    [
        ("definitions", (input, out written, out fault) =>
            Take(WebServiceMetadata.TryRead(input, out var read, out fault), read?.ToBytes(), out written)),
        ("Fault", (input, out written, out fault) =>
            Take(SoapFault.TryRead(input, out var read, out fault), read?.ToBytes(), out written)),
        ("GetRootCertChainsResponse", (input, out written, out fault) =>
            Take(RootChainResponse.TryRead(input, out var read, out fault), read?.ToBytes(), out written)),
        ("GetRootCertChains", (input, out written, out fault) =>
            Take(RootChainRequest.TryRead(input, out fault), RootChainRequest.ToBytes(), out written)),
        ("GetAndPublishCertResponse", (input, out written, out fault) =>
            Take(PublishCertificateResponse.TryRead(input, out var read, out fault), read?.ToBytes(), out written)),
        ("GetAndPublishCert", (input, out written, out fault) =>
            Take(PublishCertificateRequest.TryRead(input, out var read, out fault), read?.ToBytes(), out written)),
        ("RequestSecurityTokenResponseCollection", (input, out written, out fault) =>
            Take(WebTicketResponse.TryRead(input, out var read, out fault), read?.ToBytes(), out written)),
        ("RequestSecurityToken", (input, out written, out fault) =>
            Take(WebTicketRequest.TryRead(input, out var read, out fault), read?.ToBytes(), out written)),
        ("", (input, out written, out fault) =>
            Take(AutodiscoverResponse.TryRead(input, out var read, out fault), read?.ToBytes(), out written)),
    ];

    private byte[]? _written;
    private bool _hasTicket;

    private delegate bool TryReadDocument(ReadOnlySpan<byte> input, out byte[]? written, out XmlFault fault);

    /// <inheritdoc/>
    public override string Name => "web-services";

    /// <inheritdoc/>
    public override bool IsText => true;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Tokens { get; } =
    [
        .. new[]
        {
            "<", ">", "/>", "</", "\"", "'", "&amp;", "&#10;", "<!---->", "<![CDATA[", "]]>", "<!DOCTYPE a>",
            "xmlns=\"\"", "xmlns:wsu=\"\"", "wsu:", "<Header/>", "<Header><Security/></Header>", "<Body/>",
            "<Signature>", "</Signature>", "<BinarySecret>", "<Assertion AssertionID=\"1\">", "</Assertion>",
            "<UsernameToken>", "<Lifetime/>", "<Fault/>", "<ErrorId>-1</ErrorId>", "<port name=\"a\"/>", "<Policy>",
            "<Link token=\"Redirect\" href=\"\"/>", "port=\"65536\"", "AQAA", "====", "2026-11-22T06:56:43Z",
            "2026-11-22T06:56:43.1234567+14:00", "0000-00-00T00:00:00Z", "https://", "\r\n", "#",
        }.Select(Encoding.ASCII.GetBytes),
        [0xC3, 0xA9], [0xFF], [0], [0xEF, 0xBB, 0xBF],
    ];

    /// <inheritdoc/>
    public override long AllocatedBytesMax(int inputLength) => 262_144 + (512L * inputLength);

    /// <inheritdoc/>
    public override Reading Read(ReadOnlyMemory<byte> input)
    {
        var text = input.Span;
        _hasTicket = text.IndexOf("Assertion"u8) >= 0;
        foreach (var (mark, read) in Readers)
        {
            if (text.IndexOf(Encoding.ASCII.GetBytes(mark)) < 0)
            {
                continue;
            }

            if (!read(text, out _written, out var fault))
            {
                return Reading.Rejected((int)fault.Kind, fault.Offset);
            }

            break;
        }

        var hash = default(ValueHash);
        hash.Add(_written.AsSpan());
        return Reading.Accepted(hash.Value);
    }

    // A ticket is written as it came, with what it takes from the document around it: nobody but its issuer reads that.
    /// <inheritdoc/>
    public override bool TryRewrite(out ReadOnlyMemory<byte> bytes)
    {
        bytes = _written;
        return !_hasTicket && _written is { Length: > 0 and <= XmlLimits.BodyBytesMax };
    }

    /// <inheritdoc/>
    public override bool MayEndAt(ReadOnlySpan<byte> input, int length) =>
        input[length..].IndexOfAnyExcept(" \t\r\n"u8) < 0;

    private static bool Take(bool isRead, byte[]? bytes, out byte[]? written)
    {
        written = isRead ? bytes : null;
        return isRead;
    }
}
