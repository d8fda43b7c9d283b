using Dialtone.Core.Candidates;
using Dialtone.Core.Certificates;
using Dialtone.Core.Journal;
using Dialtone.Core.SignIn;
using Dialtone.Core.Tests.Devices;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Tests.SignIn;

public class CertificateCauseTests
{
    private static readonly Candidate Registrar =
        new(CandidateSource.InternalSrv, SipTransport.Tls, DeviceBench.Pool01, 5061);

    [Theory]
    [InlineData(RegisterFailureKind.AccountUnusable, CycleEnd.Refused, 0, true)]
    [InlineData(RegisterFailureKind.CredentialRejected, CycleEnd.Refused, 0, true)]
    [InlineData(RegisterFailureKind.CredentialRejected, CycleEnd.Refused, 401, false)]
    [InlineData(RegisterFailureKind.NoSchemeBegan, CycleEnd.EveryCandidateFailed, 401, true)]
    [InlineData(RegisterFailureKind.ClockSkew, CycleEnd.EveryCandidateFailed, 401, true)]
    [InlineData(RegisterFailureKind.NoAnswer, CycleEnd.EveryCandidateFailed, 0, false)]
    public void Where_no_proof_was_shown_the_certificate_is_the_cause(
        RegisterFailureKind kind, CycleEnd end, int status, bool isCertificate)
    {
        var failed = new JournalEntry.CertificateFailed(
            Instant.Zero, new(CertificateFailureKind.PinRejected, CertificateStep.Ticket), TimeSpan.Zero);
        var refused = new JournalEntry.RegisterFailed(
            Instant.Zero, Registrar, new EndPointAddress(DeviceBench.FrontEnd1, 5061),
            new RegisterFailure { Kind = kind, Status = status }, TimeSpan.Zero);
        var summary = SignInSummary.Of(
        [
            new JournalEntry.CycleBegan(Instant.Zero, Cycle.Scratch), failed,
            failed with { Failure = new(CertificateFailureKind.NotReached, CertificateStep.Metadata) }, refused,
            new JournalEntry.CycleFailed(Instant.Zero, Cycle.Scratch, end),
        ]);

        summary.Cause.ShouldBe(isCertificate ? failed : refused);
        summary.FailedAt.ShouldBe(isCertificate ? Step.Certificate : Step.Register);
    }
}
