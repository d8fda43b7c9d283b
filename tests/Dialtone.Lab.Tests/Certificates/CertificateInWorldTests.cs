using Dialtone.Core.Certificates;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Lab.Faults;
using Dialtone.Lab.Scenarios;
using Dialtone.Lab.World;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.WebServices;

namespace Dialtone.Lab.Tests.Certificates;

/// <summary>
/// A device gets a certificate by extension and PIN in a simulated world, and each fault is told apart.
/// </summary>
public class CertificateInWorldTests
{
    [Fact]
    public void An_extension_and_a_PIN_get_a_certificate_that_every_Registrar_knows()
    {
        var (lab, stage) = Run();

        var certificate = stage.Certificate.ShouldNotBeNull($"{stage.Failure}");
        lab.Nodes.Certificates.IsPublished("alice", certificate.Pair.Certificate.Span).ShouldBeTrue();
        certificate.NotAfter.ShouldBe(lab.World.Start + TimeSpan.FromHours(4320), TimeSpan.FromMinutes(1));
        lab.Nodes.Web01.Observed.Certificates.ShouldBe(1);
    }

    public static TheoryData<string, CertificateFailureKind, CertificateStep> Faults => new()
    {
        { "web-down", CertificateFailureKind.NotReached, CertificateStep.Metadata },
        { "web-silent", CertificateFailureKind.NoAnswer, CertificateStep.Metadata },
        { "web-wrong-name", CertificateFailureKind.NotReached, CertificateStep.Metadata },
        { "web-untrusted", CertificateFailureKind.NotReached, CertificateStep.Metadata },
        { "web-no-mex", CertificateFailureKind.Refused, CertificateStep.Metadata },
        { "web-no-port", CertificateFailureKind.Malformed, CertificateStep.Metadata },
        { "web-ticket-expired", CertificateFailureKind.TicketNotValid, CertificateStep.Ticket },
        { "web-clock-fast", CertificateFailureKind.NotValidNow, CertificateStep.Judge },
        // Whatever proved the user: a PIN here.
        { "web-ticket-28020", CertificateFailureKind.PinRejected, CertificateStep.Ticket },
        { "web-signature-refused", CertificateFailureKind.Fault, CertificateStep.Publish },
        { "web-csr-refused", CertificateFailureKind.Fault, CertificateStep.Publish },
        { "web-certificate-brief", CertificateFailureKind.NotValidNow, CertificateStep.Judge },
        { "web-certificate-other-user", CertificateFailureKind.WrongUser, CertificateStep.Judge },
        { "pin-wrong", CertificateFailureKind.PinRejected, CertificateStep.Ticket },
        { "pin-locked", CertificateFailureKind.PinRejected, CertificateStep.Ticket },
        { "pin-expired", CertificateFailureKind.PinRejected, CertificateStep.Ticket },
        { "pin-not-unique", CertificateFailureKind.PinRejected, CertificateStep.Ticket },
        { "pin-off", CertificateFailureKind.PinRejected, CertificateStep.Ticket },
        { "pin-not-set", CertificateFailureKind.PinRejected, CertificateStep.Ticket },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_told_apart_and_mended_it_is_none(
        string name, CertificateFailureKind kind, CertificateStep step)
    {
        LabFault.TryFind(name, out var fault).ShouldBeTrue();
        var (_, broken) = Run(lab => lab.Switch(fault, on: true));
        (broken.Failure?.Kind, broken.Failure?.Step).ShouldBe((kind, step), $"{broken.Failure}");

        var (_, mended) = Run(lab =>
        {
            lab.Switch(fault, on: true);
            lab.Switch(fault, on: false);
        });
        mended.Certificate.ShouldNotBeNull($"{mended.Failure}");
    }

    [Theory]
    [InlineData("pin-wrong", PinReason.Incorrect)]
    [InlineData("pin-locked", PinReason.Locked)]
    [InlineData("pin-expired", PinReason.Expired)]
    [InlineData("pin-not-unique", PinReason.NotUnique)]
    [InlineData("pin-off", PinReason.SwitchedOff)]
    [InlineData("pin-not-set", PinReason.NotSet)]
    public void Why_a_PIN_is_refused_is_heard(string name, PinReason reason)
    {
        LabFault.TryFind(name, out var fault).ShouldBeTrue();

        var (_, stage) = Run(lab => lab.Switch(fault, on: true));

        stage.Failure.ShouldNotBeNull().Pin.ShouldBe(reason);
    }

    [Theory]
    [InlineData("web-chain-404")]
    [InlineData("web-certificate-unpublished")]
    [InlineData("lyncdiscover-loop")]
    public void What_it_does_not_need_does_not_stop_it(string name)
    {
        LabFault.TryFind(name, out var fault).ShouldBeTrue();

        var (_, stage) = Run(lab => lab.Switch(fault, on: true));

        stage.Certificate.ShouldNotBeNull($"{stage.Failure}");
    }

    [Fact]
    public void Wrong_PINs_lock_the_account_in_the_time_of_the_world()
    {
        var (lab, _) = Run();
        for (var i = 0; i < 25; i++)
        {
            Again(lab, "00000").Failure.ShouldNotBeNull().Pin.ShouldBe(PinReason.Incorrect);
        }

        Again(lab, "24681").Failure.ShouldNotBeNull().Pin.ShouldBe(PinReason.Locked);
        lab.World.RunTo(lab.World.Time + TimeSpan.FromHours(1));
        Again(lab, "24681").Certificate.ShouldNotBeNull();
    }

    private static (SimDeployment Lab, CertificateStage Stage) Run(Action<SimDeployment>? change = null)
    {
        var lab = new SimDeployment(new(1));
        lab.World.RunTo(Instant.Zero + TimeSpan.FromSeconds(1));
        change?.Invoke(lab);
        lab.World.RunTo(Instant.Zero + TimeSpan.FromSeconds(2));
        return (lab, Again(lab, "24681"));
    }

    private static CertificateStage Again(SimDeployment lab, string pin)
    {
        var world = lab.World;
        var address = IpAddress.V4(198, 51, 100, (byte)world.Nodes.Count);
        var host = world.AddHost($"phone{world.Nodes.Count}", address);
        var deployment = lab.Nodes.Deployment;
        var settings = SimulatedPhone.Settings(deployment, 0, deployment.Accounts[0], address) with
        {
            Credential = UserCredential.FromPin("101", pin),
        };
        var client = new CertificateClient(deployment, settings, world.EntropyFor(host.Name));
        world.PowerOn(world.Place(host, host.Name, client));
        world.RunUntil(() => client.IsFinished, world.Time + TimeSpan.FromMinutes(5)).ShouldBeTrue();
        return client.Stage;
    }
}
