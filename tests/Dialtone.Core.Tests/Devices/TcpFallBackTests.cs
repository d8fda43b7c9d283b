using Dialtone.Core.Candidates;
using Dialtone.Core.Discovery;
using Dialtone.Core.Profiles;

namespace Dialtone.Core.Tests.Devices;

public class TcpFallBackTests
{
    [Fact]
    public void A_fall_to_TCP_does_not_last_the_next_cycle_begins_with_TLS_again()
    {
        var bench = OnTcp(TransportChoice.Auto);
        bench.PowerOn();

        bench.Device.RegisteredWith!.Transport.ShouldBe(SipTransport.Tcp);
        bench.Device.Memory!.Registrar.Transport.ShouldBe(SipTransport.Tcp);
        bench.Device.Memory.RegistrarAddresses.ShouldNotBeEmpty();
        bench.Device.Memory.KnownRegistrars.ShouldBeEmpty();
    }

    [Fact]
    public void Where_only_TCP_may_be_used_it_is_known_like_any_other()
    {
        var bench = OnTcp(TransportChoice.Tcp);
        bench.PowerOn();

        bench.Device.Memory!.KnownRegistrars.ShouldHaveSingleItem().Transport.ShouldBe(SipTransport.Tcp);
    }

    private static DeviceBench OnTcp(TransportChoice transports)
    {
        var bench = new DeviceBench { With = s => s with { Plan = s.Plan with { Transports = transports } } };
        bench.Srv[SrvService.InternalTcp] = DeviceBench.Target(DeviceBench.Pool01, 5060);
        return bench;
    }
}
