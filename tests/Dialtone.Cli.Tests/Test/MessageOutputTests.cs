using System.Text;
using System.Text.Json;
using Dialtone.Cli.Tests.Running;

namespace Dialtone.Cli.Tests.Test;

/// <summary>The outputs of <c>dialtone test</c> that show messages show no secret.</summary>
public sealed class MessageOutputTests : IDisposable
{
    // Of the lab's first user.
    private const string Password = "Dial-Tone-1";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("client-auth")]
    [InlineData("registration", "--auth", "ntlm")]
    public async Task Messages_are_shown_without_what_proves_the_user(params string[] transaction)
    {
        var file = _directory["messages.pcapng"];
        var run = await RunningProgram.RunAsync(
            ["test", .. transaction, "--lab", "--json", "--verbose", "--pcapng", file]);

        run.ExitCode.ShouldBe(0, $"{run}");
        run.Error.ShouldContain("it shows what was inside TLS");
        using var json = JsonDocument.Parse(run.Output);
        json.RootElement.GetProperty("result").GetString().ShouldBe("success");
        json.RootElement.GetProperty("messages").GetArrayLength().ShouldBeGreaterThan(20);
        var capture = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        capture.AsSpan(0, 4).SequenceEqual(new byte[] { 0x0A, 0x0D, 0x0D, 0x0A }).ShouldBeTrue();

        var shown = run.Output + run.Error + Encoding.Latin1.GetString(capture);
        shown.ShouldContain("SIP/2.0 200 OK");
        shown.ShouldContain("[redacted, ");
        foreach (var secret in SecretsOf(Password))
        {
            shown.ShouldNotContain(secret, Case.Insensitive);
        }
    }

    [Fact]
    public async Task Without_a_directory_for_it_there_is_no_capture()
    {
        var run = await RunningProgram.RunAsync(["test", "client-auth", "--lab", "--pcapng", _directory["no/where"]]);

        run.ExitCode.ShouldBe(64);
        run.Error.ShouldContain("--pcapng");
    }

    private static IEnumerable<string> SecretsOf(string secret) =>
    [
        secret, Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)),
        Convert.ToHexString(Encoding.UTF8.GetBytes(secret)), Convert.ToHexString(Encoding.Unicode.GetBytes(secret)),
        Encoding.Latin1.GetString(Encoding.Unicode.GetBytes(secret)),
    ];
}
