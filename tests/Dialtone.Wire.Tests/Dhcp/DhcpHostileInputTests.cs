using Dialtone.Wire.Dhcp;
using static Dialtone.Wire.Tests.Dhcp.DhcpVectors;

namespace Dialtone.Wire.Tests.Dhcp;

public class DhcpHostileInputTests
{
    [Fact]
    public void A_message_cut_at_any_byte_is_refused_with_an_offset_inside_it()
    {
        for (var length = 0; length < Ack.Length; length++)
        {
            DhcpMessage.TryRead(Ack.AsSpan(0, length), out var message, out var fault).ShouldBeFalse($"{length}");
            message.ShouldBeNull();
            fault.Kind.ShouldNotBe(DhcpFaultKind.None);
            fault.Offset.ShouldBeInRange(0, length);
        }
    }

    [Fact]
    public void Option_120_cut_at_any_byte_is_refused()
    {
        foreach (var vector in (string[])[Pool01Option120, "01c000020bc0"])
        {
            for (var length = 0; length < vector.Length / 2; length++)
            {
                if (vector[..(length * 2)] == "01c000020b")
                {
                    continue; // One address instead of two is sound.
                }

                SipServersOption.TryRead(Hex(vector).AsSpan(0, length), out _, out var fault)
                    .ShouldBeFalse($"{length}");
                fault.Offset.ShouldBeInRange(0, length);
            }
        }
    }

    [Fact]
    public void Option_43_cut_at_any_byte_is_refused()
    {
        for (var length = 0; length < 88; length++)
        {
            UcVendorOption.TryRead(Hex(Web01Option43).AsSpan(0, length), out _, out var fault)
                .ShouldBeFalse($"{length}");
            fault.Offset.ShouldBeInRange(0, length);
        }
    }

    [Fact]
    public void Mutated_messages_are_read_or_refused_and_what_is_read_is_written_the_same()
    {
        var random = new Random(120);
        var (read, refused) = (0, 0);
        for (var round = 0; round < 10_000; round++)
        {
            var bytes = Mutate(random, round % 2 == 0 ? Ack : Inform);
            if (!DhcpMessage.TryRead(bytes, out var message, out var fault))
            {
                refused++;
                fault.Kind.ShouldNotBe(DhcpFaultKind.None);
                fault.Offset.ShouldBeInRange(0, bytes.Length);
                continue;
            }

            read++;
            var written = message.ToBytes();
            DhcpMessage.TryRead(written, out var again, out _).ShouldBeTrue();
            again!.ToBytes().ShouldBe(written);
            foreach (var option in message.Options)
            {
                ReadBoth(option.Value.Span);
            }
        }

        read.ShouldBeGreaterThan(500);
        refused.ShouldBeGreaterThan(500);
    }

    [Fact]
    public void Mutated_options_are_read_or_refused_and_what_is_read_is_written_the_same()
    {
        var random = new Random(43);
        string[] seeds =
        [
            Pool01Option120, "01c000020bc000020c", Web01Option43, Text("pool01.contoso.example"), Text(Pool01Option120),
        ];
        for (var round = 0; round < 20_000; round++)
        {
            ReadBoth(Mutate(random, Hex(seeds[round % seeds.Length])));
        }
    }

    private static void ReadBoth(ReadOnlySpan<byte> value)
    {
        if (SipServersOption.TryRead(value, out var sip, out var sipFault))
        {
            SipServersOption.TryRead(sip.ToBytes(), out var again, out _).ShouldBeTrue();
            again!.Names.SequenceEqual(sip.Names).ShouldBeTrue();
            again.Addresses.SequenceEqual(sip.Addresses).ShouldBeTrue();
        }
        else
        {
            sipFault.Offset.ShouldBeInRange(0, value.Length);
            if (sipFault.TryCorrect(out var right))
            {
                SipServersOption.TryRead(right, out _, out _).ShouldBeTrue();
            }
        }

        if (UcVendorOption.TryRead(value, out var vendor, out var vendorFault))
        {
            UcVendorOption.TryRead(vendor.ToBytes(), out var again, out _).ShouldBeTrue();
            again!.Url.ShouldBe(vendor.Url);
        }
        else
        {
            vendorFault.Offset.ShouldBeInRange(0, value.Length);
        }
    }

    private static byte[] Mutate(Random random, byte[] seed)
    {
        var bytes = new List<byte>(seed);
        for (var i = random.Next(1, 4); i > 0 && bytes.Count > 0; i--)
        {
            // Options are where the decisions are: most strokes fall behind the fixed header.
            var first = seed.Length > 240 && random.Next(8) != 0 ? Math.Min(240, bytes.Count - 1) : 0;
            var at = random.Next(first, bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.Insert(at, (byte)random.Next(256));
                    break;
                case 3:
                    bytes.RemoveAt(at);
                    break;
                default:
                    bytes.RemoveRange(at, random.Next(bytes.Count - at));
                    break;
            }
        }

        return [.. bytes];
    }
}
