using System.Collections.Immutable;
using System.Text;
using Dialtone.Wire.Auth;
using Dialtone.Wire.Auth.Digest;
using Dialtone.Wire.Sip;

namespace Dialtone.Lab.Nodes;

/// <summary>
/// A REGISTER as a Registrar needs it. Where <see cref="Fault"/> is not empty the rest may be missing.
/// </summary>
internal sealed class RegisterRequest
{
    /// <summary>The most values of Contact, of Path and of Require that one REGISTER may have.</summary>
    public const int ValuesMax = 16;

    public string User { get; private set; } = "";

    /// <summary>The host of To, in small letters.</summary>
    public string Domain { get; private set; } = "";

    /// <summary>The host of the Request-URI, in small letters; empty where that is no SIP URI.</summary>
    public string UriHost { get; private set; } = "";

    public string Uri { get; private set; } = "";

    public string CallId { get; private set; } = "";

    public uint CSeq { get; private set; }

    /// <summary>Whether it comes from a device of Lync's family: those name their endpoint by epid.</summary>
    public bool IsLync { get; private set; }

    /// <summary>The Expires header in seconds; <c>null</c> where there is none.</summary>
    public uint? Expires { get; private set; }

    /// <summary>The Contacts; none in a REGISTER that only asks for the bindings, and with the wildcard.</summary>
    public ImmutableArray<RegisterContact> Contacts { get; private set; } = [];

    /// <summary>Whether Contact is <c>*</c>.</summary>
    public bool IsWildcard { get; private set; }

    /// <summary>The edge proxies that it came through, in order, each as it stands (RFC 3327).</summary>
    public ImmutableArray<string> Path { get; private set; } = [];

    /// <summary>Whether it came through a proxy, which put a Via before the device's own.</summary>
    public bool CameThroughProxy { get; private set; }

    public SipOptionTags Supported { get; private set; }

    /// <summary>Option tags that are required and not known here; empty for none.</summary>
    public string Unsupported { get; private set; } = "";

    public string Event { get; private set; } = "";

    public DigestCredentials? Credentials { get; private set; }

    /// <summary>What cannot be read or makes no sense, and where; empty where all is well.</summary>
    public string Fault { get; private set; } = "";

    /// <summary>
    /// Whether this Contact is registered as a flow (RFC 5626 section 6): both parameters, and the option.
    /// </summary>
    public bool IsFlow(RegisterContact contact) =>
        contact is { RegId: not null, Instance.Length: > 0 } && Supported.HasFlag(SipOptionTags.Outbound);

    public static RegisterRequest Read(SipMessage message, string realm)
    {
        var request = new RegisterRequest();
        request.Fault = request.ReadAddresses(message) ?? request.ReadExpires(message) ?? request.ReadContacts(message)
            ?? request.ReadExtensions(message) ?? request.ReadCredentials(message, realm) ?? "";
        return request;
    }

    // Each part answers what cannot be read in it, or null.
    private string? ReadAddresses(SipMessage message)
    {
        Uri = Text(message.RequestUri);
        UriHost = SipUri.TryRead(message.RequestUri, out var uri, out _) ? HostOf(uri) : "";
        if (!message.TryGetTo(out var to, out var fault)
            || !SipUri.TryRead(to.Uri, out var aor, out fault, to.UriOffset))
        {
            return $"To: {fault}";
        }

        (User, Domain) = (Text(aor.User), HostOf(aor));
        if (!message.TryGetFrom(out var from, out fault))
        {
            return $"From: {fault}";
        }

        IsLync = from.TryGetParameter("epid"u8, out _);
        if (!message.TryGetCallId(out var callId, out fault))
        {
            return $"Call-ID: {fault}";
        }

        if (!message.TryGetCSeq(out var cseq, out fault))
        {
            return $"CSeq: {fault}";
        }

        (CallId, CSeq) = (Text(callId), cseq.Number);
        Event = message.TryGetHeader(SipHeader.Event, out var named) ? Text(named) : "";
        return null;
    }

    private string? ReadExpires(SipMessage message)
    {
        if (!message.TryGetHeader(SipHeader.Expires, out _))
        {
            return null;
        }

        if (!message.TryGetExpires(out var seconds, out var fault))
        {
            return $"Expires: {fault}";
        }

        Expires = seconds;
        return null;
    }

    private string? ReadContacts(SipMessage message)
    {
        var list = ImmutableArray.CreateBuilder<RegisterContact>(1);
        var contacts = message.Contacts;
        var count = 0;
        for (; contacts.TryNext(out var contact); count++)
        {
            if (count == ValuesMax)
            {
                return "Contact: too many";
            }

            IsWildcard |= contact.IsWildcard;
            if (!contact.IsWildcard)
            {
                list.Add(Read(contact));
            }
        }

        Contacts = list.DrainToImmutable();
        return contacts.Fault.IsFault ? $"Contact: {contacts.Fault}"
            // The wildcard stands alone and only with Expires: 0 (RFC 3261 section 10.3 step 6).
            : IsWildcard && (count > 1 || Expires != 0) ? "Contact: * needs Expires: 0 and no other Contact"
            : null;
    }

    private static RegisterContact Read(SipContact contact)
    {
        StringBuilder? others = null;
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
                var quote = parameter.IsQuoted ? "\"" : "";
                others ??= new();
                others.Append(';').Append(Text(parameter.Name));
                others.Append(parameter.HasValue ? $"={quote}{Text(parameter.Value)}{quote}" : "");
            }
        }

        return new(
            Text(contact.Uri), KeyOf(contact.Uri), Text(contact.Instance), regId, contact.Expires, contact.Q,
            others?.ToString() ?? "");
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
    private static string Text(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        return bytes.Contains((byte)'\n') ? text.ReplaceLineEndings("") : text;
    }

    private static string HostOf(SipUri uri) => Text(uri.Host).ToLowerInvariant();

    private string? ReadExtensions(SipMessage message)
    {
        List<string>? unknown = null;
        if (message.TryGetHeader(SipHeader.Require, out _))
        {
            Supported = SipOptionTagsReader.Read(message, SipHeader.Require, unknown = []);
            Unsupported = string.Join(", ", unknown);
        }

        Supported |= SipOptionTagsReader.Read(message, SipHeader.Supported);
        var vias = message.ListValues(SipHeader.Via);
        CameThroughProxy = vias.TryNext(out _) && vias.TryNext(out _);
        return unknown?.Count > ValuesMax ? "Require: too many" : ReadPath(message);
    }

    private string? ReadPath(SipMessage message)
    {
        if (!message.TryGetHeader(SipHeader.Path, out _))
        {
            return null;
        }

        var path = ImmutableArray.CreateBuilder<string>();
        var values = message.ListValues(SipHeader.Path);
        while (values.TryNext(out var value))
        {
            path.Add(Text(value));
        }

        Path = path.DrainToImmutable();
        return values.Fault.IsFault ? $"Path: {values.Fault}" : Path.Length > ValuesMax ? "Path: too many" : null;
    }

    /// <summary>
    /// The first Digest credentials for the realm; those for others are somebody else's (section 22.3).
    /// </summary>
    private string? ReadCredentials(SipMessage message, string realm)
    {
        foreach (var value in message.HeaderValues(SipHeader.Authorization))
        {
            if (DigestCredentials.TryRead(value, out var credentials, out var fault))
            {
                if (credentials.Realm == realm)
                {
                    Credentials = credentials;
                    return null;
                }
            }
            else if (fault.Kind != AuthFaultKind.OtherScheme)
            {
                return $"Authorization: {fault.Kind} at byte {fault.Offset}";
            }
        }

        return null;
    }
}
