using System.Text;
using System.Text.Json;
using Dialtone.Cli.Tests.Running;

namespace Dialtone.Cli.Tests.SignIn;

/// <summary>No secret of a sign-in is in anything that is written, in whatever form it would be used.</summary>
public sealed class SecretTests : IDisposable
{
    // Of the lab's first user, and what NTLM makes of the password (MD4 of its UTF-16).
    private const string Password = "Dial-Tone-1";
    private const string Pin = "24681";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("password", "--auth", "tls-dsk")]
    [InlineData("password", "--auth", "ntlm")]
    [InlineData("password", "--auth", "digest", "--profile", "sip")]
    [InlineData("pin", "--pin")]
    public async Task What_proves_the_user_is_in_no_output(string what, params string[] options)
    {
        var state = _directory["state"];
        string[][] forms = [["--verbose"], ["--json", "--verbose"]];
        var written = new StringBuilder();
        foreach (var form in forms)
        {
            var run = await RunningProgram.RunAsync(["sign-in", "--lab", "--state-dir", state, .. form, .. options]);
            run.ExitCode.ShouldBe(0, $"{what}: {run}");
            written.Append(run.Output).Append(run.Error);
        }

        var all = $"{written}";
        foreach (var secret in SecretsOf(Password).Concat(SecretsOf(Pin)).Concat(KeysIn(state)))
        {
            all.ShouldNotContain(secret, Case.Insensitive);
        }

        foreach (var file in Directory.GetFiles(state).Where(each => Path.GetExtension(each) != ".certificate"))
        {
            var content = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
            content.ShouldNotContain(Password);
            content.ShouldNotContain(Pin);
        }
    }

    private static IEnumerable<string> SecretsOf(string secret) =>
    [
        secret, Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)),
        Convert.ToHexString(Encoding.UTF8.GetBytes(secret)), Convert.ToHexString(Encoding.Unicode.GetBytes(secret)),
    ];

    // Every long text of the kept certificates: the key is one of them.
    private static IEnumerable<string> KeysIn(string state)
    {
        foreach (var file in Directory.GetFiles(state, "*.certificate"))
        {
            using var kept = JsonDocument.Parse(File.ReadAllBytes(file));
            var texts = TextsOf(kept.RootElement).Where(each => each.Length > 100).ToList();
            texts.ShouldNotBeEmpty();
            foreach (var text in texts)
            {
                yield return text[20..80];
            }
        }
    }

    private static IEnumerable<string> TextsOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => [element.GetString()!],
        JsonValueKind.Object => element.EnumerateObject().SelectMany(each => TextsOf(each.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(TextsOf),
        _ => [],
    };
}
