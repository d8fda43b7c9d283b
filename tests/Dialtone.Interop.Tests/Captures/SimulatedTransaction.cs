using System.Collections.Immutable;
using Dialtone.Core.Devices;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Core.Trace;
using Dialtone.Core.Transactions;
using Dialtone.Lab.Faults;
using Dialtone.Lab.Scenarios;
using Dialtone.Lab.World;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Interop.Tests.Captures;

/// <summary>A transaction in the simulated world, with every message kept.</summary>
internal static class SimulatedTransaction
{
    public const string Password = "Dial-Tone-1";

    public static readonly DateTimeOffset StartedAt = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static TransactionResult Run(SipScheme scheme, string? faultName = null)
    {
        var world = new SimWorld(1);
        var deployment = Deployment.Contoso with { Schemes = [scheme] };
        var lab = new SimDeployment(world, deployment);
        if (faultName is not null)
        {
            LabFault.TryFind(faultName, out var fault).ShouldBeTrue(faultName);
            lab.Switch(fault!, on: true);
        }

        var host = world.AddHost("phone", IpAddress.V4(198, 18, 0, 1));
        var settings = SimulatedPhone.Settings(deployment, 0, deployment.Accounts[0], host.Addresses[0]) with
        {
            Credential = UserCredential.FromPassword("alice@contoso.example", Password),
            Schemes = [scheme],
            ChecksRelays = true,
        };
        var journal = new KeepingJournal();
        var trace = new MessageTrace();
        var phone = DeviceNode.WithStored(settings, world.EntropyFor("phone"), journal, null);
        var place = world.Place(host, "phone", new TracingNode(phone, trace));
        world.PowerOn(place);
        world.RunTo(world.Time + TimeSpan.FromMinutes(2));
        world.Tell(place, new NetInput.SignOut());
        world.RunTo(world.Time + TimeSpan.FromMinutes(1));
        return TransactionResult.Of(TransactionKind.Registration, journal.Entries) with
        {
            StartedAt = StartedAt,
            Messages = trace.Messages,
        };
    }

    /// <summary>The same over IPv6, but for DHCP, which is of IPv4 alone.</summary>
    public static TransactionResult OverV6(TransactionResult result) => result with
    {
        Messages = [.. result.Messages.Where(each => each.Protocol != TracedProtocol.Dhcp).Select(each => each with
        {
            Local = OverV6(each.Local),
            Remote = OverV6(each.Remote),
        })],
    };

    private static EndPointAddress OverV6(EndPointAddress address)
    {
        Span<byte> bytes = [0x20, 1, 0x0D, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        _ = address.Address.Write(bytes[12..]);
        _ = IpAddress.TryRead(bytes, out var v6);
        return new(v6, address.Port);
    }
}
