namespace Dialtone.Repository.Tests;

/// <summary>The page on the torture messages says what the table says that their tests read.</summary>
public class TorturePageTests
{
    private const string Table = "tests/Dialtone.Wire.Tests/Sip/Torture/verdicts.tsv";

    private static readonly (string Folder, string Title)[] Documents =
        [("rfc4475", "RFC 4475"), ("rfc5118", "RFC 5118, for IPv6")];

    [Fact]
    public void The_page_says_what_the_table_says() => Accepted.ShouldMatch("docs/protocol/sip-torture.md", Page());

    private const string Introduction = """
        # SIP torture messages: how they are judged

        The messages of RFC 4475 and RFC 5118, to the byte but for the octets in one body, are in
        `tests/Dialtone.Wire.Tests/Sip/Torture`, and so is the table that this page is made of.

        *Accepted* and *refused* is what the RFC would have; *lenient* is what it calls invalid and is read here,
        *strict* the other way round, each with its reason. The faults are those of reading the message, its Request-URI
        and the headers that decisions need, with the byte at which each shows; a number is what an element answers,
        where it answers at all.
        """;

    private static IEnumerable<string> Page()
    {
        var lines = Repository.Lines(Table).Skip(1).Select(line => line.Split('\t')).ToList();
        return Introduction.Split('\n').Concat(
            from document in Documents
            let rows = from cells in lines
                       where cells[0].StartsWith(document.Folder + "/", StringComparison.Ordinal)
                       let name = cells[0][(document.Folder.Length + 1)..]
                       select $"| {cells[1]} | {name} | {cells[3]} | {cells[4]} | {cells[5]} |"
            from line in rows.Prepend("| --- | --- | --- | --- | --- |")
                .Prepend("| Section | Message | Verdict | Faults | Why, and what becomes of it |")
                .Prepend("").Prepend($"## {document.Title}").Prepend("")
            select line);
    }
}
