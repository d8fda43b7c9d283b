using Dialtone.Core.Net;
using Dialtone.Wire.Sip;

namespace Dialtone.Lab.Nodes;

/// <content>Passing on: requests with a Via more, responses with one less (RFC 3261 section 16).</content>
public sealed partial class AccessProxy
{
    private void RelayRequest(AccessProxyLink link, bool isOfClient, NetEffects effects)
    {
        Relayed++;
        Span<byte> chance = stackalloc byte[8];
        _entropy.Fill(chance);
        _writer.BeginRequest(_message.MethodName, _message.RequestUri);
        _writer.Header(SipHeader.Via, $"SIP/2.0/TLS {Settings.Name};branch=z9hG4bK{Convert.ToHexStringLower(chance)}");
        if (WantsPath())
        {
            var port = link.IsTls ? Settings.Tls.Port : Settings.Tcp.Port;
            var transport = link.IsTls ? "tls" : "tcp";
            _writer.Header(SipHeader.Path,
                $"<sip:{link.Client.Value:x}@{Settings.Name}:{port};transport={transport};lr;ob>");
        }

        var isTopVia = true;
        for (var i = 0; i < _message.HeaderCount; i++)
        {
            var field = _message.HeaderAt(i);
            if (field.Header == SipHeader.ContentLength)
            {
                continue;
            }

            _writer.BeginHeader(field.Name);
            if (field.Header == SipHeader.MaxForwards && _message.TryGetMaxForwards(out var hops, out _) && hops > 0)
            {
                _writer.Append(hops - 1);
            }
            else if (field.Header == SipHeader.Via && isTopVia && isOfClient)
            {
                isTopVia = false;
                WriteTopVia(link, field);
            }
            else
            {
                _writer.AppendRead(field.Value);
            }

            _writer.EndHeader();
        }

        Send(isOfClient ? link.Registrar : link.Client, effects, _message.Body.Span);
    }

    private bool WantsPath() => _message.Method == SipMethod.Register
        && SipOptionTagsReader.Read(_message, SipHeader.Supported) is var supported
        && (supported & (SipOptionTags.Path | SipOptionTags.Outbound)) != SipOptionTags.None;

    /// <summary>With where the client is: as it asked for it, or as servers of this family say it.</summary>
    private void WriteTopVia(AccessProxyLink link, SipHeaderField field)
    {
        if (_message.TryGetTopVia(out var via, out _) && via.HasRPort)
        {
            SipReply.AppendTopVia(_message, _writer, field, link.Remote);
            return;
        }

        // Only where the client stands alone in the field: with several, the parameter would be the last one's.
        _writer.AppendRead(field.Value);
        if (!field.Value.Contains((byte)','))
        {
            _writer.Append($";received={link.Remote.Address};ms-received-port={link.Remote.Port}");
        }
    }

    private void RelayResponse(AccessProxyLink link, bool isOfClient, NetEffects effects)
    {
        _writer.BeginResponse(_message.StatusCode, _message.ReasonPhrase);
        var isTopVia = true;
        for (var i = 0; i < _message.HeaderCount; i++)
        {
            var field = _message.HeaderAt(i);
            if (field.Header == SipHeader.ContentLength)
            {
                continue;
            }

            if (field.Header == SipHeader.Via && isTopVia)
            {
                isTopVia = false;
                continue;
            }

            _writer.BeginHeader(field.Name).AppendRead(field.Value).EndHeader();
        }

        if (isOfClient)
        {
            Send(link.Registrar, effects, _message.Body.Span);
            return;
        }

        if (_message.StatusCode == 200)
        {
            _newcomers.Remove(link.Client);
            _writer.Header(SipHeader.MsUserLogonData, "RemoteUser"u8);
        }

        Send(link.Client, effects, _message.Body.Span);
    }
}
