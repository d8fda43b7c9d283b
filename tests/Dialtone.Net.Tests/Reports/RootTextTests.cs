using Dialtone.Core.Certificates;
using Dialtone.Core.Exchange.Web;
using Dialtone.Core.Journal;
using Dialtone.Core.Time;
using Dialtone.Reports;
using Dialtone.Wire.Addresses;

namespace Dialtone.Net.Tests.Reports;

public class RootTextTests
{
    private const string Url = "http://web.contoso.example/CertProv";

    [Fact]
    public void What_was_learned_is_said_with_the_fingerprint_that_a_person_compares()
    {
        var root = new LearnedRoot(default, "Contoso Root CA", "0A1B2C", default, default);
        var learned = new LearnedRoots(HostName.Parse("contoso.example"), Url, default, [root]);

        JournalText.Of(new JournalEntry.RootsLearned(Instant.Zero, learned, TimeSpan.Zero)).ShouldEndWith(
            $"learned 1 root for contoso.example from {Url}, which nobody vouches for: "
            + "Contoso Root CA, SHA-256 0A:1B:2C");
    }

    [Fact]
    public void Why_nothing_was_learned_is_said_with_the_address()
    {
        var outcome = new WebOutcome(new(HostName.Parse("web.contoso.example"), "/"), WebStatus.Answered, WebStep.Http)
        {
            HttpStatus = 404,
            Reason = "Not Found",
        };
        RootText.Of(new RootChainFailure(RootChainFailureKind.Refused, Url, outcome)).ShouldBe(
            $"no roots were learned: {Url} answered 404 Not Found");
        RootText.Of(new RootChainFailure(RootChainFailureKind.NoRoot, Url, outcome)).ShouldBe(
            $"no roots were learned: {Url} gives certificates, and no root among them");
    }
}
