using System.Text;
using Dialtone.Cli.Tests.Running;

namespace Dialtone.Cli.Tests.Memory;

/// <summary>What is remembered between two runs, and what becomes of a file that is not whole.</summary>
public sealed class MemoryTests : IDisposable
{
    private const string Alice = "sip:alice@contoso.example";
    private readonly TemporaryDirectory _directory = new();

    private string State => _directory["state"];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Is_shown_after_a_sign_in_and_forgotten_when_cleared()
    {
        await SignInAsync();

        var shown = await RunningProgram.RunAsync("memory", "show", Alice, "--state-dir", State);
        shown.ExitCode.ShouldBe(0, $"{shown}");
        shown.Lines[0].ShouldStartWith($"{Alice} as lync-phone, saved 2");
        shown.Output.ShouldContain("  Registrar        pool01.contoso.example:");

        var data = await RunningProgram.RunAsync("memory", "show", Alice, "--state-dir", State, "--json");
        data.ExitCode.ShouldBe(0, $"{data}");
        data.Json.GetProperty("schema").GetInt32().ShouldBe(1);
        data.Json.GetProperty("memory").GetProperty("registrar").GetString().ShouldBe("pool01.contoso.example");

        var cleared = await RunningProgram.RunAsync("memory", "clear", Alice, "--state-dir", State);
        cleared.ExitCode.ShouldBe(0, $"{cleared}");
        Directory.GetFiles(State).ShouldBeEmpty();

        var nothing = await RunningProgram.RunAsync("memory", "show", Alice, "--state-dir", State);
        nothing.ExitCode.ShouldBe(1);
        nothing.Output.ShouldBeEmpty();
        nothing.Error.ShouldBe($"Nothing is remembered for {Alice} as lync-phone.\n");
    }

    [Fact]
    public async Task Explains_for_what_each_piece_would_be_used_and_what_is_missing()
    {
        await SignInAsync("--fault", "provisioning-404");

        var said = await RunningProgram.RunAsync("memory", "explain", Alice, "--state-dir", State);
        said.ExitCode.ShouldBe(0, $"{said}");
        said.Lines[0].ShouldStartWith($"{Alice} as lync-phone, in ");
        said.Output.ShouldContain("Known Registrar     pool01.contoso.example:");
        said.Output.ShouldContain(" ago, from the registration with pool01.contoso.example over TLS");
        said.Lines.ShouldAllBe(line => line.Length <= 120 || line.Contains(State, StringComparison.Ordinal));

        var data = await RunningProgram.RunAsync("memory", "explain", Alice, "--state-dir", State, "--json");
        data.ExitCode.ShouldBe(0, $"{data}");
        data.Json.GetProperty("remembered").EnumerateArray().Select(piece => piece.GetProperty("kind").GetString())
            .ShouldBe(["known-registrar", "registrar-addresses"], ignoreOrder: true);
        data.Json.GetProperty("missing")[0].GetProperty("kind").GetString().ShouldBe("backup");

        await SignInAsync();
        var whole = await RunningProgram.RunAsync("memory", "explain", Alice, "--state-dir", State, "--json");
        whole.ExitCode.ShouldBe(0, $"{whole}");
        whole.Json.GetProperty("remembered").EnumerateArray().Select(piece => piece.GetProperty("kind").GetString())
            .ShouldBe(
                ["primary", "backup", "earlier-registrars", "registrar-addresses", "media-relays"], ignoreOrder: true);
        whole.Json.GetProperty("missing").GetArrayLength().ShouldBe(0);

        const string Bob = "sip:bob@contoso.example";
        var nothing = await RunningProgram.RunAsync("memory", "explain", Bob, "--state-dir", State);
        nothing.ExitCode.ShouldBe(1);
        nothing.Error.ShouldBe($"Nothing is remembered for {Bob} as lync-phone.\n");
    }

    [Fact]
    public async Task Is_for_its_owner_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        await SignInAsync();

        const UnixFileMode ReadWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        if (!OperatingSystem.IsWindows())
        {
            Directory.GetFiles(State).ShouldNotBeEmpty();
            foreach (var file in Directory.GetFiles(State))
            {
                File.GetUnixFileMode(file).ShouldBe(ReadWrite, file);
            }
            File.GetUnixFileMode(State).ShouldBe(ReadWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public async Task Lets_the_second_sign_in_begin_with_the_remembered_Registrar()
    {
        await SignInAsync();

        var run = await RunningProgram.RunAsync("sign-in", "--lab", "--state-dir", State);

        run.ExitCode.ShouldBe(0, $"{run}");
        run.Lines[1].ShouldContain("the last Registrar first: pool01.contoso.example:");
        run.Output.ShouldNotContain("DHCP");
        run.Lines.ShouldContain(line => line.StartsWith("Signed in after "));
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("zeroed")]
    [InlineData("empty")]
    [InlineData("another account's")]
    [InlineData("no memory at all")]
    public async Task A_file_that_is_not_whole_is_set_aside_and_said_and_the_sign_in_goes_on(string damage)
    {
        await SignInAsync();
        var file = Directory.GetFiles(State, "*.memory").ShouldHaveSingleItem();
        var whole = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        byte[] torn = damage switch
        {
            "cut" => whole[..(whole.Length / 2)],
            "zeroed" => new byte[whole.Length],
            "another account's" => Encoding.UTF8.GetBytes(
                Encoding.UTF8.GetString(whole).Replace("alice@", "clara@", StringComparison.Ordinal)),
            "empty" => [],
            _ => "hello"u8.ToArray(),
        };
        torn.ShouldNotBe(whole);
        await File.WriteAllBytesAsync(file, torn, TestContext.Current.CancellationToken);

        var shown = await RunningProgram.RunAsync("memory", "show", Alice, "--state-dir", State);
        shown.ExitCode.ShouldBe(1);
        shown.Output.ShouldBeEmpty();
        shown.Error.ShouldContain(file);

        var run = await RunningProgram.RunAsync("sign-in", "--lab", "--state-dir", State);
        run.ExitCode.ShouldBe(0, $"{run}");
        run.Output.ShouldContain("✗ Remember              stored memory is set aside: ");
        run.Lines.ShouldContain(line => line.Contains(", degraded: stored memory was set aside"));
        (await File.ReadAllBytesAsync(file + ".set-aside-1", TestContext.Current.CancellationToken)).ShouldBe(torn);
    }

    private async Task SignInAsync(params string[] options)
    {
        var run = await RunningProgram.RunAsync(["sign-in", "--lab", "--state-dir", State, .. options]);
        run.ExitCode.ShouldBe(0, $"{run}");
    }
}
