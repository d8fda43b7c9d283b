using System.Text;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Auth.Digest;
using Dialtone.Wire.Sip;

namespace Dialtone.Lab.Nodes;

/// <summary>
/// A REGISTER as a Registrar needs it. Where <see cref="Fault"/> is not empty the rest may be missing.
/// </summary>
internal sealed record RegisterRequest
{
    public string User { get; private init; } = "";

    public HostName Domain { get; private init; }

    public string Uri { get; private init; } = "";

    public string CallId { get; private init; } = "";

    public uint CSeq { get; private init; }

    /// <summary>Contact's own expires, or the Expires header; <c>null</c> where neither is there.</summary>
    public uint? Expires { get; private init; }

    /// <summary>The Contact URI; empty for a REGISTER that only asks for the bindings.</summary>
    public string Contact { get; private init; } = "";

    public bool IsWildcard { get; private init; }

    /// <summary><c>&lt;urn:uuid:…&gt;</c>; empty where there is none.</summary>
    public string Instance { get; private init; } = "";

    public string Event { get; private init; } = "";

    public DigestCredentials? Credentials { get; private init; }

    /// <summary>What cannot be read, and where; empty where all can.</summary>
    public string Fault { get; private init; } = "";

    /// <summary>What is bound: the instance where there is one, else the Contact URI (RFC 5626 section 6).</summary>
    public string Endpoint => Instance.Length > 0 ? Instance : Contact;

    public static RegisterRequest Read(SipMessage message, string realm)
    {
        var request = new RegisterRequest { Uri = Encoding.ASCII.GetString(message.RequestUri) };
        if (!message.TryGetTo(out var to, out var fault)
            || !SipUri.TryRead(to.Uri, out var aor, out fault, to.UriOffset))
        {
            return request with { Fault = $"To: {fault}" };
        }

        _ = HostName.TryParse(Encoding.ASCII.GetString(aor.Host), out var domain);
        request = request with { User = Encoding.UTF8.GetString(aor.User).ToLowerInvariant(), Domain = domain };
        if (!message.TryGetCallId(out var callId, out fault))
        {
            return request with { Fault = $"Call-ID: {fault}" };
        }

        request = request with { CallId = Encoding.UTF8.GetString(callId) };
        if (!message.TryGetCSeq(out var cseq, out fault))
        {
            return request with { Fault = $"CSeq: {fault}" };
        }

        _ = message.TryGetHeader(SipHeader.Event, out var named);
        request = request with { CSeq = cseq.Number, Event = Encoding.ASCII.GetString(named) };
        request = request.WithContact(message);
        return request.Fault.Length == 0 ? request.WithCredentials(message, realm) : request;
    }

    private RegisterRequest WithContact(SipMessage message)
    {
        uint? expires = null;
        if (message.TryGetHeader(SipHeader.Expires, out _))
        {
            if (!message.TryGetExpires(out var seconds, out var expiresFault))
            {
                return this with { Fault = $"Expires: {expiresFault}" };
            }

            expires = seconds;
        }

        var contacts = message.Contacts;
        if (!contacts.TryNext(out var contact))
        {
            return this with { Expires = expires, Fault = contacts.Fault.IsFault ? $"Contact: {contacts.Fault}" : "" };
        }

        return this with
        {
            Expires = contact.Expires ?? expires,
            IsWildcard = contact.IsWildcard,
            Contact = contact.IsWildcard ? "" : Encoding.UTF8.GetString(contact.Uri),
            Instance = contact.IsWildcard ? "" : Encoding.UTF8.GetString(contact.Instance),
        };
    }

    /// <summary>
    /// The first Digest credentials for the realm; those for others are somebody else's (section 22.3).
    /// </summary>
    private RegisterRequest WithCredentials(SipMessage message, string realm)
    {
        foreach (var value in message.HeaderValues(SipHeader.Authorization))
        {
            if (DigestCredentials.TryRead(value, out var credentials, out var fault))
            {
                if (credentials.Realm == realm)
                {
                    return this with { Credentials = credentials };
                }
            }
            else if (fault.Kind != DigestFaultKind.NotDigest)
            {
                return this with { Fault = $"Authorization: {fault.Kind} at byte {fault.Offset}" };
            }
        }

        return this;
    }
}
