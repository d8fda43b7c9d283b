using Dialtone.Cli.Tests.Running;

namespace Dialtone.Cli.Tests.SignIn;

public class SignInTests
{
    [Fact]
    public async Task S17_The_walk_has_a_line_a_step_and_ends_with_own_presence_and_the_contacts()
    {
        var run = await RunningProgram.RunAsync("sign-in", "--lab");

        run.ExitCode.ShouldBe(0, $"{run}");
        run.Error.ShouldBeEmpty();
        run.ShouldHaveNoEscapeCodes();
        run.Lines[0].ShouldBe("sip:alice@contoso.example as lync-phone");
        run.Lines[^6].ShouldMatch(@"^Signed in after [\d.]+ m?s\.$");
        run.Lines[^5..].ShouldBe(
        [
            "You are available; your line is tel:+12065550101.", "Contacts:", "  Bob   busy: In a meeting",
            "  Dave  offline", "  Erin  away",
        ]);
        var steps = run.Lines[1..^6];
        steps.Where(line => !line.StartsWith(" ✓ ", StringComparison.Ordinal)).ShouldHaveSingleItem()
            .ShouldMatch("^ · Certificate .* is asked for one \\(DHCP option 43\\)$");
        // DHCP and DNS are asked together, and either may answer first.
        ShouldBeAWholeSignIn(steps.Select(StepOf));
        var dns = steps.Single(line => StepOf(line) == "DNS");
        dns.ShouldMatch(@"^ ✓ DNS           [\d.]+ m?s +_sipinternaltls\._tcp → pool01\.contoso\.example:\d+$");
        steps.Single(line => StepOf(line) == "Register").ShouldContain("TLS-DSK, expires in 600 s");
        steps.First(line => StepOf(line) == "Remember").ShouldEndWith("pool01.contoso.example (2 addresses)");
        steps.First(line => StepOf(line) == "Settings").ShouldContain("home pool01.contoso.example, then pool02.");
        steps.First(line => StepOf(line) == "Relays").ShouldContain("credentials for 480 min: edge1.contoso.example");
        steps.Last(line => StepOf(line) == "Remember").ShouldEndWith(
            ", home pool01.contoso.example, pool02.contoso.example, 1 Media Relay");
    }

    private static void ShouldBeAWholeSignIn(IEnumerable<string> steps)
    {
        var all = steps.Where(step => step != "DHCP").ToList();
        // The list, the publication, and what is shown: beside all that follows a registration.
        all.Count(step => step == "Contacts").ShouldBe(3);
        var told = all.Where(step => step != "Contacts").ToList();
        told[..9].ShouldBe(
        [
            "DNS", "Resolve", "Connect", "TLS", "Certificate", "Certificate", "Authenticate", "Register", "Remember",
        ]);
        // The backup's addresses and the credentials are asked for together, and either may come first.
        told[9..13].ShouldBe(["Settings", "Settings", "Relays", "Relays"], ignoreOrder: true);
        told[9].ShouldBe("Settings");
        // Then what is remembered, and the check of the relay over UDP and over TCP.
        told[13..].ShouldBe(["Remember", "Relays", "Relays"]);
    }

    [Fact]
    public async Task Roots_are_learned_where_that_is_asked_for_and_shown_with_their_fingerprints()
    {
        using var directory = new TemporaryDirectory();
        string[] command = ["sign-in", "--lab", "--trust-on-first-use", "--state-dir", directory["state"]];
        var run = await RunningProgram.RunAsync(command);

        run.ExitCode.ShouldBe(0, $"{run}");
        run.Output.ShouldContain("learned 1 root for contoso.example from http://web01.contoso.example:");
        run.Output.ReplaceLineEndings(" ").ShouldMatch(@"Contoso Lab CA,\s+SHA-256\s+([0-9A-F]{2}:){31}[0-9A-F]{2}");
        Directory.GetFiles(directory["state"], "*.roots").ShouldHaveSingleItem();

        var kept = await RunningProgram.RunAsync(
            "memory", "show", "sip:alice@contoso.example", "--state-dir", directory["state"]);
        kept.Output.ShouldMatch("  Learned root     Contoso Lab CA, SHA-256 ([0-9A-F]{2}:){31}[0-9A-F]{2}\n");

        // The lab of the next run has another authority: a phone would have to be reset.
        var again = await RunningProgram.RunAsync([.. command, "--transport", "tls"]);
        again.ExitCode.ShouldBe(1, $"{again}");
        (await RunningProgram.RunAsync(
            "memory", "clear", "sip:alice@contoso.example", "--state-dir", directory["state"])).ExitCode.ShouldBe(0);
        Directory.GetFiles(directory["state"]).ShouldBeEmpty();

        var data = await RunningProgram.RunAsync([.. command, "--json"]);
        data.Json.GetProperty("learnedRoots")[0].GetProperty("subject").GetString().ShouldBe("Contoso Lab CA");
    }

    [Theory]
    [InlineData("auto", "TLS")]
    [InlineData("tcp", "TCP")]
    [InlineData("udp", "UDP")]
    public async Task A_phone_of_standard_SIP_signs_in_over_every_transport(string choice, string transport)
    {
        var run = await RunningProgram.RunAsync(
            "sign-in", "--lab", "--json", "--profile", "sip", "--transport", choice);

        run.ExitCode.ShouldBe(0, $"{run}");
        run.Json.GetProperty("profile").GetString().ShouldBe("sip");
        run.Json.GetProperty("verdict").GetString().ShouldBe("signed-in");
        run.Json.GetProperty("registrar").GetProperty("transport").GetString().ShouldBe(transport);
    }

    [Fact]
    public async Task An_address_with_sips_is_signed_in_over_TLS_or_not_at_all()
    {
        string[] command = ["sign-in", "--lab", "--json", "--profile", "sip", "sips:alice@contoso.example"];
        var run = await RunningProgram.RunAsync(command);

        run.ExitCode.ShouldBe(0, $"{run}");
        run.Json.GetProperty("registrar").GetProperty("transport").GetString().ShouldBe("TLS");

        (await RunningProgram.RunAsync([.. command, "--fault", "tls-dead"])).ExitCode.ShouldBe(1);
    }

    [Fact]
    public async Task As_data_it_is_one_document_and_nothing_else()
    {
        var run = await RunningProgram.RunAsync("sign-in", "--lab", "--json");

        run.ExitCode.ShouldBe(0, $"{run}");
        run.Error.ShouldBeEmpty();
        run.ShouldHaveNoEscapeCodes();
        var json = run.Json;
        json.GetProperty("schema").GetInt32().ShouldBe(1);
        json.GetProperty("account").GetString().ShouldBe("sip:alice@contoso.example");
        json.GetProperty("profile").GetString().ShouldBe("lync-phone");
        json.GetProperty("verdict").GetString().ShouldBe("signed-in");
        json.GetProperty("degradations").GetArrayLength().ShouldBe(0);
        json.GetProperty("signedOut").GetBoolean().ShouldBeTrue();
        json.TryGetProperty("failure", out _).ShouldBeFalse();
        json.TryGetProperty("journal", out _).ShouldBeFalse();
        var registrar = json.GetProperty("registrar");
        registrar.GetProperty("host").GetString().ShouldBe("pool01.contoso.example");
        registrar.GetProperty("transport").GetString().ShouldBe("TLS");
        registrar.GetProperty("mechanism").GetString().ShouldBe("TLS-DSK");
        registrar.GetProperty("expiresSeconds").GetInt32().ShouldBe(600);
        var steps = json.GetProperty("steps").EnumerateArray().ToList();
        steps.ShouldAllBe(step => step.GetProperty("ok").GetBoolean());
        ShouldBeAWholeSignIn(steps.Select(step => step.GetProperty("step").GetString()!));
        json.GetProperty("provisioning").GetProperty("received").GetBoolean().ShouldBeTrue();
        json.GetProperty("mediaRelays").GetProperty("credentials").GetBoolean().ShouldBeTrue();
        var presence = json.GetProperty("presence");
        presence.GetProperty("own").GetProperty("availability").GetString().ShouldBe("available");
        presence.GetProperty("contacts").EnumerateArray()
            .Select(one => $"{one.GetProperty("address")} {one.GetProperty("availability")}").ShouldBe(
                ["bob@contoso.example busy", "dave@contoso.example offline", "erin@contoso.example away"]);
        presence.GetProperty("failures").GetArrayLength().ShouldBe(0);
        json.GetProperty("memory").GetProperty("home").GetArrayLength().ShouldBe(2);
        json.GetProperty("memory").GetProperty("addresses").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task The_journal_goes_to_standard_error()
    {
        var run = await RunningProgram.RunAsync("sign-in", "--lab", "--verbose");

        run.ExitCode.ShouldBe(0, $"{run}");
        run.ShouldHaveNoEscapeCodes();
        run.Error.ShouldContain("PoweredOn: sip:alice@contoso.example as lync-phone, remembers nothing");
        run.Error.ShouldContain("Registered: ");
        run.Error.ShouldContain("SignedOut: confirmed");
        run.Output.ShouldNotContain("PoweredOn");
    }

    [Fact]
    public async Task The_journal_is_in_the_document_where_data_was_asked_for()
    {
        var run = await RunningProgram.RunAsync("sign-in", "--lab", "--verbose", "--json");

        run.Error.ShouldBeEmpty();
        run.Json.GetProperty("journal").EnumerateArray().Select(entry => entry.GetString())
            .ShouldContain(entry => entry!.Contains("MemorySaved: pool01.contoso.example"));
    }

    [Fact]
    public async Task A_named_Registrar_is_asked_without_discovery()
    {
        var run = await RunningProgram.RunAsync(
            "sign-in", "erin@contoso.example", "--lab", "--registrar", "pool02.contoso.example", "--json");

        run.ExitCode.ShouldBe(0, $"{run}");
        run.Json.GetProperty("registrar").GetProperty("host").GetString().ShouldBe("pool02.contoso.example");
        run.Json.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("step").GetString())
            .ShouldNotContain("DNS");
    }

    [Fact]
    public async Task A_transport_of_TCP_is_not_called_degraded()
    {
        var run = await RunningProgram.RunAsync("sign-in", "--lab", "--transport", "tcp", "--strict", "--json");

        run.ExitCode.ShouldBe(0, $"{run}");
        run.Json.GetProperty("registrar").GetProperty("transport").GetString().ShouldBe("TCP");
    }

    [Fact]
    public async Task A_failure_says_the_step_and_the_reason_and_then_what_the_person_at_the_phone_reads()
    {
        var run = await RunningProgram.RunAsync("sign-in", "--lab", "--fault", "dns-nxdomain");

        run.ExitCode.ShouldBe(1, $"{run}");
        run.Error.ShouldBeEmpty();
        run.Lines[^2].ShouldMatch(
            @"^Failed at Resolve: pool01\.contoso\.example does not exist \(NXDOMAIN from [\d.:]+\)\.$");
        run.Lines[^1].ShouldBe("Unable to contact Registrar for authentication. Please sign in again.");
    }

    [Fact]
    public async Task One_dead_Front_End_is_met_or_not_and_degrades_the_sign_in_only_where_it_was_met()
    {
        var run = await RunningProgram.RunAsync("sign-in", "--lab", "--fault", "fe1-refused", "--json", "--strict");

        var met = run.Json.GetProperty("steps").EnumerateArray().Any(step => !step.GetProperty("ok").GetBoolean());
        run.Json.GetProperty("registrar").GetProperty("address").GetString()!.ShouldEndWith(".12");
        run.Json.GetProperty("verdict").GetString().ShouldBe(met ? "signed-in-degraded" : "signed-in");
        run.ExitCode.ShouldBe(met ? 2 : 0, $"{run}");
        run.Json.GetProperty("degradations").GetArrayLength().ShouldBe(met ? 1 : 0);
    }

    [Fact]
    public async Task A_machine_without_room_for_the_lab_s_files_is_told_in_one_line()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows finds its temporary directory in other ways.");

        var run = await RunningProgram.RunWithAsync(null, [("TMPDIR", "/nowhere/at/all")], "sign-in", "--lab");

        run.ExitCode.ShouldBe(1, $"{run}");
        run.Output.ShouldBeEmpty();
        run.Error.TrimEnd().Split('\n').ShouldHaveSingleItem().ShouldContain("/nowhere/at/all");
    }

    private static string StepOf(string line) => line[3..].Split("  ")[0];
}
