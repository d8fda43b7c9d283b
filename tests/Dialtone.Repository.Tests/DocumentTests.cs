using System.Text.RegularExpressions;

namespace Dialtone.Repository.Tests;

public class DocumentTests
{
    private static readonly Regex Link = new(@"\]\((?<target>[^()\s]+)\)", RegexOptions.NonBacktracking);
    private static readonly Regex Scheme = new("^[a-z]+:", RegexOptions.NonBacktracking);
    private static readonly Regex NotInAnchor = new(@"[^\w\- ]", RegexOptions.NonBacktracking);

    [Fact]
    public void Every_page_begins_with_a_title() => Repository.ShouldHaveNone(
        Repository.Documents.Where(file => !Repository.Read(file).StartsWith("# ", StringComparison.Ordinal)),
        "The first line of a page is its title:");

    [Fact]
    public void Every_link_to_a_file_of_the_repository_leads_somewhere() => Repository.ShouldHaveNone(
        from file in Repository.Documents
        from target in LinksOf(file)
        where !Scheme.IsMatch(target) && !LeadsSomewhere(file, target)
        select $"{file} links to {target}",
        "These links lead nowhere:");

    [Fact]
    public void Every_page_of_the_docs_is_reached_from_their_index()
    {
        const string Index = "docs/README.md";
        var linked = LinkedFrom(Index).Concat(LinkedFrom($"{FindingPages.Folder}/README.md")).ToList();
        linked.ShouldContain(Repository.Full($"{FindingPages.Folder}/README.md"));
        var pages = Repository.Under("docs", Repository.Documents).Where(f => f != Index).Select(Repository.Full);
        Repository.ShouldHaveNone(pages.Except(linked), "docs/README.md does not list:");
    }

    private static IEnumerable<string> LinkedFrom(string file) =>
        LinksOf(file).Select(target => Resolve(file, target.Split('#')[0]));

    private static bool LeadsSomewhere(string file, string target)
    {
        var parts = target.Split('#', 2);
        var full = parts[0].Length == 0 ? Repository.Full(file) : Resolve(file, parts[0]);
        if (parts.Length == 1)
        {
            return File.Exists(full) || Directory.Exists(full);
        }

        return File.Exists(full) && Prose(File.ReadAllLines(full)).Where(line => line.StartsWith('#'))
            .Any(heading => Anchor(heading) == parts[1]);
    }

    private static string Resolve(string file, string target) =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Repository.Full(file))!, target));

    private static IEnumerable<string> LinksOf(string file) =>
        Prose(Repository.Lines(file)).SelectMany(line => Link.Matches(line))
            .Select(match => match.Groups["target"].Value);

    // How the usual viewers of Markdown derive the anchor of a heading.
    private static string Anchor(string heading) =>
        NotInAnchor.Replace(heading.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-');

    // The lines outside fenced blocks: an example in one is not a link, nor a heading.
    private static IEnumerable<string> Prose(IEnumerable<string> lines)
    {
        var fenced = false;
        foreach (var line in lines)
        {
            if (line.TrimStart().StartsWith("```", StringComparison.Ordinal))
            {
                fenced = !fenced;
            }
            else if (!fenced)
            {
                yield return line;
            }
        }
    }
}
