using Dialtone.Core.Devices;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Lab.Faults;
using Dialtone.Lab.Scenarios;
using Dialtone.Lab.World;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Simulation.Tests.Proofs;

/// <summary>A UC phone that proves its user to the lab's Registrars by the signing schemes, in the world.</summary>
public class ProofTests
{
    private const string Login = "alice@contoso.example";
    private const string Password = "Dial-Tone-1";

    private readonly KeepingJournal _journal = new();
    private readonly SimWorld _world = new(1);
    private SimDeployment? _lab;
    private SimNode? _place;
    private DeviceNode? _phone;

    public static TheoryData<SipScheme> Schemes => [SipScheme.TlsDsk, SipScheme.Kerberos, SipScheme.Ntlm];

    [Theory]
    [MemberData(nameof(Schemes))]
    public void It_signs_in_stays_for_a_day_and_signs_out(SipScheme scheme)
    {
        SwitchOn(UserCredential.FromPassword(Login, Password), scheme);
        Run(TimeSpan.FromHours(24));

        Standing();
        Entries<JournalEntry.Authenticated>().ShouldAllBe(each => each.Scheme == scheme);
        Entries<JournalEntry.Authenticated>().Count().ShouldBeInRange(3, 5, "each lasts for eight hours at most");
        Entries<JournalEntry.SignatureRefused>().ShouldBeEmpty();
        Entries<JournalEntry.AssociationLost>().ShouldBeEmpty();
        Entries<JournalEntry.CycleBegan>().ShouldHaveSingleItem();
        Entries<JournalEntry.Provisioned>().ShouldNotBeEmpty();

        _world.Tell(_place!, new NetInput.SignOut());
        Run(TimeSpan.FromSeconds(5));
        Entries<JournalEntry.SignedOut>().Single().Confirmed.ShouldBeTrue();
    }

    [Fact]
    public void An_extension_and_a_PIN_are_enough()
    {
        SwitchOn(UserCredential.FromPin("101", "24681"));
        Run(TimeSpan.FromMinutes(1));

        Standing();
        Entries<JournalEntry.CertificateObtained>().ShouldHaveSingleItem();
        Entries<JournalEntry.Authenticated>().Single().Scheme.ShouldBe(SipScheme.TlsDsk);
    }

    [Fact]
    public void Without_a_restriction_the_certificate_comes_first()
    {
        SwitchOn(UserCredential.FromPassword(Login, Password));
        Run(TimeSpan.FromMinutes(1));

        Standing();
        Entries<JournalEntry.Authenticated>().Single().Scheme.ShouldBe(SipScheme.TlsDsk);
        Entries<JournalEntry.SchemePassedOver>().ShouldBeEmpty();
    }

    [Fact]
    public void Faults_in_the_middle_of_a_proof_leave_nobody_behind()
    {
        for (ulong seed = 1; seed <= 40; seed++)
        {
            var report = new SimulationRun(
                SimulationOptions.Draw(seed) with { Schemes = [SipScheme.TlsDsk, SipScheme.Ntlm] }).Run();
            report.Findings.ShouldBeEmpty($"seed {seed}");
        }
    }

    [Theory]
    [InlineData("auth-clock-skew", SipScheme.Ntlm, RegisterFailureKind.ClockSkew)]
    [InlineData("auth-proof-refused", SipScheme.Ntlm, RegisterFailureKind.CredentialRejected)]
    [InlineData("auth-proof-refused", SipScheme.Kerberos, RegisterFailureKind.CredentialRejected)]
    [InlineData("auth-certificate-refused", SipScheme.TlsDsk, RegisterFailureKind.CertificateRejected)]
    [InlineData("auth-signature-wrong", SipScheme.Ntlm, RegisterFailureKind.ServerNotProved)]
    [InlineData("auth-signature-wrong", SipScheme.TlsDsk, RegisterFailureKind.ServerNotProved)]
    [InlineData("auth-unsigned", SipScheme.Kerberos, RegisterFailureKind.ServerNotProved)]
    [InlineData("auth-handshake-cut", SipScheme.TlsDsk, RegisterFailureKind.ConnectionLost)]
    [InlineData("auth-handshake-cut", SipScheme.Ntlm, RegisterFailureKind.ConnectionLost)]
    [InlineData("auth-nothing-usable", SipScheme.Ntlm, RegisterFailureKind.NothingUsableOffered)]
    public void A_fault_on_the_way_is_told_apart_and_passes(
        string name, SipScheme scheme, RegisterFailureKind kind)
    {
        var fault = Fault(name);
        SwitchOn(UserCredential.FromPassword(Login, Password), scheme, fault);
        Run(TimeSpan.FromMinutes(1));
        Entries<JournalEntry.RegisterFailed>().First().Failure.Kind.ShouldBe(kind);
        Entries<JournalEntry.Registered>().ShouldBeEmpty();

        _lab!.Switch(fault, on: false);
        Run(TimeSpan.FromHours(2));
        Standing();
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public void An_association_that_a_refresh_finds_forgotten_is_made_anew(SipScheme scheme)
    {
        SwitchOn(UserCredential.FromPassword(Login, Password), scheme);
        Run(TimeSpan.FromMinutes(1));
        _lab!.Switch(Fault("auth-forgotten"), on: true);
        Run(TimeSpan.FromHours(2));

        Standing();
        Entries<JournalEntry.AssociationLost>().ShouldNotBeEmpty();
        Entries<JournalEntry.CycleBegan>().ShouldHaveSingleItem();
        Entries<JournalEntry.CertificateObtained>().Count().ShouldBe(scheme == SipScheme.TlsDsk ? 1 : 0);
    }

    private static LabFault Fault(string name) =>
        LabFault.TryFind(name, out var fault) ? fault : throw new ArgumentException(name, nameof(name));

    private IEnumerable<T> Entries<T>() => _journal.Entries.OfType<T>();

    private void Standing() => _phone!.Device.Phase.ShouldBe(DevicePhase.SignedIn);

    private void Run(TimeSpan time) => _world.RunTo(_world.Time + time);

    private void SwitchOn(UserCredential credential, SipScheme? scheme = null, LabFault? fault = null)
    {
        var deployment = Deployment.Contoso with { Schemes = [SipScheme.TlsDsk, SipScheme.Kerberos, SipScheme.Ntlm] };
        _lab = new SimDeployment(_world, deployment);
        if (fault is not null)
        {
            _lab.Switch(fault, on: true);
        }

        var host = _world.AddHost("phone", IpAddress.V4(198, 18, 0, 1));
        var settings = SimulatedPhone.Settings(deployment, 0, deployment.Accounts[0], host.Addresses[0]) with
        {
            Credential = credential,
            Schemes = scheme is { } only ? [only] : [],
        };
        _phone = DeviceNode.WithStored(settings, _world.EntropyFor("phone"), _journal, null);
        _place = _world.Place(host, "phone", _phone);
        _world.PowerOn(_place);
    }
}
