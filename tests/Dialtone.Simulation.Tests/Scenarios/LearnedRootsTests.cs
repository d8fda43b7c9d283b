using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dialtone.Core.Certificates;
using Dialtone.Core.Devices;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.Profiles;
using Dialtone.Core.Time;
using Dialtone.Lab.Scenarios;
using Dialtone.Lab.World;
using Dialtone.Wire.Addresses;

namespace Dialtone.Simulation.Tests.Scenarios;

/// <summary>A phone that was given no root, in a deployment of its own authority.</summary>
public class LearnedRootsTests
{
    private readonly SimWorld _world = new(1);
    private readonly KeepingJournal _journal = new();
    private readonly SimDeployment _lab;
    private SimNode? _place;

    public LearnedRootsTests()
    {
        _lab = new(_world);
        foreach (var (name, facts) in _world.Certificates.ToArray())
        {
            _world.Certificates[name] = facts.Trust == ChainTrust.Trusted
                ? facts with { Trust = ChainTrust.UnknownRoot } : facts;
        }

        Give(LabCertificate.Authority);
    }

    private long Chains => _lab.Nodes.Webs.Sum(web => web.Observed.Chains);

    [Fact]
    public void Where_nobody_asked_for_it_nothing_is_learned_and_nobody_trusted()
    {
        Run(learns: false, TimeSpan.FromMinutes(1)).Device.Phase.ShouldNotBe(DevicePhase.SignedIn);

        Chains.ShouldBe(0);
        Entries<JournalEntry.Registered>().ShouldBeEmpty();
    }

    [Fact]
    public void Roots_are_learned_once_before_the_first_handshake_and_kept()
    {
        Run(learns: true, TimeSpan.FromMinutes(1)).Device.Phase.ShouldBe(DevicePhase.SignedIn);

        Chains.ShouldBe(1);
        var learned = Entries<JournalEntry.RootsLearned>().ShouldHaveSingleItem().Roots;
        learned.From.ShouldStartWith("http://");
        learned.Roots.ShouldHaveSingleItem().Subject.ShouldBe(LabCertificate.Authority);
        Entries<JournalEntry.Secured>().ShouldAllBe(each => each.Facts.Trust == ChainTrust.Learned);
        var stored = _place!.StoredRoots.ShouldNotBeNull();
        LearnedRootsFormat.TryRead(stored.Span, learned.Domain, out var read, out _).ShouldBeTrue();
        read!.Roots[0].Fingerprint.ShouldBe(learned.Roots[0].Fingerprint);

        // A phone does so at its first contact only.
        _world.PowerCut(_place);
        _world.PowerOn(_place, new DeviceNode(
            Settings(learns: true) with { Roots = read }, _world.EntropyFor("again"), _journal, memory: null));
        _world.RunTo(Instant.Zero + TimeSpan.FromMinutes(2));
        ((DeviceNode)_place.Node).Device.Phase.ShouldBe(DevicePhase.SignedIn);
        Chains.ShouldBe(1);
    }

    [Fact]
    public void A_chain_that_does_not_fit_makes_nobody_trusted()
    {
        Give("Another Lab CA");
        Run(learns: true, TimeSpan.FromMinutes(1)).Device.Phase.ShouldNotBe(DevicePhase.SignedIn);

        Entries<JournalEntry.RootsLearned>().ShouldHaveSingleItem();
        Entries<JournalEntry.Secured>().ShouldAllBe(each => each.Facts.Trust == ChainTrust.UnknownRoot);
    }

    [Fact]
    public void A_service_without_a_chain_is_said_and_not_asked_at_once_again()
    {
        _lab.Nodes.Web01.Behaviour.OmitsChain = true;
        _lab.Nodes.Web02.Behaviour.OmitsChain = true;
        _ = Run(learns: true, TimeSpan.FromSeconds(40));

        var failure = Entries<JournalEntry.RootsNotLearned>().ShouldHaveSingleItem().Failure;
        failure.Kind.ShouldBe(RootChainFailureKind.Refused);
        failure.Outcome.ShouldNotBeNull().HttpStatus.ShouldBe(404);
    }

    [Fact]
    public void A_silent_service_keeps_handshakes_waiting_for_seconds_and_no_longer()
    {
        foreach (var (name, facts) in _world.Certificates.ToArray())
        {
            _world.Certificates[name] = facts with { Trust = ChainTrust.Trusted };
        }

        foreach (var web in _lab.Nodes.Webs)
        {
            web.Behaviour.Silent = true;
        }

        Run(learns: true, TimeSpan.FromMinutes(1)).Device.Phase.ShouldBe(DevicePhase.SignedIn);
        Entries<JournalEntry.RootsNotLearned>().ShouldHaveSingleItem().Failure.Kind
            .ShouldBe(RootChainFailureKind.TooLate);
        var limit = new DeviceTimings().RootChain;
        Entries<JournalEntry.Registered>().First().At.SinceStart.ShouldBeInRange(
            limit, limit + TimeSpan.FromSeconds(1));
    }

    private static byte[] Root(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using var root = request.CreateSelfSigned(start, start.AddYears(10));
        return root.RawData;
    }

    private void Give(string authority)
    {
        foreach (var web in _lab.Nodes.Webs)
        {
            web.Chain = [Root(authority)];
        }
    }

    private DeviceNode Run(bool learns, TimeSpan time)
    {
        var node = new DeviceNode(Settings(learns), _world.EntropyFor("phone"), _journal, memory: null);
        _place = _world.Place(_world.AddHost("phone", IpAddress.V4(198, 18, 0, 1)), "phone", node);
        _world.PowerOn(_place);
        _world.RunTo(Instant.Zero + time);
        return node;
    }

    private DeviceSettings Settings(bool learns)
    {
        var deployment = Deployment.Contoso;
        var settings = SimulatedPhone.Settings(
            deployment, 0, deployment.Accounts[0], IpAddress.V4(198, 18, 0, 1));
        return settings with
        {
            LearnsRoots = learns,
            Plan = settings.Plan with { Transports = TransportChoice.Tls },
        };
    }

    private IEnumerable<T> Entries<T>()
        where T : JournalEntry => _journal.Entries.OfType<T>();
}
