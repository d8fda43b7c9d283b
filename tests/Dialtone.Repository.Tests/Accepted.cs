namespace Dialtone.Repository.Tests;

/// <summary>
/// Texts that are checked in so that a change of them shows in a review: what a library offers, what it needs.
/// <c>DIALTONE_ACCEPT=1 ./test Repository</c> rewrites them.
/// </summary>
internal static class Accepted
{
    private static readonly bool Rewrite = Environment.GetEnvironmentVariable("DIALTONE_ACCEPT") == "1";

    public static void ShouldMatch(string path, IEnumerable<string> lines)
    {
        string[] now = [.. lines];
        var full = Repository.Full(path);
        if (Rewrite)
        {
            File.WriteAllText(full, string.Concat(now.Select(line => line + "\n")));
            return;
        }

        var before = File.Exists(full) ? File.ReadAllLines(full) : [];
        var changes = before.Except(now).Select(line => "- " + line)
            .Concat(now.Except(before).Select(line => "+ " + line));
        Repository.ShouldHaveNone(
            changes, $"{path} does not say this yet. If it is meant: DIALTONE_ACCEPT=1 ./test Repository");
        now.ShouldBe(before, $"{path} is out of order. DIALTONE_ACCEPT=1 ./test Repository");
    }
}
