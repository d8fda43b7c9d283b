using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Dialtone.Watcher.Configuration;
using Dialtone.Watcher.Tests.Logs;

namespace Dialtone.Watcher.Tests.Hosting;

/// <summary>The unit and the container file, as far as they can be checked without systemd and a registry.</summary>
public partial class DeployTests
{
    private const string Unit = "deploy/systemd/dialtone-watch.service";
    private const string Container = "deploy/container/Containerfile";

    private static string[] Lines(string file) =>
        File.ReadAllLines(Path.Combine(EventLedgerTests.Root, file));

    [Fact]
    public async Task Systemd_finds_nothing_wrong_with_the_unit_but_that_the_program_is_not_here()
    {
        var said = await AnalyzeAsync("verify", Unit);
        said.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line.Contains("dialtone-watch", StringComparison.Ordinal)
                && !line.Contains("is not executable", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_unit_is_as_closed_as_the_page_for_operators_says()
    {
        var said = await AnalyzeAsync("security", "--offline=true", "--no-pager", Unit);
        Assert.SkipUnless(Exposure().IsMatch(said), "this systemd rates no unit that is not loaded");
        var exposure = double.Parse(Exposure().Match(said).Groups["score"].Value, CultureInfo.InvariantCulture);
        exposure.ShouldBeLessThan(2);

        // Another version of systemd may weigh a thing otherwise.
        var page = Rated().Match(string.Join(' ', Lines("docs/watch/operations.md"))).Groups["score"].Value;
        double.Parse(page, CultureInfo.InvariantCulture).ShouldBe(exposure, 0.3);
    }

    [Fact]
    public void The_unit_hands_out_one_right_and_no_other()
    {
        var lines = Lines(Unit);
        lines.ShouldContain("AmbientCapabilities=CAP_NET_BIND_SERVICE");
        lines.ShouldContain("CapabilityBoundingSet=CAP_NET_BIND_SERVICE");
        lines.ShouldNotContain(line => line.StartsWith("User=root", StringComparison.Ordinal));
    }

    [Fact]
    public void The_container_runs_as_somebody_without_rights()
    {
        var user = Lines(Container).Last(line => line.StartsWith("USER ", StringComparison.Ordinal))[5..].Split(':');
        user.ShouldAllBe(each => int.Parse(each, CultureInfo.InvariantCulture) > 0);
    }

    [Fact]
    public void What_the_container_copies_is_there()
    {
        var sources = Lines(Container)
            .Where(line => line.StartsWith("COPY ", StringComparison.Ordinal) && !line.Contains("--from="))
            .SelectMany(line => line.Split(' ')[1..^1]).ToList();
        sources.ShouldNotBeEmpty();
        sources.ShouldAllBe(each => Path.Exists(Path.Combine(EventLedgerTests.Root, each)));
    }

    [Fact]
    public void The_container_is_built_by_the_NET_of_this_repository_and_asked_where_it_listens()
    {
        var text = string.Join('\n', Lines(Container));
        var version = Environment.Version.ToString(2);
        text.ShouldContain($"dotnet/sdk:{version} ");
        text.ShouldContain($"dotnet/runtime-deps:{version}\n");
        text.ShouldContain($"\"{new WatchConfiguration().Listen}/healthz\"");
    }

    private static async Task<string> AnalyzeAsync(params string[] arguments)
    {
        var stop = TestContext.Current.CancellationToken;
        try
        {
            using var analyze = Process.Start(new ProcessStartInfo("systemd-analyze", arguments)
            {
                WorkingDirectory = EventLedgerTests.Root,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            })!;
            var errors = analyze.StandardError.ReadToEndAsync(stop);
            var text = await analyze.StandardOutput.ReadToEndAsync(stop);
            await analyze.WaitForExitAsync(stop);
            return text + await errors;
        }
        catch (Win32Exception)
        {
            Assert.Skip("this machine has no systemd-analyze");
            return "";
        }
    }

    [GeneratedRegex(@"Overall exposure level for [^:]*: (?<score>[0-9.]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Exposure();

    [GeneratedRegex("rates the unit (?<score>[0-9]+[.][0-9]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Rated();
}
