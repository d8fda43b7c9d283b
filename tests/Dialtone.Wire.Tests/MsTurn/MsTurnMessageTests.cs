using System.Text;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.MsTurn;
using Dialtone.Wire.Stun;
using static Dialtone.Wire.Tests.MsTurn.MsTurnVectors;

namespace Dialtone.Wire.Tests.MsTurn;

public class MsTurnMessageTests
{
    private static readonly MsTurnKey Key =
        new(Convert.FromBase64String(Username), Realm, Convert.FromBase64String(Password));

    [Fact]
    public void The_request_of_the_vector_is_read_and_intact()
    {
        MsTurnMessage.TryRead(Authenticated, out var message, out var fault).ShouldBeTrue(fault.ToString());

        message.Type.ShouldBe(MsTurnMessageType.AllocateRequest);
        message.TransactionId.ToArray().ShouldBe(TransactionId);
        message.TryGetNumber(MsTurnAttributeType.MsVersion, out var version).ShouldBeTrue();
        version.ShouldBe(1u);
        message.TryGet(MsTurnAttributeType.Username, out var username).ShouldBeTrue();
        Convert.ToBase64String(username).ShouldBe(Username);
        Text(message, MsTurnAttributeType.Nonce).ShouldBe(Nonce);
        Text(message, MsTurnAttributeType.Realm).ShouldBe(Realm);
        message.IsIntact(Key).ShouldBeTrue();
        message.IsIntact(new(username, "other", Convert.FromBase64String(Password))).ShouldBeFalse();
    }

    [Fact]
    public void Both_requests_of_the_vector_are_written_byte_by_byte()
    {
        var writer = new MsTurnWriter(stackalloc byte[512], MsTurnMessageType.AllocateRequest, TransactionId);
        writer.AddNumber(MsTurnAttributeType.MsVersion, 1);
        writer.Add(MsTurnAttributeType.Username, Convert.FromBase64String(Username));
        writer.Written.ToArray().ShouldBe(Unauthenticated);

        writer.Add(MsTurnAttributeType.Nonce, Nonce);
        writer.Add(MsTurnAttributeType.Realm, Realm);
        writer.AddIntegrity(Key);
        writer.Written.ToArray().ShouldBe(Authenticated);
    }

    [Fact]
    public void An_answer_is_written_and_read()
    {
        var mapped = new EndPointAddress(IpAddress.V4(192, 0, 2, 9), 50000);
        var reflexive = new EndPointAddress(IpAddress.Parse("2001:db8::7"), 40000);
        var connection = Enumerable.Range(7, 20).Select(value => (byte)value).ToArray();
        var writer = new MsTurnWriter(stackalloc byte[512], MsTurnMessageType.AllocateResponse, TransactionId);
        writer.AddAddress(MsTurnAttributeType.MappedAddress, mapped);
        writer.AddNumber(MsTurnAttributeType.Lifetime, 120);
        writer.AddAddress(MsTurnAttributeType.XorMappedAddress, reflexive);
        writer.AddSequence(connection, 3);
        writer.AddIntegrity(Key);

        MsTurnMessage.TryRead(writer.Written, out var message, out var fault).ShouldBeTrue(fault.ToString());

        message.TryGetAddress(MsTurnAttributeType.MappedAddress, out var address).ShouldBeTrue();
        address.ShouldBe(mapped);
        message.TryGetAddress(MsTurnAttributeType.XorMappedAddress, out address).ShouldBeTrue();
        address.ShouldBe(reflexive);
        message.TryGetSequence(out var id, out var number).ShouldBeTrue();
        id.ToArray().ShouldBe(connection);
        number.ShouldBe(3u);
        message.IsIntact(Key).ShouldBeTrue();
    }

    [Fact]
    public void The_reflexive_address_is_masked_with_the_transaction_id()
    {
        var writer = new MsTurnWriter(stackalloc byte[64], MsTurnMessageType.AllocateResponse, TransactionId);
        writer.AddAddress(MsTurnAttributeType.XorMappedAddress, new(IpAddress.V4(0, 0, 0, 0), 0));
        writer.AddAddress(MsTurnAttributeType.MappedAddress, new(IpAddress.V4(1, 2, 3, 4), 0x506));

        Convert.ToHexStringLower(writer.Written[28..])
            .ShouldBe("80200008" + "0001a0a1a0a1a2a3" + "00010008" + "0001050601020304");
    }

    [Fact]
    public void A_refusal_is_read_with_realm_and_nonce()
    {
        var writer = new MsTurnWriter(stackalloc byte[512], MsTurnMessageType.AllocateError, TransactionId);
        writer.AddError(401, MsTurnErrors.ReasonOf(401));
        writer.Add(MsTurnAttributeType.Realm, Realm);
        writer.Add(MsTurnAttributeType.Nonce, Nonce);

        MsTurnMessage.TryRead(writer.Written, out var message, out _).ShouldBeTrue();

        message.TryGetError(out var error).ShouldBeTrue();
        (error.Code, Encoding.UTF8.GetString(error.Reason)).ShouldBe((401, "Unauthorized"));
        Text(message, MsTurnAttributeType.Realm).ShouldBe(Realm);
    }

    [Theory]
    [InlineData(400, "Bad Request")]
    [InlineData(401, "Unauthorized")]
    [InlineData(420, "Unknown Attribute")]
    [InlineData(430, "Stale Credentials")]
    [InlineData(431, "Integrity Check Failure")]
    [InlineData(432, "Missing Username")]
    [InlineData(433, "Use TLS")]
    [InlineData(434, "Missing Realm")]
    [InlineData(435, "Missing Nonce")]
    [InlineData(436, "Unknown Username")]
    [InlineData(437, "No Binding")]
    [InlineData(438, "Stale Nonce")]
    [InlineData(439, "Transitioning")]
    [InlineData(440, "No Destination")]
    [InlineData(441, "Wrong Username")]
    [InlineData(500, "Server Error")]
    [InlineData(600, "Global Failure")]
    [InlineData(486, "")]
    public void Codes_have_the_reasons_of_this_dialect(int code, string reason) =>
        MsTurnErrors.ReasonOf(code).ShouldBe(reason);

    [Fact]
    public void Integrity_that_is_not_last_does_not_count()
    {
        var writer = new MsTurnWriter(stackalloc byte[128], MsTurnMessageType.AllocateRequest, TransactionId);
        writer.AddIntegrity(Key);
        MsTurnMessage.TryRead(writer.Written, out var message, out _).ShouldBeTrue();
        message.IsIntact(Key).ShouldBeTrue();

        writer.AddNumber(MsTurnAttributeType.Lifetime, 0);
        MsTurnMessage.TryRead(writer.Written, out message, out _).ShouldBeTrue();
        message.IsIntact(Key).ShouldBeFalse();
    }

    [Fact]
    public void A_change_at_any_byte_is_seen()
    {
        for (var i = 0; i < Authenticated.Length; i++)
        {
            var changed = (byte[])Authenticated.Clone();
            changed[i] ^= 1;
            (MsTurnMessage.TryRead(changed, out var message, out _) && message.IsIntact(Key)).ShouldBeFalse($"at {i}");
        }
    }

    [Theory]
    [InlineData("", StunFaultKind.TooShort, 0)]
    [InlineData("00030000a0a1a2a3a4a5a6a7a8a9aaabacadaeaf", StunFaultKind.WrongCookie, 20)]
    [InlineData("000100002112a442b7e7a701bc34d686fa87dfae", StunFaultKind.WrongCookie, 20)]
    [InlineData("40030000a0a1a2a3a4a5a6a7a8a9aaabacadaeaf", StunFaultKind.NotStun, 0)]
    [InlineData("00030001a0a1a2a3a4a5a6a7a8a9aaabacadaeaf", StunFaultKind.WrongLength, 2)]
    [InlineData("00030003a0a1a2a3a4a5a6a7a8a9aaabacadaeaf000f00", StunFaultKind.AttributeHeaderCutShort, 20)]
    [InlineData("00030006a0a1a2a3a4a5a6a7a8a9aaabacadaeaf000f000472c6", StunFaultKind.AttributePastEnd, 20)]
    [InlineData("00030008a0a1a2a3a4a5a6a7a8a9aaabacadaeaf000f00042112a442", StunFaultKind.WrongCookie, 20)]
    [InlineData("0003000ca0a1a2a3a4a5a6a7a8a9aaabacadaeaf000f000472c64bc600090000", StunFaultKind.InvalidAttribute, 28)]
    public void Broken_messages_are_told_apart_with_their_place(string bytes, StunFaultKind kind, int offset)
    {
        MsTurnMessage.TryRead(Convert.FromHexString(bytes), out _, out var fault).ShouldBeFalse();

        fault.ShouldBe(new StunFault(kind, offset));
    }

    [Fact]
    public void Counts_and_lengths_as_the_limits_are_read_and_one_more_is_not()
    {
        static bool Reads(MsTurnAttributeType type, int length, int count)
        {
            var writer = new MsTurnWriter(
                new byte[StunLimits.MessageBytesMax], MsTurnMessageType.AllocateRequest, TransactionId);
            for (var i = 0; i < count; i++)
            {
                writer.Add(type, new byte[length]);
            }

            return MsTurnMessage.TryRead(writer.Written, out _, out _);
        }

        // The cookie is one of them.
        Reads(MsTurnAttributeType.Bandwidth, 4, StunLimits.AttributesMax - 1).ShouldBeTrue();
        Reads(MsTurnAttributeType.Bandwidth, 4, StunLimits.AttributesMax).ShouldBeFalse();
        Reads(MsTurnAttributeType.Username, StunLimits.UsernameBytesMax, 1).ShouldBeTrue();
        Reads(MsTurnAttributeType.Username, StunLimits.UsernameBytesMax + 1, 1).ShouldBeFalse();
        Reads(MsTurnAttributeType.Nonce, StunLimits.TextBytesMax, 1).ShouldBeTrue();
        Reads(MsTurnAttributeType.Nonce, StunLimits.TextBytesMax + 1, 1).ShouldBeFalse();
    }

    [Fact]
    public void A_key_is_in_no_text()
    {
        Key.ToString().ShouldBe("key of MS-TURN (hidden)");
        Keys.ToString().ShouldBe("keys of MRAS (hidden)");
    }

    private static string Text(MsTurnMessage message, MsTurnAttributeType type)
    {
        message.TryGet(type, out var value).ShouldBeTrue(type.ToString());
        return Encoding.UTF8.GetString(value);
    }
}
