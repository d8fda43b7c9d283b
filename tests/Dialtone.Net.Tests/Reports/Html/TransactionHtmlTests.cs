using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Dialtone.Core.Transactions;

namespace Dialtone.Net.Tests.Reports.Html;

public class TransactionHtmlTests
{
    [Fact]
    public void The_verdict_says_who_when_what_and_where_in_one_sentence() =>
        Document(Examples.Refused()).Descendants("h1").Single().Value.ShouldBe(
            "alice@contoso.example could not sign in by certificate on 1 March 2026 at 12:00\u00A0UTC: "
            + "it failed at “Connection”.");

    [Fact]
    public void The_six_properties_have_the_names_and_forms_that_administrators_know()
    {
        var known = Document(Examples.Refused()).Descendants("dl").First();
        known.Descendants("dt").Select(name => name.Value).ShouldBe(
            ["TargetFqdn", "Result", "Latency", "Error", "Diagnosis"]);
        known.Descendants("dd").Select(value => value.Value).ShouldBe(
            [
                "pool01.contoso.example", "Failure", "00:00:08.2500000",
                "10061, No connection could be made because the target machine actively refused it", "–",
            ]);
    }

    [Fact]
    public void Every_direction_has_its_audience_its_text_and_its_command()
    {
        var result = Examples.Refused();
        var written = Document(result).Descendants("ol").Where(list => ClassOf(list) == "directions")
            .SelectMany(list => list.Elements("li"))
            .Select(item => (item.Element("p")!.Value, item.Element("pre")?.Element("code")?.Value));
        written.ShouldBe(result.Findings.Causes.SelectMany(cause => cause.Directions)
            .Select(direction => (direction.Text, direction.Command)));
    }

    [Fact]
    public void Every_step_has_its_row_and_only_what_failed_is_open()
    {
        var rows = Document(Examples.Refused()).Descendants("table").First().Descendants("tr").Skip(1).ToList();
        rows.Select(row => (row.Element("th")!.Value, row.Elements("td").First().Value)).ShouldBe(
            [
                ("DHCP", "degraded"), ("DNS", "passed"), ("Registrar's addresses", "passed"), ("Connection", "failed"),
                ("TLS", "not run"), ("Register", "not run"),
            ]);
        rows.Where(row => row.Descendants("details").Any(each => each.Attribute("open") is not null))
            .ShouldHaveSingleItem().Element("th")!.Value.ShouldBe("Connection");
    }

    [Fact]
    public void The_same_result_gives_the_same_bytes() =>
        Examples.PageOf(Examples.Refused()).ShouldBe(Examples.PageOf(Examples.Refused()));

    [Fact]
    public void The_policy_allows_the_style_sheet_of_the_page_and_nothing_else()
    {
        var page = Document(Examples.Refused());
        var style = Encoding.UTF8.GetBytes(page.Descendants("style").Single().Value);
        page.Descendants("meta").Single(meta => meta.Attribute("http-equiv") is not null).Attribute("content")!.Value
            .ShouldBe("default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; "
                + $"style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(style))}'");
    }

    [Fact]
    public void Nothing_is_referred_to_that_is_not_in_the_page()
    {
        var page = Document(Examples.Refused());
        var ids = page.Descendants().Attributes("id").Select(id => id.Value).ToHashSet();
        ids.Count.ShouldBe(page.Descendants().Attributes("id").Count());
        foreach (var reference in page.Descendants().Attributes().Where(each => each.Name.LocalName is "href" or "src"))
        {
            (reference.Value == "data:," || ids.Contains(reference.Value.TrimStart('#'))).ShouldBeTrue(reference.Value);
        }

        page.Descendants().Attributes("style").ShouldBeEmpty();
        page.Descendants("script").ShouldBeEmpty();
        page.Descendants("style").Single().Value.ShouldNotContain("url(");
        page.Descendants("style").Single().Value.ShouldNotContain("@import");
    }

    [Fact]
    public void Headings_go_down_one_level_at_a_time()
    {
        var levels = Document(Examples.Refused()).Descendants().Select(each => each.Name.LocalName)
            .Where(name => name is ['h', >= '1' and <= '6']).Select(name => name[1] - '0').ToList();
        levels.Count(level => level == 1).ShouldBe(1);
        levels.Zip(levels.Skip(1)).ShouldAllBe(pair => pair.Second <= pair.First + 1);
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void What_a_peer_says_stays_text(string said)
    {
        var harmless = Document(Examples.Saying("harmless"));
        var page = Document(Examples.Saying(said));
        page.Descendants().Select(each => each.Name).ShouldBe(harmless.Descendants().Select(each => each.Name));
        page.Descendants().Attributes().Select(each => each.Name).ShouldBe(
            harmless.Descendants().Attributes().Select(each => each.Name));
    }

    [Theory]
    [InlineData("a\u202Eb", "a[U+202E]b")]
    [InlineData("a\0b\u001b[31m", "a␀b␛[31m")]
    [InlineData("a\rb\u007f", "a␍b␡")]
    [InlineData("a\r\nb", "a\nb")]
    [InlineData("\u0085\u200B\u2028\uFEFF", "[U+0085][U+200B][U+2028][U+FEFF]")]
    [InlineData("שלום", "שלום")]
    public void What_would_not_be_seen_is_shown(string said, string shown) =>
        Document(Examples.Saying("harmless") with { Error = said }).Descendants("dd").ElementAt(4).Value
            .ShouldBe(shown);

    [Theory]
    [InlineData("\uD800")]
    [InlineData("\uDC00x")]
    public void Half_a_character_is_shown_as_none(string said) =>
        Document(Examples.Saying("harmless") with { Error = said }).Descendants("dd").ElementAt(4).Value
            .ShouldStartWith("\uFFFD");

    [Fact]
    public void A_long_piece_of_evidence_is_cut_and_that_is_said()
    {
        var page = Document(Examples.Saying(new string('x', 20_000)));
        page.Descendants("span").Where(each => ClassOf(each) == "left-out")
            .ShouldAllBe(each => each.Value.EndsWith("characters left out"));
        page.Descendants("ol").Where(list => ClassOf(list) == "entries").SelectMany(list => list.Descendants("code"))
            .ShouldAllBe(each => each.Value.Length == 8_000);
    }

    [Fact]
    public void Chance_finds_no_way_out_of_text()
    {
        var random = new Random(1);
        const string likely = "<>&\"'/=-![]();:# \n\r\t\0\u202E\u2028\uFEFF\uD83D\uDE00abcscriptCDATA";
        for (var round = 0; round < 300; round++)
        {
            var said = string.Create(random.Next(1, 40), random, (text, chance) =>
            {
                foreach (ref var each in text)
                {
                    each = chance.Next(4) == 0 ? (char)chance.Next(1, 0x10000) : likely[chance.Next(likely.Length)];
                }
            });
            What_a_peer_says_stays_text(said);
        }
    }

    public static TheoryData<string> Hostile() =>
    [
        "<script>alert(1)</script>", "</style><script>alert(1)</script>", "</code></pre><img src=x onerror=alert(1)>",
        "]]>", "<![CDATA[", "<!--", "-->", "\"><svg onload=alert(1)>", "' onmouseover='alert(1)", "&lt;&#60;&quot;",
        "\0\u0001\u001b[2J\u0007", "\u202Egnp.exe", "\u2066\u2067\u2069", "a\r\nb\rc\nd", "javascript:alert(1)",
        "{braces} {registrar}", "\uD800", "\uFFFF\uFFFE", "\u2028\u2029", "=cmd|' /C calc'!A0", "%00%0d%0a", "😀\u200D",
    ];

    /// <summary>A page is XML too, so that it can be looked into.</summary>
    internal static XDocument Document(TransactionResult result)
    {
        using var reader = XmlReader.Create(
            new StringReader(Examples.PageOf(result)), new() { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader, LoadOptions.PreserveWhitespace);
    }

    private static string ClassOf(XElement element) => element.Attribute("class")?.Value ?? "";
}
