using System.Collections.Immutable;
using System.Text.Json;
using Dialtone.Core.Candidates;
using Dialtone.Core.Discovery;
using Dialtone.Core.Findings;
using Dialtone.Core.Journal;
using Dialtone.Core.SignIn;
using Dialtone.Core.Transactions;
using Dialtone.Net.Tests.Reports.Html;
using Dialtone.Reports.Transactions;

namespace Dialtone.Net.Tests.Reports.Transactions;

public class TransactionJsonTests
{
    [Fact]
    public void A_result_has_the_known_properties_what_failed_and_what_to_do()
    {
        var result = Examples.Refused();
        var json = Write(result);

        json.GetProperty("schema").GetInt32().ShouldBe(1);
        json.GetProperty("transaction").GetString().ShouldBe("client-auth");
        json.GetProperty("targetFqdn").GetString().ShouldBe("pool01.contoso.example");
        json.GetProperty("targetUri").GetString().ShouldBe("");
        json.GetProperty("result").GetString().ShouldBe("failure");
        json.GetProperty("latency").GetString().ShouldBe("00:00:08.2500000");
        json.GetProperty("error").GetString().ShouldStartWith("10061, ");
        json.GetProperty("diagnosis").GetString().ShouldBe("");
        json.GetProperty("failedStep").GetString().ShouldBe("connect");
        json.GetProperty("cause").GetProperty("code").GetString().ShouldBe($"{result.Cause!.Code}");
        json.GetProperty("cause").GetProperty("title").GetString().ShouldBe(result.Cause.Title);
        json.GetProperty("cause").GetProperty("severity").GetString().ShouldBe("blocking");
        json.GetProperty("directions")[0].GetProperty("text").GetString().ShouldBe(result.Directions[0].Text);
        json.GetProperty("steps")[3].GetProperty("result").GetString().ShouldBe("failed");
        json.GetProperty("steps")[5].GetProperty("result").GetString().ShouldBe("not-run");
        json.TryGetProperty("messages", out _).ShouldBeFalse();
        json.TryGetProperty("journal", out _).ShouldBeFalse();
    }

    [Fact]
    public void What_discovery_saw_is_there_question_by_question()
    {
        var discovery = Write(Examples.Refused()).GetProperty("discovery");

        var dns = discovery.GetProperty("dns")[0];
        dns.GetProperty("name").GetString().ShouldBe("_sipinternaltls._tcp.contoso.example");
        dns.GetProperty("type").GetString().ShouldBe("srv");
        dns.GetProperty("status").GetString().ShouldBe("answered");
        dns.GetProperty("tries")[0].GetProperty("server").GetString().ShouldBe("192.0.2.53:53");
        dns.GetProperty("records")[0].GetProperty("port").GetInt32().ShouldBe(5061);
        discovery.GetProperty("dhcp")[0].GetProperty("status").GetString().ShouldBe("no-answer");
        discovery.GetProperty("addresses")[0].GetProperty("addresses")[0].GetString().ShouldBe("192.0.2.11");
    }

    [Fact]
    public void What_each_DHCP_server_said_stands_by_itself()
    {
        var outcome = new DhcpOutcome
        {
            Status = DhcpStatus.Answered,
            ServersDisagree = true,
            Answers =
            [
                new() { Server = Entries.FrontEnd1, RegistrarNames = [Entries.Pool01], SipServersBytes = [0, 1, 0x61] },
                new() { Server = Entries.FrontEnd2, RegistrarFault = "text in place of labels" },
            ],
        };
        var dhcp = Write(Examples.Refused() with { Journal = [Entries.Dhcp(outcome)] })
            .GetProperty("discovery").GetProperty("dhcp")[0];

        dhcp.GetProperty("serversDisagree").GetBoolean().ShouldBeTrue();
        dhcp.GetProperty("answers")[0].GetProperty("option120").GetString().ShouldBe("000161");
        dhcp.GetProperty("answers")[1].GetProperty("registrarFault").GetString().ShouldBe("text in place of labels");
    }

    [Fact]
    public void The_certificate_of_a_server_is_there_with_its_chain()
    {
        var json = Write(Examples.Refused() with { Journal = [Entries.Secured(CertificateVerdict.Expired)] });

        var certificate = json.GetProperty("certificates")[0];
        certificate.GetProperty("verdict").GetString().ShouldBe("expired");
        certificate.GetProperty("address").GetString().ShouldStartWith("192.0.2.1");
        certificate.GetProperty("chain")[0].GetProperty("subject").GetString().ShouldBe("pool01.contoso.example");
        certificate.GetProperty("chain")[0].GetProperty("notAfter").GetDateTimeOffset()
            .ShouldBe(Entries.WallClock.AddDays(89.5));
    }

    [Fact]
    public void Consequences_and_what_was_not_checked_are_told_from_causes()
    {
        var findings = Write(Examples.Saying("<a \"quoted\" text>")).GetProperty("findings");

        findings.GetProperty("causes")[0].GetProperty("values").GetProperty("registrar").GetString()
            .ShouldBe("<a \"quoted\" text>");
        findings.GetProperty("causes")[0].GetProperty("evidence").GetArrayLength().ShouldBe(1);
        findings.GetProperty("consequences")[0].GetProperty("of").GetString()
            .ShouldBe($"{FindingCatalogue.ConnectRefused.Code}");
        findings.GetProperty("notChecked")[0].GetProperty("step").GetString().ShouldBe("tls");
    }

    [Fact]
    public void A_signature_that_is_wrong_has_a_kind()
    {
        ImmutableArray<JournalEntry> journal =
        [
            Entries.PoweredOn(),
            new JournalEntry.CycleBegan(Entries.At(0), Cycle.Scratch),
            new JournalEntry.AttemptBegan(Entries.At(0), Cycle.Scratch, Entries.Tls),
            new JournalEntry.SignatureRefused(
                Entries.At(1), Entries.Tls, Entries.Remote1, SignatureFault.Missing, "200 REGISTER"),
            Entries.RegisterFailed(RegisterFailureKind.ServerNotProved, 0),
            new JournalEntry.AttemptFailed(Entries.At(1), Step.Register, Entries.Tls, Final: false),
            new JournalEntry.CycleFailed(Entries.At(1), Cycle.Scratch, CycleEnd.EveryCandidateFailed),
        ];
        Write(Examples.Refused() with { Journal = journal }).GetProperty("kind").GetString()
            .ShouldBe("signature-missing");
    }

    [Fact]
    public void Messages_are_there_only_where_they_are_asked_for()
    {
        var json = Write(Examples.Refused() with { MessagesLeftOut = 3 }, withMessages: true);

        json.GetProperty("journal").GetArrayLength().ShouldBe(5);
        var messages = json.GetProperty("messages").EnumerateArray().ToList();
        messages[^1].GetProperty("text").GetString().ShouldStartWith("SIP/2.0 403 Forbidden\r\n");
        messages[0].GetProperty("hex").GetString().ShouldBe("01010600");
        json.GetProperty("messagesLeftOut").GetInt32().ShouldBe(3);
        messages[4].GetProperty("event").GetString().ShouldBe("connecting");
        messages[^1].GetProperty("atMilliseconds").GetDouble().ShouldBe(4200);
    }

    private static JsonElement Write(TransactionResult result, bool withMessages = false)
    {
        using var stream = new MemoryStream();
        TransactionJson.Write(result, withMessages, stream);
        return JsonDocument.Parse(stream.ToArray()).RootElement;
    }
}
