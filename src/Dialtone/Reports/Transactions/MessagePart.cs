using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Dialtone.Core.Trace;

namespace Dialtone.Reports.Transactions;

/// <summary>Messages as data: <c>messages</c>, each as text where it is text, else in hexadecimal.</summary>
internal static class MessagePart
{
    public static void Write(Utf8JsonWriter json, IEnumerable<TracedMessage> messages)
    {
        json.WriteStartArray("messages");
        foreach (var message in messages)
        {
            json.WriteStartObject();
            json.WriteNumber("atMilliseconds", TransactionJson.Milliseconds(message.At.SinceStart));
            json.WriteString("protocol", DataNames.Of(message.Protocol));
            json.WriteString("title", message.Title);
            json.WriteBoolean("sent", message.IsSent);
            json.WriteBoolean("secured", message.IsSecured);
            json.WriteString("over", message.IsStream ? "tcp" : "udp");
            json.WriteString("local", message.Local.ToString());
            json.WriteString("remote", message.Remote.ToString());
            json.WriteNumber("flow", message.Flow);
            WriteBytes(json, message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteBytes(Utf8JsonWriter json, TracedMessage message)
    {
        if (message.Event != TracedEvent.None)
        {
            json.WriteString("event", DataNames.Of(message.Event));
        }
        else if (message.Protocol is TracedProtocol.Sip or TracedProtocol.Http && Utf8.IsValid(message.Bytes.AsSpan()))
        {
            json.WriteString("text", Encoding.UTF8.GetString(message.Bytes.AsSpan()));
        }
        else
        {
            json.WriteString("hex", Convert.ToHexStringLower(message.Bytes.AsSpan()));
        }
    }
}
