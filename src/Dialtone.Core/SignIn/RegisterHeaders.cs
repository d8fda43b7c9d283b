using Dialtone.Core.Candidates;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.SignIn;

/// <summary>The headers of a REGISTER in which the dialects differ.</summary>
internal static class RegisterHeaders
{
    private static readonly byte[] LyncMethods =
        "\"INVITE, MESSAGE, INFO, SUBSCRIBE, OPTIONS, BYE, CANCEL, NOTIFY, ACK, REFER, BENOTIFY\""u8.ToArray();

    /// <summary>As the phones of Lync write it (MS-SIPREGE, MS-CONMGMT).</summary>
    public static void WriteLync(
        SipWriter writer, EndPointAddress contact, SipTransport transport, string tag, Guid instance) =>
        writer
            .BeginHeader(SipHeader.Contact)
                .Append($"<sip:{contact};transport={transport.UriName()};ms-opaque={tag}>;methods=")
                .Append(LyncMethods)
                .Append($";proxy=replace;+sip.instance=\"<urn:uuid:{instance}>\"")
                .EndHeader()
            .Header(SipHeader.Supported, "gruu-10, adhoclist, msrtc-event-categories"u8)
            .Header(SipHeader.Supported, "ms-userservices-state-notification"u8)
            .Header(SipHeader.Supported, "ms-cluster-failover"u8)
            .Header(SipHeader.MsKeepAlive, "UAC;hop-hop=yes"u8)
            .Header(SipHeader.Event, "registration"u8);

    /// <summary>
    /// Standard SIP. With <paramref name="outbound"/> this is the first and only flow of the device (RFC 5626 section
    /// 4.2.1); without it the binding is an address, as in RFC 3261.
    /// </summary>
    public static void WriteStandard(
        SipWriter writer, string user, EndPointAddress contact, SipTransport transport, Guid instance, bool outbound) =>
        writer
            .Header(
                SipHeader.Contact,
                $"<sip:{user}@{contact};transport={transport.UriName()}>{(outbound ? ";reg-id=1" : "")}"
                    + $";+sip.instance=\"<urn:uuid:{instance}>\"")
            .Header(SipHeader.Supported, outbound ? "path, outbound, gruu"u8 : "path, gruu"u8)
            .Header(SipHeader.Allow, "NOTIFY, OPTIONS"u8);
}
