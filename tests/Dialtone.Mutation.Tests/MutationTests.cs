using System.Globalization;
using Dialtone.Mutation.Codecs;

namespace Dialtone.Mutation.Tests;

public class MutationTests
{
    private const int Developer = 1_000_000;
    private const int ContinuousIntegration = 10_000_000;

    private static int Count =>
        Environment.GetEnvironmentVariable("CI") == "true" ? ContinuousIntegration : Developer;

    [Fact]
    public void No_input_brings_a_reader_out_of_its_ways()
    {
        var report = new MutationRun { Codecs = AllCodecs.Make, Count = Count }.Run();

        report.Findings.ShouldBeEmpty(string.Join('\n', report.Findings));
        report.Inputs.ShouldBeGreaterThanOrEqualTo(Count);
        report.Counts.ShouldAllBe(c => c.Accepted > c.Inputs / 50);
        // Each gets its share of the blocks, but for what rounding takes.
        var shares = AllCodecs.Make().ToDictionary(codec => codec.Name, codec => codec.Share);
        var share = Count / shares.Values.Sum();
        report.Counts.ShouldAllBe(c => c.Inputs >= share * shares[c.Codec] * 9 / 10);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(1_000_000_007)]
    public void A_seed_and_a_number_name_one_input(long index)
    {
        var codec = new SipMessageCodec();
        var corpus = Corpus.Of(codec);
        var other = new Mutator(codec, corpus, seed: 3);
        _ = other.Make(index + 1);

        other.Make(index).ToArray().ShouldBe(new Mutator(codec, corpus, seed: 3).Make(index).ToArray());
        new Mutator(codec, corpus, seed: 4).Make(index).ToArray().ShouldNotBe(other.Make(index).ToArray());
    }

    [Fact]
    public void Every_codec_reads_all_of_its_corpus_and_takes_some_of_it()
    {
        foreach (var codec in AllCodecs.Make())
        {
            var judge = new Judge(codec);
            foreach (var entry in Corpus.Of(codec).Entries)
            {
                judge.Complaint(entry.Bytes, twice: true).ShouldBeNull(entry.Name);
            }

            judge.AcceptedCount.ShouldBeGreaterThan(0, codec.Name);
        }
    }

    [Fact]
    public void What_was_found_is_kept_with_a_line_of_what_it_showed()
    {
        var names = AllCodecs.Make().Select(codec => codec.Name);
        Directory.EnumerateDirectories(Corpus.Folder).Select(Path.GetFileName).ShouldBe(names, ignoreOrder: true);
        foreach (var file in Directory.EnumerateFiles(Corpus.Folder, "*", SearchOption.AllDirectories)
            .Where(f => Path.GetFileName(Path.GetDirectoryName(f)) == "found"))
        {
            File.ReadLines(file).First().ShouldStartWith("# ", customMessage: file);
            Corpus.Read(file).ShouldNotBeEmpty(file);
        }
    }

    [Fact]
    public void A_finding_is_a_file_of_the_corpus()
    {
        var finding = new Finding("dns", 1, 2, "throws\r\nthings", [.. Enumerable.Range(0, 100).Select(i => (byte)i)]);
        var path = Path.Combine(Path.GetTempPath(), string.Create(
            CultureInfo.InvariantCulture, $"dialtone-{Environment.ProcessId}.hex"));
        File.WriteAllText(path, finding.ToFile());
        try
        {
            Corpus.Read(path).ShouldBe(finding.Input);
            File.ReadLines(path).First().ShouldBe("# throws things");
        }
        finally
        {
            File.Delete(path);
        }
    }
}
