using Dialtone.Core.Certificates;
using Dialtone.Core.Devices;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Core.Transactions;
using Dialtone.Lab.Faults;
using Dialtone.Lab.Scenarios;
using Dialtone.Lab.World;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Simulation.Tests.Findings;

/// <summary>
/// Builds a deployment in a world, breaks it, and makes one transaction in it: one phone that has never signed in is
/// switched on until it is settled, signed in with all its services or waiting for the first time, and signs out.
/// </summary>
internal static class DiagnosisWorld
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>The deployment that the command line's lab has, too.</summary>
    public static Deployment Basis { get; } = Deployment.Contoso with
    {
        HasDhcp6 = true,
        Schemes = [SipScheme.TlsDsk, SipScheme.Ntlm],
    };

    public static Diagnosis Of(Deployment deployment, LabExpectation phone, params ReadOnlySpan<LabFault> faults)
    {
        var world = new SimWorld(1);
        var lab = new SimDeployment(world, deployment);
        if (phone.LearnsRoots)
        {
            TrustNobody(world);
        }

        var address = IpAddress.V4(198, 18, 0, 1);
        var host = world.AddHost("phone", address, SimulatedPhone.LinkLocalOf(address));
        var settings = SettingsOf(lab.Nodes.Deployment, phone, address);
        var place = world.Place(host, "phone", NodeOf(world, settings, NullJournal.Instance, null));
        if (phone.Remembers)
        {
            _ = Make(world, place, settings, phone.Transaction);
        }

        foreach (var fault in faults)
        {
            lab.Switch(fault, true);
        }

        host.ClockError = lab.Nodes.PhoneClockError;
        return Make(world, place, settings, phone.Transaction);
    }

    /// <summary>One transaction, by a phone with what was stored at that place.</summary>
    private static Diagnosis Make(SimWorld world, SimNode place, DeviceSettings settings, TransactionKind kind)
    {
        var journal = new KeepingJournal();
        var node = NodeOf(world, settings, journal, place);
        var began = world.Time;
        world.PowerOn(place, node);
        _ = world.RunUntil(() => IsSettled(node.Device), began + Patience);
        var took = world.Time - began;
        if (node.Device.Phase == DevicePhase.SignedIn)
        {
            world.Tell(place, new NetInput.SignOut());
            _ = world.RunUntil(() => node.Device.Phase == DevicePhase.Off, world.Time + Patience);
        }

        world.PowerCut(place);
        return new(TransactionResult.Of(kind, journal.Entries), took);
    }

    private static DeviceNode NodeOf(SimWorld world, DeviceSettings settings, IJournal journal, SimNode? place)
    {
        var node = DeviceNode.WithStored(settings, world.EntropyFor("phone"), journal, place?.Stored);
        if (place?.StoredCertificate is { } stored
            && KeptCertificateFormat.TryRead(stored.Span, settings.Account.Uri, out var kept, out _))
        {
            node.Keep(kept);
        }

        return node;
    }

    /// <summary>A phone that learns its roots was given none.</summary>
    private static void TrustNobody(SimWorld world)
    {
        foreach (var (name, facts) in world.Certificates.ToArray())
        {
            world.Certificates[name] = facts.Trust == ChainTrust.Trusted
                ? facts with { Trust = ChainTrust.UnknownRoot } : facts;
        }
    }

    private static bool IsSettled(Device device) => device.Phase == DevicePhase.BackingOff
        || (device.Phase == DevicePhase.SignedIn && !device.AwaitsServices);

    private static DeviceSettings SettingsOf(Deployment deployment, LabExpectation phone, IpAddress address)
    {
        var account = phone.User.Length == 0
            ? deployment.Accounts[0] : deployment.Accounts.First(each => each.User == phone.User);
        var settings = SimulatedPhone.Settings(deployment, 0, account, address, kind: phone.Profile);
        return settings with
        {
            Credential = phone.Credential == CredentialKind.Pin
                ? UserCredential.FromPin(account.Extension!, account.Pin!) : settings.Credential,
            Schemes = phone.Scheme is { } scheme ? [scheme]
                : phone.Transaction is TransactionKind.ClientAuth or TransactionKind.PhoneBootstrap
                    ? [SipScheme.TlsDsk] : [],
            FollowsPresence = true,
            Target = phone.Target.IsEmpty ? null : phone.Target,
            LearnsRoots = phone.LearnsRoots,
            ChecksRelays = phone.Transaction == TransactionKind.AvEdgeConnectivity,
            Timings = new(),
        };
    }
}
