using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dhcp6;
using FsCheck;
using FsCheck.Fluent;
using static Dialtone.Wire.Tests.Dhcp6.Dhcp6Vectors;
using HostName = Dialtone.Wire.Addresses.HostName;

namespace Dialtone.Wire.Tests.Dhcp6;

public class Dhcp6HostileInputTests
{
    private static readonly Config Checks = Config.QuickThrowOnFailure.WithMaxTest(200);

    [Fact]
    public void A_message_cut_at_any_byte_is_refused_or_ends_with_a_whole_option()
    {
        foreach (var whole in (byte[][])[InformationRequest, KeaReply, DnsmasqReply])
        {
            var ends = EndsOfOptions(whole);
            for (var length = 0; length < whole.Length; length++)
            {
                // Nothing closes a message: one that ends behind an option is whole, and has fewer options.
                Dhcp6Message.TryRead(whole.AsSpan(0, length), out var message, out var fault)
                    .ShouldBe(ends.Contains(length), $"{length}");
                if (message is null)
                {
                    fault.Kind.ShouldNotBe(Dhcp6FaultKind.None);
                    fault.Offset.ShouldBeInRange(0, length);
                }
                else
                {
                    message.ToBytes().ShouldBe(whole[..length]);
                }
            }
        }
    }

    [Fact]
    public void Option_21_cut_at_any_byte_is_refused_or_ends_with_a_whole_name()
    {
        var value = Hex(Pool01 + Pool02);
        for (var length = 0; length < value.Length; length++)
        {
            Dhcp6SipServers.TryReadNames(value.AsSpan(0, length), out _, out var fault)
                .ShouldBe(length == value.Length / 2, $"{length}");
            fault.Offset.ShouldBeInRange(0, length);
        }
    }

    [Fact]
    public void Mutated_messages_are_read_or_refused_and_what_is_read_is_written_the_same()
    {
        var random = new Random(8415);
        byte[][] seeds = [InformationRequest, KeaReply, DnsmasqReply];
        var (read, refused) = (0, 0);
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = Mutate(random, seeds[round % seeds.Length]);
            if (!Dhcp6Message.TryRead(bytes, out var message, out var fault))
            {
                refused++;
                fault.Kind.ShouldNotBe(Dhcp6FaultKind.None);
                fault.Offset.ShouldBeInRange(0, bytes.Length);
                continue;
            }

            read++;
            message.ToBytes().ShouldBe(bytes);
            foreach (var option in message.Options)
            {
                ReadBoth(option.Value.Span);
            }
        }

        read.ShouldBeGreaterThan(1000);
        refused.ShouldBeGreaterThan(1000);
    }

    [Fact]
    public void Mutated_options_are_read_or_refused_and_what_is_read_is_written_the_same()
    {
        var random = new Random(3319);
        string[] seeds = [Pool01 + Pool02, "00" + Pool01, Address11 + Address12, Text(Pool01), Text("pool01.example")];
        for (var round = 0; round < 20_000; round++)
        {
            ReadBoth(Mutate(random, Hex(seeds[round % seeds.Length])));
        }
    }

    [Fact]
    public void Any_message_is_read_as_it_was_written()
    {
        var options =
            from code in Gen.Choose(84, 65_535)
            from length in Gen.Choose(0, 600)
            from value in Gen.Choose(0, 255).Select(one => (byte)one).ArrayOf(length)
            select new Dhcp6Option((Dhcp6OptionCode)code, value);
        var messages =
            from type in Gen.Choose(1, 11)
            from id in Gen.Choose(0, (int)Dhcp6Message.TransactionIdMax)
            from some in options.ArrayOf(4)
            select new Dhcp6Message
            {
                Type = (Dhcp6MessageType)type, TransactionId = (uint)id, Options = [.. some],
            };

        Prop.ForAll(messages.ToArbitrary(), message =>
            Dhcp6Message.TryRead(message.ToBytes(), out var again, out _)
            && again.Type == message.Type
            && again.TransactionId == message.TransactionId
            && again.Options.Length == message.Options.Length
            && again.Options.Zip(message.Options).All(pair => pair.First.Code == pair.Second.Code
                && pair.First.Value.Span.SequenceEqual(pair.Second.Value.Span))).Check(Checks);
    }

    [Fact]
    public void Any_servers_are_read_as_they_were_written()
    {
        var names =
            from labels in Gen.Elements("pool01", "web-1", "a", "_sip", "contoso", new string('x', 63)).ArrayOf(3)
            select HostName.Parse(string.Join('.', labels));
        var addresses =
            from bytes in Gen.Choose(0, 255).Select(one => (byte)one).ArrayOf(16)
            select IpAddress.TryRead(bytes, out var address) ? address : default;
        var counts = Gen.Choose(1, Dhcp6Limits.SipServersMax);

        Prop.ForAll(counts.SelectMany(names.ArrayOf).ToArbitrary(), some =>
            Dhcp6SipServers.TryReadNames(Dhcp6SipServers.ToBytes(some), out var read, out _)
            && read.SequenceEqual(some)).Check(Checks);
        Prop.ForAll(counts.SelectMany(addresses.ArrayOf).ToArbitrary(), some =>
            Dhcp6SipServers.TryReadAddresses(Dhcp6SipServers.ToBytes(some), out var read, out _)
            && read.SequenceEqual(some)).Check(Checks);
    }

    private static HashSet<int> EndsOfOptions(byte[] message)
    {
        HashSet<int> ends = [4];
        for (var at = 4; at < message.Length;)
        {
            at += 4 + (message[at + 2] << 8) + message[at + 3];
            ends.Add(at);
        }

        return ends;
    }

    private static void ReadBoth(ReadOnlySpan<byte> value)
    {
        if (Dhcp6SipServers.TryReadNames(value, out var names, out var fault))
        {
            Dhcp6SipServers.TryReadNames(Dhcp6SipServers.ToBytes(names.AsSpan()), out var again, out _).ShouldBeTrue();
            again.ShouldBe(names);
        }
        else
        {
            fault.Offset.ShouldBeInRange(0, value.Length);
            if (fault.TryCorrect(out var right))
            {
                Dhcp6SipServers.TryReadNames(right, out _, out _).ShouldBeTrue();
            }
        }

        if (Dhcp6SipServers.TryReadAddresses(value, out var addresses, out fault))
        {
            Dhcp6SipServers.ToBytes(addresses.AsSpan()).AsSpan().SequenceEqual(value).ShouldBeTrue();
        }
        else
        {
            fault.Offset.ShouldBeInRange(0, value.Length);
        }
    }

    private static byte[] Mutate(Random random, byte[] seed)
    {
        var bytes = new List<byte>(seed);
        for (var i = random.Next(1, 4); i > 0 && bytes.Count > 0; i--)
        {
            var at = random.Next(bytes.Count);
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
