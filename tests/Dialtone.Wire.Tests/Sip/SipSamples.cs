using System.Text;

namespace Dialtone.Wire.Sip;

/// <summary>Whole messages, as bytes.</summary>
internal static class SipSamples
{
    /// <summary>
    /// Compact and oddly cased names, folds, white space where the grammar allows it, a body, names unknown here.
    /// </summary>
    public static byte[] Odd { get; } = Bytes(
        "NOTIFY sip:alice@[2001:db8::9]:5070;transport=tcp SIP/2.0\r\n"
        + "v: SIP / 2.0 / TCP  pool01.contoso.example : 5060 ;branch=z9hG4bKa1;rport;received=192.0.2.11,\r\n"
        + "  SIP/2.0/TLS [2001:db8::1]:5061;branch=z9hG4bKb2;rport=50123\r\n"
        + "VIA: SIP/2.0/TLS 192.0.2.12\r\n"
        + "f:\"Bob, \\\"the\\\" builder\"\t<sips:bob@contoso.example>;tag=x1\r\n"
        + "t: sip:alice@contoso.example ; tag=\"quoted\"\r\n"
        + "I: f81d4fae-7dec@contoso.example\r\n"
        + "CSEQ:\r\n 0009\r\n\tNOTIFY\r\n"
        + "m: *\r\n"
        + "Subject:\r\n"
        + "x-nothing-known :  some text  \r\n"
        + "Retry-After: 120 (in a meeting);duration=3600\r\n"
        + "Supported: gruu-10, , adhoclist,\r\n"
        + "l: 4\r\n"
        + "\r\n"
        + "body");

    /// <summary>Names of the message files.</summary>
    public static TheoryData<string> Names { get; } = ["200", "401", "401-lync", "register", "register-lync"];

    public static IEnumerable<byte[]> All => [.. Names.Select(name => File(name.Data)), Odd];

    public static byte[] File(string name) =>
        System.IO.File.ReadAllBytes(System.IO.Path.Combine(AppContext.BaseDirectory, "Sip", "Messages", name + ".sip"));

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static string Text(this ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    public static SipMessage Read(byte[] bytes)
    {
        var message = new SipMessage();
        SipMessage.TryRead(bytes, SipLimits.Default, message, out var fault).ShouldBeTrue(fault.ToString());
        return message;
    }

    /// <summary>Asks a message everything it can be asked; answers are thrown away.</summary>
    public static void ReadEverything(SipMessage message)
    {
        _ = message.IsRequest;
        _ = message.Method;
        _ = message.RequestUri;
        _ = message.ReasonPhrase;
        if (message.IsRequest)
        {
            _ = SipUri.TryRead(message.RequestUri, out _, out _);
        }

        if (message.TryGetTopVia(out var via, out _))
        {
            _ = via.Branch;
            _ = via.Received;
            _ = via.HasRPort;
        }

        if (message.TryGetFrom(out var from, out _))
        {
            _ = from.Tag;
            _ = SipUri.TryRead(from.Uri, out _, out _, from.UriOffset);
        }

        _ = message.TryGetTo(out _, out _);
        _ = message.TryGetCallId(out _, out _);
        if (message.TryGetCSeq(out var cseq, out _))
        {
            _ = cseq.Method;
        }

        var contacts = message.Contacts;
        while (contacts.TryNext(out var contact))
        {
            _ = contact.Instance;
        }

        _ = message.TryGetExpires(out _, out _);
        _ = message.TryGetMinExpires(out _, out _);
        _ = message.TryGetMaxForwards(out _, out _);
        _ = message.TryGetRetryAfter(out _, out _);
        _ = message.TryGetContentLength(out _, out _);
        ReadChallenges(message, "WWW-Authenticate"u8);
        ReadChallenges(message, "Authorization"u8);
        var list = message.ListValues(SipHeader.Supported);
        while (list.TryNext(out _))
        {
        }
    }

    private static void ReadChallenges(SipMessage message, ReadOnlySpan<byte> name)
    {
        foreach (var value in message.HeaderValues(name))
        {
            if (!SipParameterReader.TryReadAuth(value, out _, out var parameters, out _))
            {
                continue;
            }

            while (parameters.TryNext(out _))
            {
            }
        }
    }
}
