using Dialtone.Cli.Tests.Running;

namespace Dialtone.Cli.Tests.Test;

/// <summary>The synthetic transactions on loopback, by the program itself.</summary>
public sealed class TransactionTests
{
    [Fact]
    public async Task S13_Client_auth_prints_what_administrators_know_and_the_steps()
    {
        var run = await RunningProgram.RunAsync("test", "client-auth", "--lab");

        run.ExitCode.ShouldBe(0, $"{run}");
        run.Error.ShouldBeEmpty();
        run.ShouldHaveNoEscapeCodes();
        run.Lines[0].ShouldMatch(@"^client-auth for sip:alice@contoso\.example succeeded after [\d.]+ m?s");
        run.Lines[2].ShouldMatch(@"^TargetUri   : https://web01\.contoso\.example:\d+/CertProv/");
        run.Lines[3].ShouldBe("TargetFqdn  : pool01.contoso.example");
        run.Lines[4].ShouldBe("Result      : Success");
        run.Lines[5].ShouldMatch(@"^Latency     : 00:\d\d:\d\d\.\d{7}$");
        run.Lines[6..8].ShouldBe(["Error       :", "Diagnosis   :"]);
        foreach (var step in (string[])["DHCP", "Web ticket", "Client certificate", "Register", "Sign out"])
        {
            run.Lines.ShouldContain(line => line.StartsWith($"  {step} ", StringComparison.Ordinal)
                && line.Contains(" passed", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task S14_With_a_target_nothing_is_discovered()
    {
        var run = await RunningProgram.RunAsync(
            "test", "client-auth", "--lab", "--target-fqdn", "pool01.contoso.example", "--fault", "dns-no-srv",
            "--fault", "dhcp-silent");

        run.ExitCode.ShouldBe(0, $"{run}");
        run.Lines.ShouldContain("  DHCP                   not run");
        run.Lines.ShouldContain("  DNS                    not run");
    }

    [Fact]
    public async Task S15_S16_Silent_DHCP_and_DNS_are_both_named_with_directions()
    {
        var run = await RunningProgram.RunAsync(
            "test", "client-auth", "--lab", "--fault", "dns-silent", "--fault", "dhcp-silent");

        run.ExitCode.ShouldBe(1, $"{run}");
        run.Lines.ShouldContain("Failed at: DHCP.");
        run.Lines.ShouldContain("Error       : No DHCP response for the Registrar");
        run.Output.ShouldContain("DT1101 ");
        run.Output.ShouldContain("DT1202 ");
        run.Lines.ShouldContain("  Register               not run");
    }

    [Theory]
    [InlineData("registration", "Register")]
    [InlineData("phone-bootstrap", "Client certificate")]
    [InlineData("av-edge", "Relay allocation")]
    [InlineData("presence", "Presence")]
    public async Task Each_of_the_others_succeeds_in_the_lab(string transaction, string step)
    {
        var run = await RunningProgram.RunAsync("test", transaction, "--lab");

        run.ExitCode.ShouldBe(0, $"{run}");
        run.Lines.ShouldContain(line => line.StartsWith($"  {step} ", StringComparison.Ordinal)
            && line.Contains(" passed", StringComparison.Ordinal));
        run.Lines.ShouldContain("  Sign out               passed");
    }

    [Fact]
    public async Task A_number_of_another_user_is_a_failure()
    {
        var run = await RunningProgram.RunAsync(
            "test", "phone-bootstrap", "--lab", "--phone-or-ext", "101", "--user", "sip:bob@contoso.example");

        run.ExitCode.ShouldBe(1, $"{run}");
        run.Lines.ShouldContain("Failed at: Client certificate.");
        run.Output.ShouldContain("DT3352 ");
    }

    [Fact]
    public async Task An_A_V_Edge_Server_given_by_hand_at_which_nobody_is_fails()
    {
        var run = await RunningProgram.RunAsync(
            "test", "av-edge", "--lab", "--av-edge-address", "127.0.0.1", "--av-edge-udp-port", "9",
            "--av-edge-tcp-port", "9");

        run.ExitCode.ShouldBe(1, $"{run}");
        run.Lines.ShouldContain("Failed at: Media Relays.");
        run.Lines.ShouldContain("  Sign out               passed");
    }

    [Theory]
    [InlineData(2, "DIALTONE CRITICAL - DT", "--fault", "register-403")]
    [InlineData(3, "DIALTONE UNKNOWN - ", "--registrar-port", "5061")]
    public async Task Nagios_gets_one_line_and_its_own_exit_code(int code, string begin, params string[] options)
    {
        var run = await RunningProgram.RunAsync(["test", "client-auth", "--lab", "--nagios", .. options]);

        run.ExitCode.ShouldBe(code, $"{run}");
        run.Lines.ShouldHaveSingleItem().ShouldStartWith(begin);
        run.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nagios_is_told_of_success()
    {
        var run = await RunningProgram.RunAsync("test", "registration", "--lab", "--nagios");

        // A machine that has much else to do is slow, which is a warning.
        run.Lines.ShouldHaveSingleItem().ShouldStartWith(run.ExitCode == 0 ? "DIALTONE OK - " : "DIALTONE WARNING - ");
        run.ExitCode.ShouldBeOneOf(0, 1);
    }

    [Fact]
    public async Task Strict_tells_a_fall_back_by_its_exit_code()
    {
        string[] command = ["test", "client-auth", "--lab", "--fault", "mras-404"];

        (await RunningProgram.RunAsync(command)).ExitCode.ShouldBe(0);
        (await RunningProgram.RunAsync([.. command, "--strict"])).ExitCode.ShouldBe(2);
    }

    [Theory]
    [InlineData("Who is to sign in?", "client-auth")]
    [InlineData("Whose PIN is it?", "phone-bootstrap")]
    [InlineData("Who is the publisher?", "presence", "--subscriber", "sip:alice@contoso.example")]
    [InlineData("are two users", "presence", "--lab", "--publisher", "sip:bob@contoso.example")]
    [InlineData("give that too", "av-edge", "--lab", "--av-edge-udp-port", "3478")]
    [InlineData("exclude each other", "phone-bootstrap", "--lab", "--pin-stdin", "--pin-file", "pin")]
    [InlineData("takes an https URL", "client-auth", "--lab", "--target-uri", "http://web.contoso.example/")]
    public async Task What_does_not_go_together_is_refused(string because, params string[] command)
    {
        var run = await RunningProgram.RunAsync(["test", .. command]);

        run.ExitCode.ShouldBe(64, $"{run}");
        run.Error.ShouldContain(because);
        run.Output.ShouldBeEmpty();
    }
}
