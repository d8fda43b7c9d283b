using System.Globalization;
using Dialtone.Mutation;
using Dialtone.Mutation.Codecs;

// dotnet Dialtone.Mutation.dll 1000000000 [--seed 2] [--workers 1] [--parts 100] [--codec dns] [--found FOLDER]
// Ends with a line of counts; with code 1 where something was found.
var options = new Dictionary<string, string>(StringComparer.Ordinal);
for (var i = 1; i + 1 < args.Length; i += 2)
{
    options[args[i]] = args[i + 1];
}

if (args.Length % 2 == 0 || !long.TryParse(args[0], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
    || options.Keys.Except(["--seed", "--workers", "--parts", "--codec", "--found"], StringComparer.Ordinal).Any())
{
    Console.Error.WriteLine(
        "Dialtone.Mutation COUNT [--seed N] [--workers N] [--parts N] [--codec NAME] [--found FOLDER]");
    return 64;
}

var began = TimeProvider.System.GetTimestamp();
var run = new MutationRun
{
    Codecs = () => [.. AllCodecs.Make().Where(c => c.Name == options.GetValueOrDefault("--codec", c.Name))],
    Count = count,
    Seed = (ulong)Number("--seed", 1),
    Workers = (int)Number("--workers", 1),
    Parts = (int)Number("--parts", 20),
    Progress = text => Console.WriteLine($"{TimeProvider.System.GetElapsedTime(began):hh\\:mm\\:ss} {text}"),
};
var report = run.Run();
foreach (var finding in report.Findings)
{
    Console.WriteLine(finding);
    Keep(finding);
}

Console.WriteLine(report);
var elapsed = TimeProvider.System.GetElapsedTime(began);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
    $"{elapsed:hh\\:mm\\:ss} elapsed, {Environment.CpuUsage.TotalTime:hh\\:mm\\:ss} of processor time, "
    + $"{Environment.CpuUsage.TotalTime.TotalMicroseconds / report.Inputs:F2} us an input"));
return report.Findings.Count == 0 ? 0 : 1;

long Number(string option, long fallback) =>
    long.Parse(options.GetValueOrDefault(option, fallback.ToString(CultureInfo.InvariantCulture)), NumberStyles.None,
        CultureInfo.InvariantCulture);

// Into the corpus of the source tree, when its folder is given: there it is a regression test from then on.
void Keep(Finding finding)
{
    if (options.TryGetValue("--found", out var corpus))
    {
        var folder = Directory.CreateDirectory(Path.Combine(corpus, finding.Codec, "found"));
        File.WriteAllText(Path.Combine(folder.FullName, $"{finding.Seed}-{finding.Index}.hex"), finding.ToFile());
    }
}
