namespace Dialtone.Mutation.Tests;

/// <summary>A reader that is wrong on purpose is found out, and soon: else a clean run would say nothing.</summary>
public class CanaryTests
{
    private const int Few = 20_000;

    [Theory]
    [InlineData(Defect.TrustsLength, "throws ArgumentOutOfRangeException")]
    [InlineData(Defect.PointsOutside, "is refused with kind 1 at ")]
    [InlineData(Defect.AllocatesWhatIsSaid, "allocates ")]
    [InlineData(Defect.Remembers, "is read otherwise the second time")]
    [InlineData(Defect.ForgetsWhenWriting, "is written as something else")]
    public void A_planted_defect_is_found(Defect defect, string complaint)
    {
        var report = Run(defect);

        report.Findings.ShouldNotBeEmpty();
        report.Findings[0].Complaint.ShouldContain(complaint);
        report.Findings[0].Index.ShouldBeLessThan(Few);
    }

    [Fact]
    public void A_reader_that_does_not_come_back_is_named_with_its_input()
    {
        var report = Run(Defect.Hangs, TimeSpan.FromMilliseconds(500));
        BrokenCodec.Released.Set();

        report.Findings.ShouldHaveSingleItem().Complaint.ShouldBe("hangs");
        Convert.ToHexString(report.Findings[0].Input).ShouldContain("0004");
    }

    [Fact]
    public void A_sound_reader_is_left_in_peace() => Run(Defect.None).Findings.ShouldBeEmpty();

    [Fact]
    public void What_is_found_is_made_short_and_can_be_made_again()
    {
        var finding = Run(Defect.TrustsLength).Findings[0];

        finding.Input.Length.ShouldBeLessThanOrEqualTo(3);
        new Judge(new BrokenCodec(Defect.TrustsLength)).Complaint(finding.Input, twice: false)
            .ShouldNotBeNull().ShouldStartWith("throws ArgumentOutOfRangeException");
        var again = new Mutator(new BrokenCodec(Defect.TrustsLength), BrokenCodec.Corpus, finding.Seed)
            .Make(finding.Index).ToArray();
        new Judge(new BrokenCodec(Defect.TrustsLength)).Complaint(again, twice: false).ShouldNotBeNull();
    }

    private static MutationReport Run(Defect defect, TimeSpan? hangAfter = null) => new MutationRun
    {
        Codecs = () => [new BrokenCodec(defect)],
        CorpusOf = _ => BrokenCodec.Corpus,
        Count = Few,
        Workers = 1,
        Parts = 1,
        HangAfter = hangAfter ?? TimeSpan.FromMinutes(1),
    }.Run();
}
