using Dialtone.Wire.Sip;

namespace Dialtone.Bench.Sip;

/// <summary>
/// Reading a message as far as a registrar needs: start line, Via, From, To, Call-ID, CSeq, Contact, Expires, and every
/// parameter of the challenge or credentials. URIs are read whole.
/// </summary>
internal static class SipRead
{
    /// <summary>What was read adds up here: the compiler must not leave it out.</summary>
    public static long Found { get; private set; }

    public static void AddTo(Rates rates)
    {
        foreach (var name in SipSamples.Names)
        {
            var bytes = SipSamples.File(name);
            var message = new SipMessage();
            rates.Add(name + ".sip", () => Read(bytes, message));
        }

        foreach (var name in SipSamples.Names)
        {
            var bytes = SipSamples.File(name);
            var message = new SipMessage();
            var reader = new SipStreamReader(SipLimits.Default);
            rates.Add(name + ".sip stream", () => ReadStream(bytes, reader, message));
        }
    }

    public static void Read(byte[] bytes, SipMessage message)
    {
        Require(SipMessage.TryRead(bytes, SipLimits.Default, message, out var fault), fault);
        Found += All(message);
    }

    public static void ReadStream(byte[] bytes, SipStreamReader reader, SipMessage message)
    {
        reader.Feed(bytes);
        Require(reader.Read(message, out var fault) == SipStreamRead.Message, fault);
        Found += All(message);
        Require(reader.Read(message, out fault) == SipStreamRead.NeedMore, fault);
    }

    private static long All(SipMessage message)
    {
        long sum = message.IsRequest
            ? (int)message.Method + Uri(message.RequestUri, message.RequestUriOffset)
            : message.StatusCode + message.ReasonPhrase.Length;
        Require(message.TryGetTopVia(out var via, out var fault), fault);
        sum += via.Transport.Length + via.Host.Length + (via.Port ?? 0) + (via.RPort ?? 0);
        sum += via.Branch.Length + via.Received.Length;
        Require(message.TryGetFrom(out var from, out fault), fault);
        sum += Uri(from.Uri, from.UriOffset) + from.Tag.Length;
        Require(message.TryGetTo(out var to, out fault), fault);
        sum += Uri(to.Uri, to.UriOffset) + to.Tag.Length;
        Require(message.TryGetCallId(out var callId, out fault), fault);
        Require(message.TryGetCSeq(out var cseq, out fault), fault);
        sum += callId.Length + cseq.Number + (int)cseq.Method;
        sum += message.TryGetExpires(out var seconds, out _) ? seconds : 0;
        return sum + Contacts(message) + Auth(message, SipHeader.Authorization)
            + Auth(message, SipHeader.WwwAuthenticate);
    }

    private static long Contacts(SipMessage message)
    {
        long sum = 0;
        var contacts = message.Contacts;
        while (contacts.TryNext(out var contact))
        {
            sum += Uri(contact.Uri, contact.Address.UriOffset) + (contact.Expires ?? 0) + contact.Instance.Length;
        }

        Require(!contacts.Fault.IsFault, contacts.Fault);
        return sum;
    }

    private static long Auth(SipMessage message, SipHeader header)
    {
        long sum = 0;
        foreach (var value in message.HeaderValues(header))
        {
            Require(SipParameterReader.TryReadAuth(value, out var scheme, out var parameters, out var fault), fault);
            sum += scheme.Length;
            while (parameters.TryNext(out var parameter))
            {
                sum += parameter.Name.Length + parameter.Value.Length;
            }

            Require(!parameters.Fault.IsFault, parameters.Fault);
        }

        return sum;
    }

    private static long Uri(ReadOnlySpan<byte> text, int offset)
    {
        Require(SipUri.TryRead(text, out var uri, out var fault, offset), fault);
        return uri.User.Length + uri.Host.Length + (uri.Port ?? 0);
    }

    private static void Require(bool good, SipFault fault)
    {
        if (!good)
        {
            throw new InvalidOperationException($"A sample was not read: {fault}.");
        }
    }
}
