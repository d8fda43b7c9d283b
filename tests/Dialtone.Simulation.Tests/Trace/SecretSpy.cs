using System.Text;
using System.Text.RegularExpressions;
using Dialtone.Core.Net;
using Dialtone.Core.Net.Http;
using Dialtone.Core.Time;

namespace Dialtone.Simulation.Tests.Trace;

/// <summary>
/// Stands between a device and its trace, and keeps what really passed: the bytes as they were, and every secret that
/// can be found in them by other means than those of the trace.
/// </summary>
internal sealed partial class SecretSpy(INode node) : INode
{
    private readonly StringBuilder _text = new();
    private readonly List<byte[]> _secrets = [];

    public Instant? Deadline => node.Deadline;

    /// <summary>Everything that passed, each byte one character.</summary>
    public string Text => $"{_text}";

    /// <summary>What must not be kept.</summary>
    public IEnumerable<byte[]> Secrets => _secrets.Concat(Found().Matches(Text).SelectMany(SecretsOf))
        .Where(secret => secret.Length >= 8).DistinctBy(Convert.ToHexString);

    public void Handle(Now now, NetInput input, NetEffects effects)
    {
        switch (input)
        {
            case NetInput.Received received:
                Note(received.Bytes.Span);
                break;
            case NetInput.Datagram datagram:
                Note(datagram.Bytes.Span);
                break;
            case NetInput.HttpAnswered answered:
                Note(answered.Response.Fields, answered.Response.Body.Span);
                break;
            case NetInput.CertificateRequestMade made:
                _secrets.Add(made.Key.Pkcs8.ToArray());
                break;
            default:
                break;
        }

        var before = effects.Count;
        node.Handle(now, input, effects);
        foreach (var effect in effects.Skip(before))
        {
            Note(effect);
        }
    }

    private void Note(NetEffect effect)
    {
        switch (effect)
        {
            case NetEffect.Write write:
                Note(write.Bytes.Span);
                break;
            case NetEffect.SendDatagram send:
                Note(send.Bytes.Span);
                break;
            case NetEffect.SendHttp send:
                Note(send.Request.Fields, send.Request.Body.Span);
                break;
            default:
                break;
        }
    }

    private void Note(IEnumerable<HttpField> fields, ReadOnlySpan<byte> body)
    {
        Note(Encoding.Latin1.GetBytes(string.Concat(fields.Select(field => $"{field.Name}: {field.Value}\n"))));
        Note(body);
    }

    private void Note(ReadOnlySpan<byte> bytes) => _text.Append(Encoding.Latin1.GetString(bytes)).Append('\n');

    private static IEnumerable<byte[]> SecretsOf(Match match)
    {
        var text = match.Groups["secret"].Value;
        yield return Encoding.Latin1.GetBytes(text);
        var binary = new byte[text.Length];
        if (Convert.TryFromBase64String(text, binary, out var length))
        {
            yield return binary[..length];
        }
        else if (text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit))
        {
            yield return Convert.FromHexString(text);
        }
    }

    [GeneratedRegex(
        """
        (gssapi-data|response|rspauth)="(?<secret>[^"]{8,})"
        | [Aa]uthorization:\ (NTLM|Negotiate)\ (?<secret>[A-Za-z0-9+/=]{8,})\s
        | [Aa]uthenticate:\ (NTLM|Negotiate)\ (?<secret>[A-Za-z0-9+/=]{8,})\s
        | (BinarySecret|SignatureValue|KeyIdentifier|Signature|Password|username|password)[^<>]*>(?<secret>[^<]{8,})<
        | AssertionID="(?<secret>[^"]+)"
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Found();
}
