using Dialtone.Core.Candidates;
using Dialtone.Core.Certificates;
using Dialtone.Core.Devices;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Core.Profiles;
using Dialtone.Core.SignIn;
using Dialtone.Lab.Faults;
using Dialtone.Lab.Scenarios;
using Dialtone.Lab.World;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Simulation.Tests.Proofs;

/// <summary>A client of Lync on a computer, which begins with Lyncdiscover, in the world.</summary>
public class LyncClientTests
{
    private readonly KeepingJournal _journal = new();
    private readonly SimWorld _world = new(1);
    private DeviceNode? _client;

    [Fact]
    public void It_finds_its_registrar_by_Lyncdiscover_with_a_web_ticket()
    {
        SwitchOn();

        _client!.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        var outcome = Entries<JournalEntry.LyncdiscoverSeen>().ShouldHaveSingleItem().Outcome;
        outcome.Status.ShouldBe(LyncdiscoverStatus.Found, $"{string.Join("; ", outcome.Failures)}");
        Entries<JournalEntry.AttemptBegan>().First().Candidate.Source.ShouldBe(CandidateSource.Lyncdiscover);
        Entries<JournalEntry.Registered>().First().Candidate.Source.ShouldBe(CandidateSource.Lyncdiscover);
        Entries<JournalEntry.Authenticated>().First().Scheme.ShouldBe(SipScheme.TlsDsk);
    }

    [Theory]
    [InlineData("lyncdiscover-loop", LyncdiscoverFailureKind.TooManyRedirects)]
    [InlineData("lyncdiscover-user-404", LyncdiscoverFailureKind.UserUnknown)]
    [InlineData("web-ticket-28020", LyncdiscoverFailureKind.NoTicket)]
    [InlineData("web-untrusted", LyncdiscoverFailureKind.NotReached)]
    [InlineData("web-down", LyncdiscoverFailureKind.NotReached)]
    [InlineData("web-silent", LyncdiscoverFailureKind.NotReached)]
    public void Whatever_is_wrong_with_it_the_client_says_so_and_signs_in_by_DNS(
        string name, LyncdiscoverFailureKind kind)
    {
        LabFault.TryFind(name, out var fault).ShouldBeTrue();
        SwitchOn(fault, SipScheme.Ntlm);

        _client!.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        var outcome = Entries<JournalEntry.LyncdiscoverSeen>().First().Outcome;
        outcome.Status.ShouldBeOneOf(LyncdiscoverStatus.Failed, LyncdiscoverStatus.TimedOut);
        outcome.Failures.ShouldContain(each => each.Kind == kind, $"{string.Join("; ", outcome.Failures)}");
        Entries<JournalEntry.Registered>().First().Candidate.Source.ShouldBe(CandidateSource.InternalSrv);
    }

    [Fact]
    public void Its_certificate_comes_from_where_DHCP_says()
    {
        SwitchOn();

        Entries<JournalEntry.CertificateSought>().First().Source.ShouldBe(CertificateSource.Dhcp);
        Entries<JournalEntry.CertificateObtained>().ShouldHaveSingleItem();
    }

    private IEnumerable<T> Entries<T>() => _journal.Entries.OfType<T>();

    private void SwitchOn(LabFault? fault = null, SipScheme? scheme = null)
    {
        var deployment = Deployment.Contoso with { Schemes = [SipScheme.TlsDsk, SipScheme.Ntlm] };
        var lab = new SimDeployment(_world, deployment);
        if (fault is not null)
        {
            lab.Switch(fault, on: true);
        }

        var host = _world.AddHost("client", IpAddress.V4(198, 18, 0, 1));
        var settings = SimulatedPhone.Settings(deployment, 0, deployment.Accounts[0], host.Addresses[0]) with
        {
            Profile = DeviceProfile.LyncClient,
            Credential = UserCredential.FromPassword("alice@contoso.example", "Dial-Tone-1"),
            Schemes = scheme is { } only ? [only] : [],
        };
        _client = DeviceNode.WithStored(settings, _world.EntropyFor("client"), _journal, null);
        _world.PowerOn(_world.Place(host, "client", _client));
        _world.RunTo(_world.Time + TimeSpan.FromMinutes(2));
    }
}
