using System.Buffers;
using System.Text;
using Dialtone.Wire.Auth.Signatures;
using Dialtone.Wire.Sip;

namespace Dialtone.Wire.Tests.Auth.Signatures;

/// <summary>
/// Messages whose signatures or signed texts are known: the files are of Office Communicator and its servers.
/// </summary>
internal static class SignedMessages
{
    /// <summary>A message file.</summary>
    public static SipMessage File(string name) => Read(System.IO.File.ReadAllBytes(
        System.IO.Path.Combine(AppContext.BaseDirectory, "Auth", "Signatures", "Messages", name + ".sip")));

    /// <summary>A message of these lines.</summary>
    public static SipMessage Lines(params ReadOnlySpan<string> lines) =>
        Read(Encoding.UTF8.GetBytes(string.Join("\r\n", lines) + "\r\n\r\n"));

    /// <summary>The signature's header of a message.</summary>
    public static SipSignatureHeader HeaderOf(SipMessage message)
    {
        var side = message.IsRequest ? SipSide.Client : SipSide.Server;
        var name = message.IsRequest ? SipHeader.ProxyAuthorization : SipHeader.AuthenticationInfo;
        message.TryGetHeader(name, out var value).ShouldBeTrue();
        SipSignatureHeader.TryRead(value, side, out var header, out var fault).ShouldBeTrue(fault.ToString());
        return header;
    }

    /// <summary>What is signed of it.</summary>
    public static string TextOf(SipMessage message, scoped in SipSignatureHeader header, int version)
    {
        var output = new ArrayBufferWriter<byte>();
        SipSignatureText.TryWrite(message, header, version, output, out var fault).ShouldBeTrue(fault.ToString());
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static SipMessage Read(byte[] bytes)
    {
        var message = new SipMessage();
        SipMessage.TryRead(bytes, SipLimits.Default, message, out var fault).ShouldBeTrue(fault.ToString());
        return message;
    }
}
