using System.Management.Automation;
using System.Xml.Linq;
using Dialtone.PowerShell.Tests.Running;

namespace Dialtone.PowerShell.Tests.Commands;

public sealed class HelpTests : IDisposable
{
    private const string Name = "Dialtone.PowerShell.dll-Help.xml";

    private readonly Session _session = new();

    public static TheoryData<string> Cmdlets =>
    [
        "Test-DialtoneClientAuth", "Test-DialtoneRegistration", "Test-DialtonePhoneBootstrap", "Test-DialtonePresence",
        "Test-DialtoneAVEdgeConnectivity", "Compare-DialtoneResult", "Get-DialtoneFinding", "Enable-DialtoneCsAlias",
    ];

    public void Dispose() => _session.Dispose();

    [Fact]
    public void The_module_has_these_cmdlets_and_each_is_in_the_help()
    {
        var exported = _session.Run("(Get-Command -Module Dialtone).Name").Output.Select(each => $"{each}");
        exported.ShouldBe(Cmdlets.Select(row => row.Data), ignoreOrder: true);
        HelpOf().Descendants().Where(each => each.Name.LocalName == "details")
            .Select(each => each.Elements().First().Value).ShouldBe(exported, ignoreOrder: true);
    }

    [Fact]
    public void Syntax_and_parameters_of_the_help_are_those_of_the_cmdlets()
    {
        if (Environment.GetEnvironmentVariable("DIALTONE_ACCEPT") == "1")
        {
            HelpFile.Updated(_session, XDocument.Load(Source())).Save(Source());
            File.AppendAllText(Source(), "\n");
            return;
        }

        var help = HelpOf();
        $"{help}".ShouldBe(
            $"{HelpFile.Updated(_session, help)}", "DIALTONE_ACCEPT=1 ./test PowerShell writes it anew.");
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Each_cmdlet_has_a_synopsis_an_example_and_a_text_for_every_parameter(string cmdlet)
    {
        var run = _session.Run($"Get-Help {cmdlet} -Full");

        run.Errors.ShouldBeEmpty($"{run}");
        var help = run.Only;
        $"{help.Properties["Synopsis"].Value}".Trim().ShouldEndWith(".");
        _session.Run($"(Get-Help {cmdlet} -Examples).examples.example.code").Output.ShouldNotBeEmpty();
        var untold = _session.Run(
            $"(Get-Help {cmdlet} -Full).parameters.parameter | Where-Object {{ -not $_.description }} | % name");
        untold.Output.ShouldBeEmpty($"{untold}");
        _session.Run($"Get-Help {cmdlet} -Full | Out-String").Text.ShouldContain("SYNOPSIS");
    }

    [Fact]
    public void There_is_a_page_about_the_module() =>
        _session.Run("Get-Help about_Dialtone").Text.ShouldContain("Enable-DialtoneCsAlias");

    private static XDocument HelpOf() => XDocument.Load(
        Path.Combine(AppContext.BaseDirectory, "en-US", Name));

    private static string Source()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Dialtone.slnx")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("No folder above holds Dialtone.slnx.");
        }

        return Path.Combine(folder.FullName, "src", "Dialtone.PowerShell", "Module", "en-US", Name);
    }
}
