using Dialtone.Cli.Tests.Running;

namespace Dialtone.Cli.Tests.Lab;

/// <summary>A lab in one process that is broken and mended from another.</summary>
public class LabFaultTests
{
    public LabFaultTests() => Signals.SkipWhereThereAreNone();

    [Fact]
    public async Task A_running_lab_is_broken_and_mended_and_a_phone_sees_both()
    {
        await using var lab = RunningProgram.Start("lab", "up", "--json", "--fault", "dns-slow");
        var sheet = await LabSheet.OfAsync(lab);

        var on = await BesideAsync(lab, "lab", "fault", "register-403", "on");
        on.ExitCode.ShouldBe(0, $"{on}");
        on.Lines.ShouldBe(
        [
            "Broken on purpose", "  dns-slow      DNS answers after 1.5 s",
            "  register-403  REGISTER gets 403 with 4003: the user is not enabled for remote access",
        ]);
        (await SignInAsync(sheet)).ExitCode.ShouldBe(1);

        var off = await BesideAsync(lab, "lab", "fault", "register-403", "off", "--lab", sheet.Text("directory"));
        off.Lines.ShouldBe(["Broken on purpose", "  dns-slow  DNS answers after 1.5 s"]);
        (await BesideAsync(lab, "lab", "fault", "dns-slow", "off")).Lines.ShouldBe(["Nothing is broken."]);
        (await BesideAsync(lab, "lab", "fault", "--list")).Lines.ShouldBe(["Nothing is broken."]);
        (await SignInAsync(sheet)).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task What_cannot_be_done_is_said()
    {
        await using var lab = RunningProgram.Start("lab", "up", "--json");
        var sheet = await LabSheet.OfAsync(lab);

        (await BesideAsync(lab, "lab", "fault", "dns-sulks", "on")).ShouldBeUsage("dns-sulks");
        (await BesideAsync(lab, "lab", "fault", "pool01-black-hole", "on")).ShouldBeUsage("simulation");
        (await BesideAsync(lab, "lab", "fault", "dns-silent")).ShouldBeUsage("on or off");
        (await BesideAsync(lab, "lab", "fault", "dns-silent", "maybe")).ShouldBeUsage("maybe");
        (await BesideAsync(lab, "lab", "fault", "dns-silent", "--list")).ShouldBeUsage("--list");
        (await RunningProgram.RunAsync("lab", "fault", "--list")).ShouldBeUsage("lab up");
        var nowhere = await RunningProgram.RunAsync("lab", "fault", "--list", "--lab", sheet.Text("caFile"));
        nowhere.ExitCode.ShouldBe(1, $"{nowhere}");
        nowhere.Error.ShouldStartWith("No lab answers in ");
    }

    /// <summary>As the same user would from another terminal: with the same directory for temporary files.</summary>
    private static Task<RunResult> BesideAsync(RunningProgram lab, params string[] arguments) =>
        RunningProgram.RunWithAsync(null, [("TMPDIR", lab.TemporaryFiles)], arguments);

    private static Task<RunResult> SignInAsync(LabSheet sheet) => RunningProgram.RunWithAsync(
        null, [("DIALTONE_PASSWORD", sheet.Password)], "sign-in", "alice@contoso.example", "--json",
        "--dns", sheet.Text("dns"), "--dhcp", sheet.Text("dhcp"), "--ca", sheet.Text("caFile"));
}
