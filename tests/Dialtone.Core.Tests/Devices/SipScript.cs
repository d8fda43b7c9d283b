using System.Text;
using Dialtone.Wire.Auth.Digest;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.Tests.Devices;

/// <summary>The Registrar's side of a conversation, as text.</summary>
internal static class SipScript
{
    public const string Challenge =
        "WWW-Authenticate: Digest realm=\"contoso.example\", nonce=\"n1\", algorithm=SHA-256, qop=\"auth\"";

    public static SipMessage Read(ReadOnlyMemory<byte> bytes)
    {
        var message = new SipMessage();
        SipMessage.TryRead(bytes, SipLimits.Default, message, out var fault).ShouldBeTrue(fault.ToString());
        return message;
    }

    public static SipMessage Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    /// <summary>The value of a header, which must be there.</summary>
    public static string Header(this SipMessage message, string name)
    {
        message.TryGetHeader(Encoding.ASCII.GetBytes(name), out var value).ShouldBeTrue($"{name} is missing");
        return Encoding.UTF8.GetString(value);
    }

    public static bool Has(this SipMessage message, string name) =>
        message.TryGetHeader(Encoding.ASCII.GetBytes(name), out _);

    public static string Text(this SipMessage message) => Encoding.UTF8.GetString(message.Bytes.Span);

    /// <summary>A response with the headers that tie it to its request.</summary>
    public static string Answer(this SipMessage request, string status, params ReadOnlySpan<string> headers) =>
        request.AnswerWith("", status, headers);

    /// <summary>The same with a body.</summary>
    public static string AnswerWith(
        this SipMessage request, string body, string status, params ReadOnlySpan<string> headers)
    {
        var text = new StringBuilder($"SIP/2.0 {status}\r\n");
        foreach (var name in (ReadOnlySpan<string>)["Via", "From", "To", "Call-ID", "CSeq"])
        {
            text.Append($"{name}: {request.Header(name)}{(name == "To" ? ";tag=srv" : "")}\r\n");
        }

        foreach (var header in headers)
        {
            text.Append(header).Append("\r\n");
        }

        var length = Encoding.UTF8.GetByteCount(body);
        return text.Append($"Content-Length: {length}\r\n\r\n{body}").ToString();
    }

    /// <summary>200, for the Contact that was asked for.</summary>
    public static string Ok(this SipMessage request, int expires = 600, params ReadOnlySpan<string> headers) =>
        request.Answer("200 OK", [$"Contact: {request.Header("Contact")};expires={expires}", .. headers]);

    public static DigestCredentials Proof(this SipMessage request)
    {
        DigestCredentials.TryRead(Encoding.UTF8.GetBytes(request.Header("Authorization")), out var proof, out var fault)
            .ShouldBeTrue(fault.ToString());
        return proof!;
    }

    public static bool Proves(this SipMessage request, string password) => request.Has("Authorization")
        && request.Proof().Verify(
            DigestSecret.FromPassword(password), Encoding.ASCII.GetString(request.MethodName), request.Body.Span);

    /// <summary>Challenges what comes without a right proof, and registers what comes with it.</summary>
    public static string Digest(this SipMessage request, string password = DeviceBench.Password) =>
        request.Proves(password) ? request.Ok() : request.Answer("401 Unauthorized", Challenge);
}
