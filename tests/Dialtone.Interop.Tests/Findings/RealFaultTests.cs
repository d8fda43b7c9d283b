using System.Text.Json;
using Dialtone.Interop.Tests.Bench;
using Dialtone.Interop.Tests.Phone;
using Dialtone.Interop.Tests.Servers;

namespace Dialtone.Interop.Tests.Findings;

/// <summary>
/// Faults of the lab again, with the servers of other people: the diagnosis is the same code.
/// </summary>
public class RealFaultTests
{
    private static readonly string Scenarios = Path.Combine(AppContext.BaseDirectory, "lab", "faults");

    public static IEnumerable<TheoryDataRow<string>> Names() =>
        RealFaults.All.Select(fault => new TheoryDataRow<string>(fault.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_real_fault_has_the_code_of_the_lab(string name)
    {
        Requirements.SkipUnlessInstalled(Bind.Program, Unbound.Program, OneByteRelay.Program);
        var fault = RealFaults.All.Single(each => each.Name == name);
        await using var contoso = await Deployment.BuildAsync();
        await fault.Break(contoso);

        await using var run = await RunAsync(contoso, fault);

        var causes = run.Report.GetProperty("findings").GetProperty("causes").EnumerateArray().ToList();
        causes.Count.ShouldBePositive($"{run}");
        causes[0].GetProperty("code").GetString().ShouldBe(CodeOf(name), $"{run}");
        causes.Skip(1).ShouldAllBe(cause => cause.GetProperty("severity").GetString() != "blocking", $"{run}");
        var said = causes[0].GetRawText();
        fault.Names.ShouldAllBe(named => said.Contains(named, StringComparison.Ordinal), said);
    }

    [Fact]
    public void There_are_as_many_as_were_asked_for() => RealFaults.All.Count.ShouldBeGreaterThanOrEqualTo(25);

    private static string CodeOf(string name)
    {
        using var scenario = JsonDocument.Parse(File.ReadAllText(Path.Combine(Scenarios, $"{name}.json")));
        return scenario.RootElement.GetProperty("expect").GetProperty("finding").GetString()!;
    }

    private static async Task<SignInRun> RunAsync(Deployment contoso, RealFault fault)
    {
        var password = Path.Combine(contoso.WorkDirectory, "password");
        await File.WriteAllTextAsync(password, fault.Password + "\n");
        var run = await contoso.RunAsync(
        [
            "test", "registration", "--user", $"sip:{fault.User}@{fault.Domain}", "--password-file", password,
            "--ca", contoso.Authority.CertificateFile, "--json",
            .. fault.AsksDhcp ? (string[])[] : ["--dhcp", "off"], .. fault.Options,
        ]);
        return await run.FinishAsync();
    }
}
