using System.Text;

namespace Dialtone.Simulation.Tests.Findings;

/// <summary>
/// The pages of docs/findings that show what was proved are what comes out now. <c>DIALTONE_ACCEPT=1</c> rewrites them.
/// </summary>
public class FindingTablesTests
{
    private static readonly bool Rewrite = Environment.GetEnvironmentVariable("DIALTONE_ACCEPT") == "1";

    [Fact]
    public void The_page_of_faults_is_what_comes_out() =>
        ShouldMatch("faults.md", FindingTable.OfFaults([.. FaultProof.All.Values]));

    [Fact]
    public void The_page_of_pairs_is_what_comes_out() =>
        ShouldMatch("pairs.md", FindingTable.OfPairs(FaultPairTests.All));

    private static void ShouldMatch(string page, IEnumerable<string> lines)
    {
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            _ = text.Append(line).Append('\n');
        }

        var path = Path.Combine(Root(), "docs", "findings", page);
        if (Rewrite)
        {
            _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text.ToString());
        }

        File.Exists(path).ShouldBeTrue(path);
        File.ReadAllText(path).ShouldBe(text.ToString());
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Dialtone.slnx")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("No folder above holds Dialtone.slnx.");
        }

        return folder.FullName;
    }
}
