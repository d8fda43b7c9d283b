using System.Text;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Stun;
using static Dialtone.Wire.Tests.Stun.StunVectors;

namespace Dialtone.Wire.Tests.Stun;

public class StunMessageTests
{
    private static readonly byte[] Id = [.. Enumerable.Range(1, 12).Select(value => (byte)value)];

    [Fact]
    public void The_request_of_RFC_5769_is_read_and_intact()
    {
        StunMessage.TryRead(Request, out var message, out var fault).ShouldBeTrue(fault.ToString());

        (message.Class, message.Method).ShouldBe((StunClass.Request, StunMethod.Binding));
        Convert.ToHexStringLower(message.TransactionId).ShouldBe("b7e7a701bc34d686fa87dfae");
        Text(message, StunAttributeType.Software).ShouldBe("STUN test client");
        Text(message, StunAttributeType.Username).ShouldBe("evtj:h6vY");
        message.IsIntact(StunKey.ShortTerm(Password)).ShouldBeTrue();
        message.IsIntact(StunKey.ShortTerm(Password + "x")).ShouldBeFalse();
    }

    [Theory]
    [InlineData(false, "192.0.2.1")]
    [InlineData(true, "2001:db8:1234:5678:11:2233:4455:6677")]
    public void The_responses_of_RFC_5769_are_read_and_intact(bool isV6, string address)
    {
        StunMessage.TryRead(isV6 ? V6Response : V4Response, out var message, out _).ShouldBeTrue();

        message.Class.ShouldBe(StunClass.Success);
        Text(message, StunAttributeType.Software).ShouldBe("test vector");
        message.TryGetAddress(StunAttributeType.XorMappedAddress, out var mapped).ShouldBeTrue();
        mapped.ShouldBe(new EndPointAddress(IpAddress.Parse(address), 32853));
        message.IsIntact(StunKey.ShortTerm(Password)).ShouldBeTrue();
    }

    [Fact]
    public void The_request_with_long_term_credentials_of_RFC_5769_is_read_and_written_byte_by_byte()
    {
        StunMessage.TryRead(LongTermRequest, out var message, out _).ShouldBeTrue();

        var username = Text(message, StunAttributeType.Username);
        username.ShouldBe("\u30DE\u30C8\u30EA\u30C3\u30AF\u30B9");
        var nonce = Text(message, StunAttributeType.Nonce);
        nonce.ShouldBe("f//499k954d6OL34oL9FSTvy64sA");
        var key = StunKey.LongTerm(username, Text(message, StunAttributeType.Realm), LongTermPassword);
        message.IsIntact(key).ShouldBeTrue();

        var writer = new StunWriter(
            stackalloc byte[256], StunClass.Request, StunMethod.Binding, message.TransactionId);
        writer.Add(StunAttributeType.Username, username);
        writer.Add(StunAttributeType.Nonce, nonce);
        writer.Add(StunAttributeType.Realm, "example.org");
        writer.AddIntegrity(key);
        writer.Written.ToArray().ShouldBe(LongTermRequest);
    }

    [Fact]
    public void A_fingerprint_is_written_as_in_RFC_5769()
    {
        StunMessage.TryRead(V4Response, out var message, out _).ShouldBeTrue();
        var writer = new StunWriter(stackalloc byte[256], StunClass.Success, StunMethod.Binding, message.TransactionId);
        // The RFC pads with a blank where this writer pads with zero: as part of the value it is the same byte.
        writer.Add(StunAttributeType.Software, "test vector ");
        writer.AddAddress(StunAttributeType.XorMappedAddress, new(IpAddress.V4(192, 0, 2, 1), 32853));
        writer.AddIntegrity(StunKey.ShortTerm(Password));
        writer.AddFingerprint();

        var written = writer.Written.ToArray();
        StunMessage.TryRead(written, out var again, out var fault).ShouldBeTrue(fault.ToString());
        again.IsIntact(StunKey.ShortTerm(Password)).ShouldBeTrue();
        written[^1] ^= 1;
        StunMessage.TryRead(written, out _, out fault).ShouldBeFalse();
        fault.ShouldBe(new StunFault(StunFaultKind.WrongFingerprint, written.Length - 8));
    }

    [Theory]
    [InlineData(StunClass.Request, StunMethod.Allocate, "0003")]
    [InlineData(StunClass.Success, StunMethod.Allocate, "0103")]
    [InlineData(StunClass.Error, StunMethod.Allocate, "0113")]
    [InlineData(StunClass.Request, StunMethod.Refresh, "0004")]
    [InlineData(StunClass.Indication, StunMethod.Send, "0016")]
    [InlineData(StunClass.Indication, StunMethod.Data, "0017")]
    [InlineData(StunClass.Request, StunMethod.ChannelBind, "0009")]
    [InlineData(StunClass.Error, (StunMethod)0xFFF, "3fff")]
    public void Class_and_method_are_mixed_as_the_RFC_says(StunClass messageClass, StunMethod method, string bytes)
    {
        var writer = new StunWriter(stackalloc byte[20], messageClass, method, Id);

        Convert.ToHexStringLower(writer.Written[..2]).ShouldBe(bytes);
        StunMessage.TryRead(writer.Written, out var message, out _).ShouldBeTrue();
        (message.Class, message.Method).ShouldBe((messageClass, method));
    }

    [Fact]
    public void An_Allocate_that_asks_for_UDP_is_written_byte_by_byte()
    {
        var writer = new StunWriter(stackalloc byte[64], StunClass.Request, StunMethod.Allocate, Id);
        writer.AddRequestedUdp();
        writer.AddNumber(StunAttributeType.Lifetime, 600);

        Convert.ToHexStringLower(writer.Written).ShouldBe(
            "000300102112a4420102030405060708090a0b0c" + "0019000411000000" + "000d000400000258");
    }

    [Fact]
    public void An_error_is_written_and_read_with_its_reason()
    {
        var writer = new StunWriter(stackalloc byte[64], StunClass.Error, StunMethod.Allocate, Id);
        writer.AddError(401, StunErrorCode.ReasonOf(401));

        Convert.ToHexStringLower(writer.Written[20..28]).ShouldBe("0009001300000401");
        StunMessage.TryRead(writer.Written, out var message, out _).ShouldBeTrue();
        message.TryGetError(out var error).ShouldBeTrue();
        (error.Code, Encoding.UTF8.GetString(error.Reason)).ShouldBe((401, "Unauthenticated"));
    }

    [Theory]
    [InlineData(300, "Try Alternate")]
    [InlineData(400, "Bad Request")]
    [InlineData(401, "Unauthenticated")]
    [InlineData(403, "Forbidden")]
    [InlineData(420, "Unknown Attribute")]
    [InlineData(437, "Allocation Mismatch")]
    [InlineData(438, "Stale Nonce")]
    [InlineData(440, "Address Family not Supported")]
    [InlineData(441, "Wrong Credentials")]
    [InlineData(442, "Unsupported Transport Protocol")]
    [InlineData(443, "Peer Address Family Mismatch")]
    [InlineData(486, "Allocation Quota Reached")]
    [InlineData(500, "Server Error")]
    [InlineData(508, "Insufficient Capacity")]
    [InlineData(599, "")]
    public void Codes_have_the_reasons_of_the_RFCs(int code, string reason) =>
        StunErrorCode.ReasonOf(code).ShouldBe(reason);

    [Fact]
    public void What_stands_behind_the_integrity_is_not_trusted()
    {
        var writer = new StunWriter(stackalloc byte[128], StunClass.Success, StunMethod.Allocate, Id);
        writer.AddIntegrity(StunKey.ShortTerm("x"));
        writer.AddNumber(StunAttributeType.Lifetime, 600);
        StunMessage.TryRead(writer.Written, out var message, out _).ShouldBeTrue();

        message.TryGetNumber(StunAttributeType.Lifetime, out _).ShouldBeFalse();
        message.IsIntact(StunKey.ShortTerm("x")).ShouldBeTrue();
    }

    [Fact]
    public void Reading_allocates_nothing()
    {
        Read();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Read();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);

        static void Read()
        {
            _ = StunMessage.TryRead(V6Response, out var message, out _);
            _ = message.TryGetAddress(StunAttributeType.XorMappedAddress, out _);
            _ = message.TryGetError(out _);
        }
    }

    [Fact]
    public void A_key_is_in_no_text()
    {
        StunKey.ShortTerm("secret").ToString().ShouldBe("key of STUN (hidden)");
    }

    private static string Text(StunMessage message, StunAttributeType type)
    {
        message.TryGet(type, out var value).ShouldBeTrue(type.ToString());
        return Encoding.UTF8.GetString(value);
    }
}
