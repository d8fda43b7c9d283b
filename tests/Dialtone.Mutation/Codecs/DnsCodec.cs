using System.Buffers.Binary;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;

namespace Dialtone.Mutation.Codecs;

/// <summary>A DNS message, as in a datagram.</summary>
public sealed class DnsCodec : Codec
{
    private readonly byte[] _written = new byte[DnsLimits.MessageBytesMax];
    private DnsMessage? _message;

    /// <inheritdoc/>
    public override string Name => "dns";

    /// <inheritdoc/>
    public override int Share => 4;

    // Twelve bytes can be a record whose owner, by a pointer, is a name of 255 bytes, each of which prints as \DDD in
    // two bytes a character.
    /// <inheritdoc/>
    public override long AllocatedBytesMax(int inputLength) => 4096 + (256L * inputLength);

    /// <inheritdoc/>
    public override Reading Read(ReadOnlyMemory<byte> input)
    {
        if (!DnsMessage.TryRead(input.Span, out _message, out var fault))
        {
            return Reading.Rejected((int)fault.Kind, fault.Offset);
        }

        var hash = default(ValueHash);
        Add(_message, ref hash);
        return Reading.Accepted(hash.Value);
    }

    // Names that pointers made of few bytes may be too many to be written: then there is no message to compare with.
    /// <inheritdoc/>
    public override bool TryRewrite(out ReadOnlyMemory<byte> bytes)
    {
        var fits = _message!.TryWrite(_written, out var length);
        bytes = _written.AsMemory(0, length);
        return fits;
    }

    /// <inheritdoc/>
    public override bool MayEndAt(ReadOnlySpan<byte> input, int length) => false;

    /// <inheritdoc/>
    public override Shape ShapeOf(ReadOnlySpan<byte> input) => Shape(input);

    /// <summary>The records of a sound message, its counts and its data lengths.</summary>
    internal static Shape Shape(ReadOnlySpan<byte> input, int start = 0)
    {
        List<int> cuts = [start + DnsLimits.HeaderBytes];
        List<CountField> counts = [new(start + 4, 2), new(start + 6, 2), new(start + 8, 2), new(start + 10, 2)];
        var at = start + DnsLimits.HeaderBytes;
        int questions = BinaryPrimitives.ReadUInt16BigEndian(input[(start + 4)..]);
        for (; questions > 0; questions--)
        {
            at = AfterName(input, at, counts) + 4;
            cuts.Add(at);
        }

        while (at < input.Length)
        {
            at = AfterName(input, at, counts) + 10;
            counts.Add(new(at - 2, 2));
            at += BinaryPrimitives.ReadUInt16BigEndian(input[(at - 2)..]);
            cuts.Add(at);
        }

        return new([.. cuts], [.. counts]);
    }

    internal static void Add(DnsMessage message, ref ValueHash hash)
    {
        hash.Add(message.Id);
        hash.Add((ulong)message.Opcode);
        hash.Add((ulong)message.ResponseCode);
        hash.Add(message.IsResponse);
        hash.Add(message.IsAuthoritative);
        hash.Add(message.IsTruncated);
        hash.Add(message.RecursionDesired);
        hash.Add(message.RecursionAvailable);
        hash.Add(message.AuthenticData);
        hash.Add(message.CheckingDisabled);
        hash.Add(message.Question is not null);
        if (message.Question is { } question)
        {
            hash.Add(question.Name.Text);
            hash.Add(((ulong)question.Type << 16) | (ulong)question.Class);
        }

        Add(message.Answers.AsSpan(), ref hash);
        Add(message.Authorities.AsSpan(), ref hash);
        Add(message.Additionals.AsSpan(), ref hash);
        hash.Add(message.Edns is not null);
        if (message.Edns is { } edns)
        {
            hash.Add(((ulong)edns.UdpBytes << 16) | ((ulong)edns.Version << 8) | (edns.DnssecOk ? 1UL : 0));
            hash.Add(edns.Options.Span);
        }
    }

    private static int AfterName(ReadOnlySpan<byte> input, int at, List<CountField> counts)
    {
        for (; input[at] != 0; at += 1 + input[at])
        {
            if (input[at] >= 0xC0)
            {
                counts.Add(new(at, 2));
                return at + 2;
            }

            counts.Add(new(at, 1));
        }

        return at + 1;
    }

    private static void Add(ReadOnlySpan<DnsRecord> records, ref ValueHash hash)
    {
        hash.Add((ulong)records.Length);
        foreach (var record in records)
        {
            hash.Add(record.Owner.Text);
            hash.Add(((ulong)record.TtlSeconds << 32) | ((ulong)record.Type << 16) | (ulong)record.Class);
            Add(record.Data, ref hash);
        }
    }

    private static void Add(DnsData data, ref ValueHash hash)
    {
        switch (data)
        {
            case DnsData.A a:
                Add(a.Address, ref hash);
                break;
            case DnsData.Aaaa aaaa:
                Add(aaaa.Address, ref hash);
                break;
            case DnsData.Cname cname:
                hash.Add(cname.Target.Text);
                break;
            case DnsData.Srv srv:
                hash.Add(((ulong)srv.Priority << 32) | ((ulong)srv.Weight << 16) | srv.Port);
                hash.Add(srv.Target.Text);
                break;
            case DnsData.Naptr naptr:
                hash.Add(((ulong)naptr.Order << 16) | naptr.Preference);
                hash.Add(naptr.Flags);
                hash.Add(naptr.Services);
                hash.Add(naptr.Regexp);
                hash.Add(naptr.Replacement.Text);
                break;
            case DnsData.Soa soa:
                hash.Add(soa.PrimaryServer.Text);
                hash.Add(soa.Mailbox.Text);
                hash.Add(((ulong)soa.Serial << 32) | soa.RefreshSeconds);
                hash.Add(((ulong)soa.RetrySeconds << 32) | soa.ExpireSeconds);
                hash.Add(soa.MinimumSeconds);
                break;
            case DnsData.Unknown unknown:
                hash.Add(unknown.Bytes.Span);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(data), data.Type, "Data that is not added up here.");
        }
    }

    private static void Add(IpAddress address, ref ValueHash hash)
    {
        Span<byte> bytes = stackalloc byte[16];
        hash.Add(bytes[..address.Write(bytes)]);
    }
}
