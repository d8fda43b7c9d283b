using System.Text;
using System.Text.Json;
using Dialtone.Core.Exchange.Relays;
using Dialtone.Core.Journal;
using Dialtone.Relays;
using Dialtone.Reports;
using Dialtone.Wire.Addresses;
using static Dialtone.Net.Tests.Reports.Entries;

namespace Dialtone.Net.Tests.Reports;

/// <summary>What is said of a check of a relay.</summary>
public class RelayTextTests
{
    private static readonly RelayTarget Udp = new(
        HostName.Parse("turn.contoso.example"), new(IpAddress.V4(192, 0, 2, 30), 3478), RelayTransport.Udp,
        RelayDialect.Standard);

    private static readonly RelayOutcome Reachable = new()
    {
        Target = Udp,
        Status = RelayStatus.Reachable,
        Step = RelayStep.Ask,
        Code = 401,
        Realm = "contoso.example",
        Latency = TimeSpan.FromMilliseconds(12.3),
    };

    private static readonly RelayOutcome Allocated = Reachable with
    {
        Status = RelayStatus.Allocated,
        Step = RelayStep.Free,
        Code = null,
        Relayed = new(IpAddress.V4(192, 0, 2, 30), 50000),
        Reflexive = new(IpAddress.V4(198, 51, 100, 7), 40001),
        IsFreed = true,
    };

    [Fact]
    public void Where_it_was_asked()
    {
        RelayText.PlaceOf(Udp).ShouldBe("UDP 192.0.2.30:3478");
        RelayText.PlaceOf(Udp with { Transport = RelayTransport.Tcp }).ShouldBe("TCP 192.0.2.30:3478");
    }

    [Fact]
    public void What_it_came_to()
    {
        RelayText.Of(Reachable)
            .ShouldBe("it is there and asks for proof (realm contoso.example), answered in 12 ms");
        RelayText.Of(Allocated).ShouldBe(
            "it takes the credentials (realm contoso.example) and gave 192.0.2.30:50000, sees this machine as "
            + "198.51.100.7:40001, answered in 12 ms");
        RelayText.Of(Allocated with { IsFreed = false, Detail = "it did not confirm" })
            .ShouldEndWith("; it did not confirm");
        RelayText.Of(Reachable with { Status = RelayStatus.Silent, Detail = "no answer" }).ShouldBe("no answer");
    }

    [Fact]
    public void What_a_relay_says_cannot_steer_a_terminal()
    {
        RelayText.Of(Reachable with { Realm = "a\u001b[31m" }).ShouldNotContain("\u001b");
        RelayText.Of(Reachable with { Status = RelayStatus.Declined, Detail = "500 \u001b]0;x" })
            .ShouldNotContain("\u001b");
    }

    [Fact]
    public void In_the_walk_and_in_the_journal()
    {
        var silent = Reachable with
        {
            Status = RelayStatus.Silent, Took = TimeSpan.FromSeconds(3), Latency = null, Detail = "no answer",
        };

        Lines(new JournalEntry.RelayChecked(default, Allocated with { Took = TimeSpan.FromMilliseconds(40) })).ShouldBe(
        [
            " ✓ Relays   40 ms   turn.contoso.example UDP 192.0.2.30:3478: it takes the credentials (realm "
            + "contoso.example) and gave 192.0.2.30:50000, sees this machine as 198.51.100.7:40001, answered in 12 ms",
        ]);
        Lines(new JournalEntry.RelayChecked(default, silent))
            .ShouldBe([" ✗ Relays   3 s     turn.contoso.example UDP 192.0.2.30:3478: no answer"]);
        JournalText.Of(new JournalEntry.RelayChecked(default, silent)).ShouldEndWith(
            "RelayChecked: turn.contoso.example UDP 192.0.2.30:3478 Silent at Ask after 3 s: no answer");
    }

    [Fact]
    public void As_data()
    {
        using var output = new MemoryStream();
        RelayJson.Write("turn.contoso.example", new(null, [Allocated, Reachable with
        {
            Status = RelayStatus.NotARelay, Unreadable = [.. "hi"u8],
        }]), output);

        var json = JsonElement.Parse(Encoding.UTF8.GetString(output.ToArray()));
        json.GetProperty("reachable").GetBoolean().ShouldBeTrue();
        var checks = json.GetProperty("checks").EnumerateArray().ToArray();
        checks[0].GetProperty("status").GetString().ShouldBe("allocated");
        checks[0].GetProperty("relayed").GetString().ShouldBe("192.0.2.30:50000");
        checks[0].GetProperty("freed").GetBoolean().ShouldBeTrue();
        checks[0].GetProperty("latencyMs").GetDouble().ShouldBe(12.3);
        checks[1].GetProperty("status").GetString().ShouldBe("not-a-relay");
        checks[1].GetProperty("unreadable").GetString().ShouldBe("6869");
    }
}
