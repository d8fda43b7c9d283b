using System.Text;
using Dialtone.Wire.Dhcp;
using Dialtone.Wire.Dhcp6;
using Dialtone.Wire.Dns;
using Dialtone.Wire.MsTurn;
using Dialtone.Wire.Sip;
using Dialtone.Wire.Stun;

namespace Dialtone.Core.Trace;

/// <summary>What is kept of a message: its title, and a copy of its bytes without secrets.</summary>
internal static class TracedPieces
{
    /// <summary>A whole message of that kind.</summary>
    public static TracedPiece Of(TracedKind kind, ReadOnlyMemory<byte> bytes) => kind switch
    {
        TracedKind.Dhcp => OfDhcp(bytes.Span),
        TracedKind.Dhcp6 => OfDhcp6(bytes.Span),
        TracedKind.Dns => OfDns(bytes.Span),
        TracedKind.Stun => OfStun(bytes.Span),
        TracedKind.MsTurn => OfMsTurn(bytes.Span),
        _ => OfSipDatagram(bytes),
    };

    /// <summary>A message of SIP.</summary>
    public static TracedPiece OfSip(SipMessage message)
    {
        var title = message.IsRequest
            ? Encoding.UTF8.GetString(message.MethodName)
            : $"{message.StatusCode} {Encoding.UTF8.GetString(message.ReasonPhrase)}".TrimEnd();
        return new(title, SipRedaction.Of(message));
    }

    private static TracedPiece OfSipDatagram(ReadOnlyMemory<byte> bytes)
    {
        if (!bytes.Span.ContainsAnyExcept((byte)'\r', (byte)'\n', (byte)0))
        {
            return new("ping", bytes.ToArray());
        }

        var message = new SipMessage();
        return SipMessage.TryRead(bytes, SipLimits.Default, message, out var fault)
            || (fault.Kind == SipFaultKind.TrailingBytes
                && SipMessage.TryRead(bytes[..fault.Offset], SipLimits.Default, message, out _))
            ? OfSip(message)
            : TracedPiece.Unreadable(bytes.Length);
    }

    private static TracedPiece OfDhcp(ReadOnlySpan<byte> bytes) => new(
        DhcpMessage.TryRead(bytes, out var message, out _)
            ? message.MessageType switch
            {
                DhcpMessageType.None => "BOOTP",
                DhcpMessageType.Inform => "DHCPINFORM",
                DhcpMessageType.Ack => "DHCPACK",
                var other => $"DHCP{other.ToString().ToUpperInvariant()}",
            }
            : "unreadable DHCP",
        bytes.ToArray());

    private static TracedPiece OfDhcp6(ReadOnlySpan<byte> bytes) => new(
        Dhcp6Message.TryRead(bytes, out var message, out _)
            ? message.Type switch
            {
                Dhcp6MessageType.InformationRequest => "INFORMATION-REQUEST",
                var other => other.ToString().ToUpperInvariant(),
            }
            : "unreadable DHCPv6",
        bytes.ToArray());

    private static TracedPiece OfDns(ReadOnlySpan<byte> bytes) => new(
        DnsMessage.TryRead(bytes, out var message, out _) ? TracedTitle.Of(message) : "unreadable DNS",
        bytes.ToArray());

    private static TracedPiece OfStun(ReadOnlySpan<byte> bytes)
    {
        if (!StunMessage.TryRead(bytes, out var message, out _))
        {
            return TracedPiece.Unreadable(bytes.Length);
        }

        var what = message.Class switch
        {
            StunClass.Request => "request",
            StunClass.Indication => "indication",
            StunClass.Success => "success",
            _ => "error",
        };
        var error = message.TryGetError(out var code) ? $" {code.Code}" : "";
        return new($"{message.Method} {what}{error}", TurnRedaction.Of(message, bytes));
    }

    private static TracedPiece OfMsTurn(ReadOnlySpan<byte> bytes)
    {
        if (!MsTurnMessage.TryRead(bytes, out var message, out _))
        {
            return TracedPiece.Unreadable(bytes.Length);
        }

        var title = message.Type switch
        {
            MsTurnMessageType.AllocateRequest => "Allocate request",
            MsTurnMessageType.AllocateResponse => "Allocate success",
            MsTurnMessageType.AllocateError => "Allocate error",
            var other => other.ToString(),
        };
        var error = message.TryGetError(out var code) ? $" {code.Code}" : "";
        return new($"{title}{error}", TurnRedaction.Of(message, bytes));
    }
}
