using Dialtone.Cli.Tests.Running;

namespace Dialtone.Cli.Tests.Dhcp;

public class DhcpDecodeTests
{
    [Fact]
    public async Task A_mistake_is_told_with_its_code_and_the_right_bytes()
    {
        var run = await RunningProgram.RunAsync("dhcp", "decode", "--option", "120", "pool01.contoso.example");

        run.ExitCode.ShouldBe(1, $"{run}");
        run.Lines.ShouldBe(
        [
            "option 120 (SIP servers), 22 bytes, given as text",
            "  Registrar: pool01.contoso.example",
            " ✗ byte 0: 'pool01.contoso.example' is text; each label needs its length before it (DT1106)",
            "It should be: 0006706F6F6C303107636F6E746F736F076578616D706C6500",
        ]);
    }

    [Fact]
    public async Task Bytes_with_spaces_between_them_need_no_quotation_marks()
    {
        var run = await RunningProgram.RunAsync("dhcp", "decode", "--json", "0a", "02", "00", "64");

        run.ExitCode.ShouldBe(0, $"{run}");
        run.Json.GetProperty("schema").GetInt32().ShouldBe(1);
        run.Json.GetProperty("option").GetInt32().ShouldBe(43);
        run.Json.GetProperty("sound").GetBoolean().ShouldBeTrue();
        run.Json.GetProperty("values")[0].GetProperty("value").GetString().ShouldBe("100");
        run.Json.GetProperty("corrected").GetString().ShouldBe("0A020064");
    }

    [Fact]
    public async Task An_option_that_is_not_known_is_refused()
    {
        var run = await RunningProgram.RunAsync("dhcp", "decode", "--option", "66", "00");

        run.ExitCode.ShouldBe(64, $"{run}");
        run.Error.ShouldContain("--option takes 21, 22, 43, 120, 125; '66' is none.");
    }
}
