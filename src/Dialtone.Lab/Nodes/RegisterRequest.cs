using System.Collections.Immutable;
using System.Text;
using Dialtone.Wire.Auth.Digest;
using Dialtone.Wire.Sip;

namespace Dialtone.Lab.Nodes;

/// <summary>
/// A REGISTER as a Registrar needs it. Where <see cref="Fault"/> is not empty the rest may be missing.
/// </summary>
internal sealed record RegisterRequest
{
    /// <summary>The most values of Contact, of Path and of Require that one REGISTER may have.</summary>
    public const int ValuesMax = 16;

    public string User { get; private init; } = "";

    /// <summary>The host of To, in small letters.</summary>
    public string Domain { get; private init; } = "";

    /// <summary>The host of the Request-URI, in small letters; empty where that is no SIP URI.</summary>
    public string UriHost { get; private init; } = "";

    public string Uri { get; private init; } = "";

    public string CallId { get; private init; } = "";

    public uint CSeq { get; private init; }

    /// <summary>Whether it comes from a device of Lync's family: those name their endpoint by epid.</summary>
    public bool IsLync { get; private init; }

    /// <summary>The Expires header in seconds; <c>null</c> where there is none.</summary>
    public uint? Expires { get; private init; }

    /// <summary>The Contacts; none in a REGISTER that only asks for the bindings, and with the wildcard.</summary>
    public ImmutableArray<RegisterContact> Contacts { get; private init; } = [];

    /// <summary>Whether Contact is <c>*</c>.</summary>
    public bool IsWildcard { get; private init; }

    /// <summary>The edge proxies that it came through, in order, each as it stands (RFC 3327).</summary>
    public ImmutableArray<string> Path { get; private init; } = [];

    /// <summary>Whether it came through a proxy, which put a Via before the device's own.</summary>
    public bool CameThroughProxy { get; private init; }

    public SipOptionTags Supported { get; private init; }

    /// <summary>Option tags that are required and not known here; empty for none.</summary>
    public string Unsupported { get; private init; } = "";

    public string Event { get; private init; } = "";

    public DigestCredentials? Credentials { get; private init; }

    /// <summary>What cannot be read or makes no sense, and where; empty where all is well.</summary>
    public string Fault { get; private init; } = "";

    /// <summary>
    /// Whether this Contact is registered as a flow (RFC 5626 section 6): both parameters, and the option.
    /// </summary>
    public bool IsFlow(RegisterContact contact) =>
        contact is { RegId: not null, Instance.Length: > 0 } && Supported.HasFlag(SipOptionTags.Outbound);

    public static RegisterRequest Read(SipMessage message, string realm)
    {
        var request = new RegisterRequest { Uri = Encoding.Latin1.GetString(message.RequestUri) };
        if (!message.TryGetTo(out var to, out var fault)
            || !SipUri.TryRead(to.Uri, out var aor, out fault, to.UriOffset))
        {
            return request with { Fault = $"To: {fault}" };
        }

        _ = SipUri.TryRead(message.RequestUri, out var uri, out _);
        request = request with
        {
            User = Text(aor.User).ToLowerInvariant(),
            Domain = Text(aor.Host).ToLowerInvariant(),
            UriHost = Text(uri.Host).ToLowerInvariant(),
        };
        if (!message.TryGetFrom(out var from, out fault))
        {
            return request with { Fault = $"From: {fault}" };
        }

        if (!message.TryGetCallId(out var callId, out fault))
        {
            return request with { Fault = $"Call-ID: {fault}" };
        }

        if (!message.TryGetCSeq(out var cseq, out fault))
        {
            return request with { Fault = $"CSeq: {fault}" };
        }

        _ = message.TryGetHeader(SipHeader.Event, out var named);
        request = request with
        {
            CallId = Text(callId),
            CSeq = cseq.Number,
            IsLync = from.TryGetParameter("epid"u8, out _),
            Event = Text(named),
        };
        request = request.WithExpires(message).WithContacts(message).WithExtensions(message);
        return request.Fault.Length == 0 ? request.WithCredentials(message, realm) : request;
    }

    private RegisterRequest WithExpires(SipMessage message)
    {
        if (!message.TryGetHeader(SipHeader.Expires, out _))
        {
            return this;
        }

        return message.TryGetExpires(out var seconds, out var fault)
            ? this with { Expires = seconds }
            : this with { Fault = $"Expires: {fault}" };
    }

    private RegisterRequest WithContacts(SipMessage message)
    {
        var list = ImmutableArray.CreateBuilder<RegisterContact>();
        var contacts = message.Contacts;
        var (count, isWildcard) = (0, false);
        while (contacts.TryNext(out var contact))
        {
            if (count == ValuesMax)
            {
                return this with { Fault = "Contact: too many" };
            }

            count++;
            isWildcard |= contact.IsWildcard;
            if (!contact.IsWildcard)
            {
                list.Add(Read(contact));
            }
        }

        var fault = contacts.Fault.IsFault ? $"Contact: {contacts.Fault}"
            // The wildcard stands alone and only with Expires: 0 (RFC 3261 section 10.3 step 6).
            : isWildcard && (count > 1 || Expires != 0) ? "Contact: * needs Expires: 0 and no other Contact"
            : Fault;
        return this with { Contacts = list.ToImmutable(), IsWildcard = isWildcard, Fault = fault };
    }

    private static RegisterContact Read(SipContact contact)
    {
        var others = new StringBuilder();
        uint? regId = null;
        var parameters = contact.Address.Parameters;
        while (parameters.TryNext(out var parameter))
        {
            if (parameter.Is("reg-id"u8))
            {
                regId = uint.TryParse(parameter.Value, out var number) && number > 0 ? number : null;
            }
            else if (!parameter.Is("expires"u8) && !parameter.Is("q"u8) && !parameter.Is("+sip.instance"u8))
            {
                others.Append(';').Append(Text(parameter.Name));
                var quote = parameter.IsQuoted ? "\"" : "";
                others.Append(parameter.HasValue ? $"={quote}{Text(parameter.Value)}{quote}" : "");
            }
        }

        return new(
            Text(contact.Uri), KeyOf(contact.Uri), Text(contact.Instance), regId, contact.Expires, contact.Q,
            others.ToString());
    }

    /// <summary>
    /// What two URIs are compared by: scheme and host without regard to case, the rest as it stands (the most of RFC
    /// 3261 section 19.1.4 that differs between two REGISTERs of one phone).
    /// </summary>
    private static string KeyOf(ReadOnlySpan<byte> contact)
    {
        var text = Text(contact);
        if (!SipUri.TryRead(contact, out var uri, out _))
        {
            return text;
        }

        // An @ stands only behind the user; the host comes after it.
        var user = uri.User.IsEmpty ? "" : $"{Text(uri.User)}@";
        var host = contact.IndexOf((byte)'@') + 1 + contact[(contact.IndexOf((byte)'@') + 1)..].IndexOf(uri.Host);
        return $"{(uri.IsSecure ? "sips" : "sip")}:{user}{Text(uri.Host).ToLowerInvariant()}"
            + Text(contact[(host + uri.Host.Length)..]);
    }

    /// <summary>Folds go (RFC 3261 section 7.3.1): what comes back in an answer has no line breaks.</summary>
    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes).ReplaceLineEndings("");

    private RegisterRequest WithExtensions(SipMessage message)
    {
        var unknown = new List<string>();
        var required = SipOptionTagsReader.Read(message, SipHeader.Require, unknown);
        var path = ImmutableArray.CreateBuilder<string>();
        var values = message.ListValues(SipHeader.Path);
        while (values.TryNext(out var value))
        {
            path.Add(Text(value));
        }

        var vias = message.ListValues(SipHeader.Via);
        return this with
        {
            Path = path.ToImmutable(),
            Supported = SipOptionTagsReader.Read(message, SipHeader.Supported) | required,
            Unsupported = string.Join(", ", unknown),
            CameThroughProxy = vias.TryNext(out _) && vias.TryNext(out _),
            Fault = values.Fault.IsFault ? $"Path: {values.Fault}"
                : path.Count > ValuesMax || unknown.Count > ValuesMax ? "Path or Require: too many"
                : Fault,
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
