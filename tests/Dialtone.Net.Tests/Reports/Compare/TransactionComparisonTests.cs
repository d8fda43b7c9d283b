using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dialtone.Net.Tests.Reports.Html;
using Dialtone.Reports.Compare;
using Dialtone.Reports.Transactions;

namespace Dialtone.Net.Tests.Reports.Compare;

public class TransactionComparisonTests
{
    private const string Srv = "_sipinternaltls._tcp.contoso.example";

    private const string Gone = """
        { "name": "_sipinternaltls._tcp.contoso.example", "type": "srv", "status": "no-such-name", "tries": [
          { "server": "192.0.2.53:53", "status": "no-such-name" },
          { "server": "192.0.2.54:53", "status": "answered" }] }
        """;

    [Fact]
    public void A_run_does_not_differ_from_itself()
    {
        using var written = new MemoryStream();
        TransactionJson.Write(Examples.Refused(), withMessages: true, written);
        Compare(written.ToArray(), written.ToArray()).ShouldBeEmpty();
        Compare(Run(), Run()).ShouldBeEmpty();
    }

    [Fact]
    public void Another_user_time_and_order_are_no_difference()
    {
        var other = Run();
        other["account"] = "sip:bob@contoso.example";
        other["startedAt"] = "2026-04-01T12:00:00+00:00";
        other["somethingNew"] = new JsonObject { ["x"] = 1 };
        Reverse(other["discovery"]!["dns"]![0]!["records"]!.AsArray());
        Reverse(other["discovery"]!["candidates"]!.AsArray());
        Reverse(other["certificates"]!.AsArray());
        Compare(Run(), other).ShouldBeEmpty();
    }

    public static TheoryData<string, string, string, string> Changes => new()
    {
        // The path, what it is then, and the sentence.
        { "discovery.dns[0]", Gone, "dns", $"{Srv} had two records, now NXDOMAIN from 192.0.2.53 only" },
        { "discovery.dns[0].records[1].port", "5062",
            "dns", $"{Srv} has lost pool02.contoso.example:5061 (priority 0, weight 10) from 192.0.2.53" },
        { "discovery.addresses[0].addresses[0]", "\"192.0.2.13\"",
            "address", "pool01.contoso.example has gained 192.0.2.13 from 192.0.2.53" },
        { "discovery.dhcp[0].answers[0].registrarNames[0]", "\"pool02.contoso.example\"", "dhcp",
            "DHCP server 192.0.2.67 gave names (option 120) pool01.contoso.example, now pool02.contoso.example" },
        { "discovery.dhcp[0].answers", "[]", "dhcp", "DHCP server 192.0.2.67 does not answer any more" },
        { "discovery.candidates[0].transport", "\"tcp\"",
            "candidate", "pool01.contoso.example:5061 over TCP by internal-srv is tried now" },
        { "registrar.address", "\"192.0.2.12\"", "result", "Front End was 192.0.2.11, now 192.0.2.12" },
        { "registrar.mechanism", "\"NTLM\"", "scheme", "Scheme was TLS-DSK, now NTLM" },
        { "challenges[0].offered", "[\"NTLM\"]", "scheme", "The Registrar does not offer TLS-DSK any more" },
        { "certificates[0].chain[0]",
            """{"thumbprint":"BB","issuer":"Contoso CA","notAfter":"2028-01-01T00:00:00Z"}""", "certificate",
            "The certificate of pool01.contoso.example at 192.0.2.11 was renewed: it lasts until 2028-01-01, before "
            + "until 2027-01-01" },
        { "certificates[0].chain[0].issuer", "\"Fabrikam CA\"", "certificate",
            "The certificate of pool01.contoso.example at 192.0.2.11 was issued by Contoso CA, now by Fabrikam CA" },
        { "certificates[0].verdict", "\"expired\"", "certificate",
            "The certificate of pool01.contoso.example at 192.0.2.11 was good, now expired" },
        { "startedAt", "\"2026-12-20T00:00:00Z\"", "certificate",
            "The certificate of pool01.contoso.example at 192.0.2.11 has 12 days left, before 306" },
        { "steps[0].result", "\"failed\"", "step", "Step connect was passed, now failed" },
        { "steps[0].milliseconds", "3200", "time", "Step connect took 100 ms, now 3.2 s" },
        { "findings.causes", "[]", "finding", "DT1102 No option 120: is gone" },
        { "findings.causes[0].subject", "\"192.0.2.68\"", "finding", "DT1102 No option 120: is new" },
        { "targets[0].result", "\"failure\"", "target",
            "pool01.contoso.example at 192.0.2.11, port 5061 over TLS was success, now failure" },
        { "result", "\"failure\"", "result", "Result was success, now failure" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void What_differs_is_said_in_words(string path, string value, string kind, string text)
    {
        var other = Run();
        Set(other, path, JsonNode.Parse(value)!);
        var differences = Compare(Run(), other);

        differences.ShouldContain(each => each.Text == text, string.Join("\n", differences.Select(each => each.Text)));
        differences.ShouldContain(each => $"{each.Kind}".Equals(kind, StringComparison.OrdinalIgnoreCase));
        // Only of time that runs out, the other way round is no news.
        Compare(other, Run()).IsEmpty.ShouldBe(path == "startedAt");
    }

    [Theory]
    [InlineData(140)]
    [InlineData(590)]
    public void A_time_that_is_a_little_longer_is_no_difference(double milliseconds)
    {
        var other = Run();
        other["steps"]![0]!["milliseconds"] = milliseconds;
        Compare(Run(), other).ShouldBeEmpty();
    }

    [Fact]
    public void A_question_that_nobody_waited_for_says_nothing()
    {
        var other = Run();
        Set(other, "discovery.dns[0]", JsonNode.Parse($$"""{"name":"{{Srv}}","type":"srv","status":"not-awaited"}""")!);
        Compare(Run(), other).ShouldAllBe(each => each.Text.EndsWith("now it was not asked for"));
    }

    [Theory]
    [InlineData("", "line 1: it is not JSON")]
    [InlineData("{\n\"schema\": 1,\n nonsense", "line 3: it is not JSON")]
    [InlineData("[]", "field schema: it is no result of a transaction in form 1")]
    [InlineData("{\"schema\":99}", "field schema: it is no result of a transaction in form 1")]
    [InlineData("{\"schema\":1,\"discovery\":5}", "field discovery: it is no object")]
    [InlineData("{\"schema\":1,\"startedAt\":\"soon\"}", "field startedAt: it is no moment")]
    [InlineData(
        "{\"schema\":1,\"discovery\":{\"dns\":[{\"status\":7}]}}", "field discovery.dns[0].status: it is no text")]
    [InlineData("{\"schema\":1,\"steps\":[1]}", "field steps[0]: it is no object")]
    public void A_file_that_cannot_be_read_says_where(string file, string fault)
    {
        TransactionRecord.TryRead(Encoding.UTF8.GetBytes(file), out _, out var found).ShouldBeFalse();
        $"{found}".ShouldBe(fault);
    }

    [Fact]
    public void Every_cut_of_a_file_is_a_fault()
    {
        var whole = Encoding.UTF8.GetBytes(Run().ToJsonString());
        for (var length = 0; length < whole.Length; length++)
        {
            TransactionRecord.TryRead(whole.AsMemory(0, length), out _, out _).ShouldBeFalse();
        }
    }

    [Fact]
    public void A_comparison_as_data()
    {
        var other = Run();
        other["result"] = "failure";
        using var output = new MemoryStream();
        var (before, now) = (Read(Run()), Read(other));
        ComparisonJson.Write(before, now, TransactionComparison.Of(before, now), output);
        var json = JsonDocument.Parse(output.ToArray()).RootElement;

        json.GetProperty("same").GetBoolean().ShouldBeFalse();
        json.GetProperty("now").GetProperty("result").GetString().ShouldBe("failure");
        json.GetProperty("differences")[0].GetProperty("kind").GetString().ShouldBe("result");
    }

    private static ImmutableArray<Difference> Compare(JsonNode before, JsonNode now) =>
        TransactionComparison.Of(Read(before), Read(now));

    private static ImmutableArray<Difference> Compare(byte[] before, byte[] now) =>
        TransactionComparison.Of(Read(before), Read(now));

    private static TransactionRecord Read(JsonNode run) => Read(Encoding.UTF8.GetBytes(run.ToJsonString()));

    private static TransactionRecord Read(byte[] run) =>
        TransactionRecord.TryRead(run, out var record, out var fault)
            ? record : throw new InvalidOperationException($"{fault}");

    private static void Reverse(JsonArray array)
    {
        var items = array.ToList();
        array.Clear();
        items.Reverse();
        items.ForEach(array.Add);
    }

    private static void Set(JsonNode root, string path, JsonNode value)
    {
        var parts = path.Replace("[", ".").Replace("]", "").Split('.');
        var node = root;
        foreach (var part in parts[..^1])
        {
            node = int.TryParse(part, out var index) ? node[index]! : node[part]!;
        }

        if (int.TryParse(parts[^1], out var last))
        {
            node[last] = value;
        }
        else
        {
            node[parts[^1]] = value;
        }
    }

    private static JsonNode Run() => JsonNode.Parse("""
        {
          "schema": 1, "transaction": "client-auth", "account": "sip:alice@contoso.example", "profile": "lync-phone",
          "startedAt": "2026-03-01T00:00:00+00:00", "result": "success", "milliseconds": 1000,
          "targets": [{ "host": "pool01.contoso.example", "address": "192.0.2.11", "port": 5061, "transport": "TLS",
            "result": "success" }],
          "steps": [{ "step": "connect", "result": "passed", "milliseconds": 100 }],
          "findings": { "causes": [{ "code": "DT1102", "subject": "192.0.2.67", "title": "No option 120" }] },
          "discovery": {
            "dns": [{
              "name": "_sipinternaltls._tcp.contoso.example", "type": "srv", "status": "answered",
              "server": "192.0.2.53:53",
              "records": [
                { "host": "pool01.contoso.example", "port": 5061, "priority": 0, "weight": 10 },
                { "host": "pool02.contoso.example", "port": 5061, "priority": 0, "weight": 10 }] }],
            "dhcp": [{ "status": "answered", "answers": [
              { "server": "192.0.2.67", "registrarNames": ["pool01.contoso.example"] }] }],
            "candidates": [
              { "source": "internal-srv", "transport": "tls", "host": "pool01.contoso.example", "port": 5061 },
              { "source": "internal-srv", "transport": "tls", "host": "pool02.contoso.example", "port": 5061 }],
            "addresses": [{
              "name": "pool01.contoso.example", "status": "answered", "server": "192.0.2.53:53",
              "addresses": ["192.0.2.11"] }]
          },
          "certificates": [
            { "name": "pool01.contoso.example", "address": "192.0.2.11", "verdict": "good", "chain": [
              { "thumbprint": "AA", "issuer": "Contoso CA", "notAfter": "2027-01-01T00:00:00Z" }] },
            { "name": "web01.contoso.example", "address": "192.0.2.20", "verdict": "good", "chain": [
              { "thumbprint": "CC", "issuer": "Contoso CA", "notAfter": "2029-01-01T00:00:00Z" }] }],
          "challenges": [{ "host": "pool01.contoso.example", "offered": ["NTLM", "TLS-DSK"], "chosen": "TLS-DSK" }],
          "registrar": { "host": "pool01.contoso.example", "address": "192.0.2.11", "mechanism": "TLS-DSK" }
        }
        """)!;
}
