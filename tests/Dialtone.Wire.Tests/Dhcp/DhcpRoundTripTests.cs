using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dhcp;
using FsCheck;
using FsCheck.Fluent;
using HostName = Dialtone.Wire.Addresses.HostName;

namespace Dialtone.Wire.Tests.Dhcp;

public class DhcpRoundTripTests
{
    private static readonly Config Checks = Config.QuickThrowOnFailure.WithMaxTest(200);

    private static Gen<byte[]> Bytes(int most) =>
        Gen.Choose(0, most).SelectMany(length => Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf(length));

    private static Gen<DhcpOption> Options { get; } =
        from code in Gen.Choose(55, 254)
        from value in Bytes(600)
        select new DhcpOption((DhcpOptionCode)code, value);

    private static Gen<HostName> Names { get; } =
        from labels in Gen.Elements("pool01", "web-1", "a", "_sip", "contoso", new string('x', 63)).ArrayOf(3)
        select HostName.Parse(string.Join('.', labels));

    [Fact]
    public void Any_message_is_read_as_it_was_written()
    {
        var messages =
            from options in Options.ArrayOf(4)
            from address in Gen.Choose(int.MinValue, int.MaxValue)
            from hardware in Bytes(16)
            from xid in Gen.Choose(int.MinValue, int.MaxValue)
            select new DhcpMessage
            {
                Operation = DhcpOperation.Reply,
                TransactionId = (uint)xid,
                ClientAddress = IpAddress.V4((uint)address),
                HardwareAddress = new(1, hardware),
                Options = [.. options.DistinctBy(option => option.Code)],
            };

        Prop.ForAll(messages.ToArbitrary(), message =>
            DhcpMessage.TryRead(message.ToBytes(), out var read, out _)
            && read.TransactionId == message.TransactionId
            && read.ClientAddress == message.ClientAddress
            && read.HardwareAddress == message.HardwareAddress
            && read.Options.Length == message.Options.Length
            && read.Options.Zip(message.Options).All(pair => pair.First.Code == pair.Second.Code
                && pair.First.Value.Span.SequenceEqual(pair.Second.Value.Span))).Check(Checks);
    }

    [Fact]
    public void Any_names_are_read_as_they_were_written()
    {
        var lists = Gen.Choose(1, DhcpLimits.SipServersMax).SelectMany(count => Names.ArrayOf(count));

        Prop.ForAll(lists.ToArbitrary(), names =>
            SipServersOption.TryRead(SipServersOption.Of(names).ToBytes(), out var read, out _)
            && read.Names.SequenceEqual(names)).Check(Checks);
    }

    [Fact]
    public void Any_vendor_option_is_read_as_it_was_written()
    {
        var options =
            from server in Names
            from port in Gen.Choose(0, 65535)
            from code in Gen.Choose(6, 254)
            from unknown in Bytes(255)
            select new UcVendorOption
            {
                Server = server,
                Port = port == 0 ? null : (ushort)port,
                Unknown = [new((byte)code, unknown)],
            };

        Prop.ForAll(options.ToArbitrary(), option =>
            UcVendorOption.TryRead(option.ToBytes(), out var read, out _)
            && read.Url == option.Url
            && read.Unknown[0].Code == option.Unknown[0].Code
            && read.Unknown[0].Value.Span.SequenceEqual(option.Unknown[0].Value.Span)).Check(Checks);
    }
}
