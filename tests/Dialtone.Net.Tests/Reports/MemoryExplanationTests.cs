using Dialtone.Core.Candidates;
using Dialtone.Core.Memory;
using Dialtone.Core.Profiles;
using Dialtone.Reports;
using Dialtone.Wire.Addresses;
using static Dialtone.Net.Tests.Reports.Entries;

namespace Dialtone.Net.Tests.Reports;

/// <summary>What is said of memory, piece by piece.</summary>
public class MemoryExplanationTests
{
    private static readonly KnownRegistrar Earlier =
        new(HostName.Parse("pool07.contoso.example"), SipTransport.Tls, 5061);

    private static readonly RememberedRelay Relay = new(
        HostName.Parse("av.contoso.example"), [IpAddress.Parse("192.0.2.41")], WallClock - TimeSpan.FromDays(3), 3478,
        443);

    [Fact]
    public void A_phone_begins_with_the_Registrar_it_knows()
    {
        var piece = Piece(Memory, RememberedKind.KnownRegistrar);

        piece.Values.ShouldBe(["pool01.contoso.example:5061 over TLS"]);
        piece.LearnedAt.ShouldBe(WallClock);
        piece.LearnedFrom.ShouldBe("the registration with pool01.contoso.example over TLS");
        piece.UsedFor.ShouldStartWith("tried first in every cycle");
    }

    [Fact]
    public void Standard_SIP_keeps_it_as_a_record_alone()
    {
        var explanation = MemoryExplanation.Of(Memory, DeviceProfile.Sip, WallClock);

        explanation.Pieces.ShouldNotContain(piece => piece.Kind == RememberedKind.KnownRegistrar);
        explanation.Pieces.Single(piece => piece.Kind == RememberedKind.EarlierRegistrars)
            .UsedFor.ShouldStartWith("a record alone");
        explanation.Pieces.Single(piece => piece.Kind == RememberedKind.RegistrarAddresses)
            .UsedFor.ShouldEndWith("or everything found has failed");
    }

    [Fact]
    public void One_that_was_reached_over_plain_TCP_is_missing_and_says_why()
    {
        var memory = Memory with
        {
            Registrar = Memory.Registrar with { Transport = SipTransport.Tcp, Port = 5060 },
            KnownRegistrars = [],
        };

        var missing = Explain(memory).Missing.Single(piece => piece.Kind == RememberedKind.KnownRegistrar);

        missing.Consequence.ShouldContain("plain TCP");
    }

    [Fact]
    public void Earlier_ones_are_told_apart_from_the_one_that_is_tried()
    {
        var memory = Memory with { KnownRegistrars = [.. Memory.KnownRegistrars, Earlier] };

        Piece(memory, RememberedKind.EarlierRegistrars).Values.ShouldBe(["pool07.contoso.example:5061 over TLS"]);
        Piece(memory, RememberedKind.KnownRegistrar).Values.ShouldBe(["pool01.contoso.example:5061 over TLS"]);
    }

    [Fact]
    public void The_home_of_the_user_is_tried_first_and_its_backup_next()
    {
        var memory = Memory with
        {
            Home =
            [
                new(Memory.Registrar, [FrontEnd1], WallClock, RegistrarNaming.Redirect),
                new(Earlier, [FrontEnd2], WallClock, RegistrarNaming.Redirect, WallClock + TimeSpan.FromHours(2)),
            ],
        };

        var explanation = Explain(memory);

        explanation.Pieces.Take(2).Select(piece => piece.Kind)
            .ShouldBe([RememberedKind.Primary, RememberedKind.Backup]);
        explanation.Pieces[0].LearnedFrom.ShouldBe("a redirect");
        explanation.Pieces[1].ForgottenWhen.ShouldStartWith("believed until ");
        explanation.Pieces.ShouldNotContain(piece => piece.Kind == RememberedKind.KnownRegistrar);
        explanation.Missing.ShouldNotContain(piece => piece.Kind == RememberedKind.Backup);
    }

    [Fact]
    public void A_backup_whose_naming_has_lapsed_is_missing()
    {
        var memory = Memory with
        {
            Home =
            [
                new(Memory.Registrar, [FrontEnd1], WallClock, RegistrarNaming.Redirect),
                new(Earlier, [FrontEnd2], WallClock, RegistrarNaming.Redirect, WallClock - TimeSpan.FromHours(2)),
            ],
        };

        Explain(memory).Missing.ShouldContain(piece => piece.Kind == RememberedKind.Backup);
    }

    [Fact]
    public void Without_an_address_the_Registrar_is_out_of_reach_when_DNS_is_dead()
    {
        var explanation = Explain(Memory with { RegistrarAddresses = [] });

        explanation.Pieces.ShouldNotContain(piece => piece.Kind == RememberedKind.RegistrarAddresses);
        explanation.Missing.Single(piece => piece.Kind == RememberedKind.RegistrarAddresses)
            .Consequence.ShouldBe("no address of pool01.contoso.example is known: with DNS dead it is out of reach");
    }

    [Fact]
    public void Media_Relays_have_an_age_of_their_own()
    {
        var piece = Piece(Memory with { MediaRelays = [Relay] }, RememberedKind.MediaRelays);

        piece.Values.ShouldHaveSingleItem().ShouldStartWith("av.contoso.example (192.0.2.41), UDP 3478 and TCP 443");
        MemoryExplanation.Age(piece.LearnedAt, WallClock).ShouldBe("3 days ago");
    }

    [Fact]
    public void A_clock_that_was_set_back_is_said() =>
        MemoryExplanation.Age(WallClock + TimeSpan.FromHours(1), WallClock)
            .ShouldBe("in the future, as this device's clock has it");

    private static MemoryExplanation Explain(DeviceMemory memory) =>
        MemoryExplanation.Of(memory, DeviceProfile.LyncPhone, WallClock);

    private static RememberedPiece Piece(DeviceMemory memory, RememberedKind kind) =>
        Explain(memory).Pieces.Single(piece => piece.Kind == kind);
}
