using Dialtone.Mutation.Codecs;
using Dialtone.Wire.Dns;
using Dialtone.Wire.MsTurn;

namespace Dialtone.Mutation.Tests;

/// <summary>The whole corpus of every codec, cut short at every byte and, on streams, split at every byte.</summary>
public class EveryByteTests
{
    // Every two places of a longer one would be too many to try.
    private const int PairsUpTo = 400;

    public static TheoryData<string> Names => [.. AllCodecs.Make().Select(codec => codec.Name)];

    public static TheoryData<string> Streams => [.. AllCodecs.Make().OfType<StreamCodec>().Select(codec => codec.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Cut_short_at_any_byte_it_is_refused_or_may_be_whole(string name)
    {
        var codec = Codec(name);
        var judge = new Judge(codec);
        foreach (var entry in Corpus.Of(codec).Entries.Where(entry => codec.Read(entry.Bytes).IsAccepted))
        {
            for (var length = 0; length < entry.Bytes.Length; length++)
            {
                // Of its own length, so that a byte read beyond the end is an exception.
                var prefix = entry.Bytes[..length];
                judge.Complaint(prefix, twice: true).ShouldBeNull($"{entry.Name} to {length}");
                var isTaken = codec.Read(prefix).IsAccepted;
                if (codec is StreamCodec)
                {
                    isTaken.ShouldBeTrue($"{entry.Name} to {length}: a stream goes on");
                }
                else if (isTaken)
                {
                    codec.MayEndAt(entry.Bytes, length)
                        .ShouldBeTrue($"{entry.Name} was taken for whole at {length} of {entry.Bytes.Length}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void Split_at_any_byte_the_same_comes_out(string name)
    {
        var codec = (StreamCodec)Codec(name);
        foreach (var (file, bytes) in StreamsOf(codec))
        {
            var whole = codec.ReadPieces(bytes, []);
            for (var cut = 0; cut <= bytes.Length; cut++)
            {
                codec.ReadPieces(bytes, [cut]).ShouldBe(whole, $"{file} at {cut}");
            }

            codec.ReadPieces(bytes, [.. Enumerable.Range(0, bytes.Length)]).ShouldBe(whole, $"{file} byte by byte");
        }
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void Split_at_any_two_bytes_the_same_comes_out(string name)
    {
        var codec = (StreamCodec)Codec(name);
        foreach (var (file, bytes) in StreamsOf(codec).Where(stream => stream.Bytes.Length <= PairsUpTo))
        {
            var whole = codec.ReadPieces(bytes, []);
            for (var first = 0; first <= bytes.Length; first++)
            {
                for (var second = first; second <= bytes.Length; second++)
                {
                    if (codec.ReadPieces(bytes, [first, second]) != whole)
                    {
                        Assert.Fail($"{file} comes out otherwise when it is split at {first} and {second}.");
                    }
                }
            }
        }
    }

    private static Codec Codec(string name) => AllCodecs.Make().Single(codec => codec.Name == name);

    // The messages of datagrams are streams too: of SIP and STUN as they are, sound or not, of others behind their
    // length.
    private static IEnumerable<(string File, byte[] Bytes)> StreamsOf(StreamCodec codec)
    {
        var others = codec switch
        {
            SipStreamCodec => Corpus.Of(new SipMessageCodec()).Entries.Select(entry => (entry.Name, entry.Bytes)),
            DnsStreamCodec =>
                Corpus.Of(new DnsCodec()).Entries.Select(entry => (entry.Name, DnsFraming.Frame(entry.Bytes))),
            StunStreamCodec => Corpus.Of(new StunCodec()).Entries.Select(entry => (entry.Name, entry.Bytes)),
            MsTurnStreamCodec =>
                Corpus.Of(new MsTurnCodec()).Entries.Select(entry => (entry.Name, MsTurnFraming.Frame(entry.Bytes))),
            _ => [],
        };
        return Corpus.Of(codec).Entries.Select(entry => (entry.Name, entry.Bytes)).Concat(others);
    }
}
