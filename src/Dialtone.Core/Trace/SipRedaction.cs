using System.Globalization;
using System.Text;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.Trace;

/// <summary>Copies messages of SIP without secrets.</summary>
internal static class SipRedaction
{
    /// <summary>The message; every byte that is not of a secret stands as it stood.</summary>
    public static byte[] Of(SipMessage message)
    {
        var bytes = message.Bytes.Span;
        var body = BodyRedaction.Of(message.Body.Span);
        var copy = new MemoryStream(bytes.Length);
        var at = 0;
        for (var i = 0; i < message.HeaderCount; i++)
        {
            var field = message.HeaderAt(i);
            var value = field.Header == SipHeader.ContentLength && body is not null
                ? body.Length.ToString(CultureInfo.InvariantCulture)
                : HeaderRedaction.Of(
                    Encoding.Latin1.GetString(field.Name), Encoding.Latin1.GetString(field.Value));
            if (value is not null)
            {
                copy.Write(bytes[at..field.ValueOffset]);
                copy.Write(Encoding.Latin1.GetBytes(value));
                at = field.ValueOffset + field.Value.Length;
            }
        }

        copy.Write(bytes[at..(bytes.Length - message.Body.Length)]);
        copy.Write(body ?? message.Body.Span);
        return copy.ToArray();
    }
}
