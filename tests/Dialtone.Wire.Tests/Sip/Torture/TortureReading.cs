using System.Globalization;

namespace Dialtone.Wire.Sip.Torture;

/// <summary>
/// Asks a message for everything that is read here: the message, its Request-URI where that is one of SIP, the five
/// headers that every message has (RFC 3261 section 8.1.1), and the others where they stand.
/// </summary>
internal static class TortureReading
{
    /// <summary>What is wrong, in that order, each with the header it is wrong with; empty when nothing is.</summary>
    public static string Faults(byte[] bytes)
    {
        var message = new SipMessage();
        if (!TryReadDatagram(bytes, message, out var fault))
        {
            return Text("message", fault);
        }

        List<string> faults = [];
        if (message.IsRequest)
        {
            Add("Request-URI", UriFault(message.RequestUri, message.RequestUriOffset));
        }

        Add("Via", ViaFault(message));
        Add("From", message.TryGetFrom(out var from, out fault) ? UriFault(from.Uri, from.UriOffset) : fault);
        Add("To", message.TryGetTo(out var to, out fault) ? UriFault(to.Uri, to.UriOffset) : fault);
        Add("Call-ID", message.TryGetCallId(out _, out fault) ? default : fault);
        Add("CSeq", message.TryGetCSeq(out _, out fault) ? default : fault);
        Add("Contact", ContactFault(message));
        Add("Max-Forwards", Unless(message.TryGetMaxForwards(out _, out fault), fault));
        Add("Expires", Unless(message.TryGetExpires(out _, out fault), fault));
        Add("Retry-After", Unless(message.TryGetRetryAfter(out _, out fault), fault));
        return string.Join("; ", faults);

        void Add(string where, SipFault wrong)
        {
            if (wrong.IsFault)
            {
                faults.Add(Text(where, wrong));
            }
        }
    }

    /// <summary>Reads a datagram: what is behind its message is discarded (RFC 3261 section 18.3).</summary>
    public static bool TryReadDatagram(byte[] bytes, SipMessage message, out SipFault fault) =>
        SipMessage.TryRead(bytes, SipLimits.Default, message, out fault)
        || (fault.Kind == SipFaultKind.TrailingBytes
            && SipMessage.TryRead(bytes.AsMemory(0, fault.Offset), SipLimits.Default, message, out fault));

    private static string Text(string where, SipFault fault) =>
        string.Create(CultureInfo.InvariantCulture, $"{where} {fault.Kind} at {fault.Offset}");

    // A header that need not be there may be missing.
    private static SipFault Unless(bool isRead, SipFault fault) =>
        isRead || fault.Kind == SipFaultKind.HeaderMissing ? default : fault;

    // A URI of another scheme is carried, not read.
    private static SipFault UriFault(ReadOnlySpan<byte> uri, int offset) =>
        SipUri.TryRead(uri, out _, out var fault, offset) || fault.Kind == SipFaultKind.UriScheme ? default : fault;

    private static SipFault ViaFault(SipMessage message)
    {
        _ = message.TryGetTopVia(out _, out var fault);
        var vias = message.ListValues(SipHeader.Via);
        while (!fault.IsFault && vias.TryNext(out var value))
        {
            _ = SipVia.TryRead(value, out _, out fault, vias.Offset);
        }

        return fault.IsFault ? fault : vias.Fault;
    }

    private static SipFault ContactFault(SipMessage message)
    {
        SipFault fault = default;
        var contacts = message.Contacts;
        while (!fault.IsFault && contacts.TryNext(out var contact))
        {
            fault = contact.IsWildcard ? default : UriFault(contact.Uri, contact.Address.UriOffset);
        }

        return fault.IsFault ? fault : contacts.Fault;
    }
}
