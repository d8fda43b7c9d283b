using System.Text;
using Dialtone.Wire.Provisioning;
using Dialtone.Wire.Xml;

namespace Dialtone.Mutation.Codecs;

/// <summary>What is asked of in-band provisioning, and what it answers: two documents of XML.</summary>
public sealed class ProvisioningCodec : Codec
{
    private ProvisioningAnswer? _answer;
    private ProvisioningRequest? _request;

    /// <inheritdoc/>
    public override string Name => "provisioning";

    /// <inheritdoc/>
    public override bool IsText => true;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Tokens { get; } =
    [
        .. new[]
        {
            "<", ">", "/>", "</", "\"", "'", "&amp;", "&#10;", "&#xD;", "&#x1F4DE;", "&#0;", "&x;", "<!--", "-->",
            "<![CDATA[", "]]>", "<?x ?>", "<!DOCTYPE a>", "xmlns=\"urn:dialtone:registrars\"", "xmlns:p=\"\"",
            "<property name=\"a\">", "</property>", "<instance>", "</instance>", "<propertyEntryList>",
            "</propertyEntryList>", "<provisionGroup name=\"a\">", "</provisionGroup>", "<registrars>", "<registrar/>",
            "true", "65536", "-1", "sip:a@b", "<a><a><a><a><a><a><a><a>", "name=\"instance\"", "\r\n", "\r",
        }.Select(Encoding.ASCII.GetBytes),
        [0xC3, 0xA9], [0xFF], [0], [0xEF, 0xBB, 0xBF],
    ];

    // The platform's reader has buffers of its own, its exceptions are long, and text is kept decoded and cut out.
    /// <inheritdoc/>
    public override long AllocatedBytesMax(int inputLength) => 131_072 + (256L * inputLength);

    /// <inheritdoc/>
    public override Reading Read(ReadOnlyMemory<byte> input)
    {
        (_answer, _request) = (null, null);
        if (ProvisioningAnswer.TryRead(input.Span, out _answer, out var fault))
        {
            return Reading.Accepted(HashOf(_answer));
        }

        if (fault.Kind != XmlFaultKind.WrongRoot || !ProvisioningRequest.TryRead(input.Span, out _request, out fault))
        {
            return Reading.Rejected((int)fault.Kind, fault.Offset);
        }

        var hash = default(ValueHash);
        foreach (var group in _request.Groups)
        {
            hash.Add(group);
        }

        hash.Add(_request.Subnet?.ToString());
        return Reading.Accepted(hash.Value);
    }

    /// <inheritdoc/>
    public override bool TryRewrite(out ReadOnlyMemory<byte> bytes)
    {
        bytes = default;
        // The source of an element may use prefixes that stood around it.
        if (_answer is not null && _answer.Groups.Any(group => group.Settings.Any(setting => setting.IsMarkup)))
        {
            return false;
        }

        try
        {
            bytes = _answer?.ToBytes() ?? _request!.ToBytes();
            return bytes.Length <= XmlLimits.BodyBytesMax;
        }
        catch (ArgumentException)
        {
            // The name of a property need not be that of an element.
            return false;
        }
    }

    /// <inheritdoc/>
    public override bool MayEndAt(ReadOnlySpan<byte> input, int length) =>
        input[length..].IndexOfAnyExcept(" \t\r\n"u8) < 0;

    private static ulong HashOf(ProvisioningAnswer answer)
    {
        var hash = default(ValueHash);
        foreach (var group in answer.Groups)
        {
            hash.Add(group.Name);
            foreach (var setting in group.Settings)
            {
                hash.Add(setting.Name);
                hash.Add(setting.Value);
                hash.Add(setting.Namespace);
                hash.Add(setting.IsMarkup);
            }

            foreach (var registrar in group.Registrars)
            {
                hash.Add(registrar.Text);
            }

            var configuration = ServerConfiguration.From(group);
            hash.Add(configuration.MrasUri);
            hash.Add(configuration.Pool?.Text);
            hash.Add(configuration.Phone.ToString());
            hash.Add(configuration.Ports.ToString());
            hash.Add((ulong)configuration.Unusable.Length);
        }

        return hash.Value;
    }
}
