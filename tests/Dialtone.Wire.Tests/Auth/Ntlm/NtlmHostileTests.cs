using System.Buffers.Binary;
using Dialtone.Wire.Auth.Ntlm;

namespace Dialtone.Wire.Tests.Auth.Ntlm;

public class NtlmHostileTests
{
    public static TheoryData<int> Types { get; } = [1, 2, 3];

    [Theory]
    [MemberData(nameof(Types))]
    public void Cut_short_anywhere_it_is_refused(int type)
    {
        var message = Sample(type);
        Fault(type, message).ShouldBe(default);
        for (var length = 0; length < message.Length; length++)
        {
            // A message that ends where its fixed part once did is one of an older make.
            var fault = Fault(type, message.AsSpan(0, length));
            if (type == 1 && length >= 16)
            {
                continue;
            }

            fault.IsFault.ShouldBeTrue($"{length} bytes");
            fault.Offset.ShouldBeLessThanOrEqualTo(length);
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_other_message_is_told_apart(int type)
    {
        foreach (var other in (int[])[1, 2, 3])
        {
            Fault(type, Sample(other)).ShouldBe(
                other == type ? default : new NtlmFault(NtlmFaultKind.OtherMessage, 8));
        }

        Fault(type, "GET / HTTP/1.1"u8).ShouldBe(new NtlmFault(NtlmFaultKind.NotNtlm, 0));
        Fault(type, "NTLMSSP\0"u8).ShouldBe(new NtlmFault(NtlmFaultKind.Truncated, 8));
    }

    [Fact]
    public void The_longest_message_is_taken_and_one_past_it_is_not()
    {
        byte[] message = [.. NtlmMessages.C1Challenge, .. new byte[NtlmLimits.MessageBytesMax]];

        Fault(2, message.AsSpan(0, NtlmLimits.MessageBytesMax)).ShouldBe(default);
        Fault(2, message.AsSpan(0, NtlmLimits.MessageBytesMax + 1))
            .ShouldBe(new NtlmFault(NtlmFaultKind.TooLong, NtlmLimits.MessageBytesMax));
    }

    [Theory]
    [InlineData(12, 0xFFFFFFFF)]
    [InlineData(12, 0x80000000)]
    [InlineData(12, 129)]
    [InlineData(40, 63)]
    public void A_field_points_into_the_message(int at, uint offset)
    {
        var message = (byte[])NtlmMessages.C1Challenge.Clone();
        BinaryPrimitives.WriteUInt32LittleEndian(message.AsSpan(at + 4), offset);

        Fault(2, message).ShouldBe(new NtlmFault(NtlmFaultKind.FieldPastEnd, at));
    }

    [Fact]
    public void A_text_has_whole_characters()
    {
        var message = (byte[])NtlmMessages.C1Challenge.Clone();
        message[12]--;

        Fault(2, message).ShouldBe(new NtlmFault(NtlmFaultKind.Text, 56));
    }

    [Theory]
    [InlineData("", NtlmFaultKind.PairPastEnd, 0)]
    [InlineData("000000", NtlmFaultKind.PairPastEnd, 0)]
    [InlineData("0200020041", NtlmFaultKind.PairPastEnd, 0)]
    [InlineData("020002004100", NtlmFaultKind.PairPastEnd, 6)]
    [InlineData("020001004100000000", NtlmFaultKind.Text, 0)]
    [InlineData("0000020041000000", NtlmFaultKind.PairLength, 0)]
    [InlineData("07000400000000000000000000", NtlmFaultKind.PairLength, 0)]
    [InlineData("0600020000000000000000", NtlmFaultKind.PairLength, 0)]
    public void Pairs_that_are_not_sound_are_said(string hex, NtlmFaultKind kind, int offset)
    {
        NtlmTarget.TryRead(Convert.FromHexString(hex), out _, out var fault, 100).ShouldBeFalse();

        fault.ShouldBe(new NtlmFault(kind, 100 + offset));
    }

    [Fact]
    public void There_are_only_so_many_pairs()
    {
        NtlmTarget.TryRead(Pairs(NtlmLimits.PairsMax - 1), out _, out _).ShouldBeTrue();

        NtlmTarget.TryRead(Pairs(NtlmLimits.PairsMax), out _, out var fault).ShouldBeFalse();
        fault.ShouldBe(new NtlmFault(NtlmFaultKind.TooManyPairs, 4 * NtlmLimits.PairsMax));

        static byte[] Pairs(int count) =>
            [.. Enumerable.Repeat<byte[]>([9, 0, 0, 0], count).SelectMany(pair => pair), 0, 0, 0, 0];
    }

    [Fact]
    public void A_name_that_is_not_well_formed_is_kept_as_it_is()
    {
        // Half a surrogate pair: keys are made of the very units.
        var message = new NtlmAuthenticate { Flags = NtlmFlags.Unicode, User = "\uD800a" }.ToBytes();

        NtlmAuthenticate.TryRead(message, out var answer, out _).ShouldBeTrue();

        answer.User.ShouldBe("\uD800a");
    }

    private static byte[] Sample(int type) => type switch
    {
        1 => NtlmClient.Negotiate(),
        2 => NtlmMessages.C1Challenge,
        _ => NtlmMessages.C1Authenticate,
    };

    private static NtlmFault Fault(int type, ReadOnlySpan<byte> message)
    {
        NtlmFault fault;
        _ = type switch
        {
            1 => NtlmNegotiate.TryRead(message, out _, out fault),
            2 => NtlmChallenge.TryRead(message, out _, out fault),
            _ => NtlmAuthenticate.TryRead(message, out _, out fault),
        };
        return fault;
    }
}
