using Dialtone.Core.Candidates;
using Dialtone.Core.Discovery;
using Dialtone.Core.Findings;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.Tests.Devices;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using static Dialtone.Core.Tests.Findings.JournalBench;

namespace Dialtone.Core.Tests.Findings;

/// <summary>A Registrar's name that has an address, and the wrong one.</summary>
public class AddressFindingTests
{
    private static readonly IpAddress V6 = IpAddress.Parse("2001:db8::11");
    private static readonly EndPointAddress Dns = new(IpAddress.V4(192, 0, 2, 53), 53);

    [Fact]
    public void Other_addresses_than_those_that_are_remembered_are_told()
    {
        JournalBench Moved() =>
            new JournalBench(DeviceBench.Remembered(DeviceBench.Pool01, DeviceBench.FrontEnd2))
                .Add(Resolved(DeviceBench.FrontEnd1));

        var found = Moved().Add(Failed(FrontEnd1, ChannelEnd.Refused)).End().Findings.Causes
            .Single(each => each.Code == FindingCatalogue.RegistrarAddressDiffers.Code);
        Texts.ShouldTell(found, "192.0.2.11, before 192.0.2.12");
        Moved().Add(new JournalEntry.Connected(Instant.Zero, Pool01, FrontEnd1, FrontEnd1, TimeSpan.Zero)).SignIn()
            .Found.Severity.ShouldBe(FindingSeverity.Advice);
    }

    [Fact]
    public void A_target_that_is_an_alias_is_advice()
    {
        var outcome = Answered(DeviceBench.FrontEnd1) with { Aliases = [HostName.Parse("fe1.contoso.example")] };
        var found = new JournalBench().Add(new JournalEntry.Resolved(
            Instant.Zero, Pool01 with { Via = HostName.Parse("_sipinternaltls._tcp.contoso.example") }, outcome, false))
            .SignIn().Found;
        found.Code.ShouldBe(FindingCatalogue.RegistrarNameIsAlias.Code);
        found.Severity.ShouldBe(FindingSeverity.Advice);
        Texts.ShouldTell(found, "fe1.contoso.example");
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("255.255.255.255")]
    [InlineData("224.0.1.75")]
    [InlineData("fe80::11")]
    public void An_address_at_which_no_server_can_be_is_named(string address)
    {
        var found = new JournalBench().Add(Resolved(IpAddress.Parse(address))).End(CycleEnd.NothingResolved).Found;
        found.Code.ShouldBe(FindingCatalogue.RegistrarAddressUnusable.Code);
        found.Severity.ShouldBe(FindingSeverity.Blocking);
        Texts.ShouldTell(found, address);
    }

    [Fact]
    public void Addresses_of_IPv6_alone_without_a_way_to_them_are_told_from_a_network_in_trouble()
    {
        var findings = new JournalBench().Add(Resolved(V6)).Add(Failed(new(V6, 5061), ChannelEnd.Unreachable)).End()
            .Findings;
        findings.First.ShouldNotBeNull().Code.ShouldBe(FindingCatalogue.RegistrarNeedsIpv6.Code);
        Texts.ShouldTell(findings.First, "2001:db8::11");
        findings.First.Severity.ShouldBe(FindingSeverity.Blocking);
    }

    private static DnsOutcome Answered(params IpAddress[] addresses) => Answer(DnsStatus.Answered, addresses) with
    {
        Name = DeviceBench.Pool01, Server = Dns,
    };

    private static JournalEntry.Resolved Resolved(params IpAddress[] addresses) =>
        new(Instant.Zero, Pool01, Answered(addresses), false);

    private static JournalEntry.ConnectFailed Failed(EndPointAddress remote, ChannelEnd why) =>
        new(Instant.Zero, Pool01, remote, why, "", TimeSpan.Zero);
}
