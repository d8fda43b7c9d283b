using System.Text;
using System.Text.RegularExpressions;
using Dialtone.Cli.Tests.Running;

namespace Dialtone.Cli.Tests.Test;

/// <summary>No secret of a transaction is in anything that it gives out, in whatever form it would be used.</summary>
public sealed class TransactionSecretTests : IDisposable
{
    // Of the lab's first two users.
    private static readonly string[] Secrets = ["Dial-Tone-1", "Dial-Tone-2", "24681", "13579"];

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("client-auth")]
    [InlineData("registration", "--auth", "ntlm")]
    [InlineData("registration", "--pin")]
    [InlineData("phone-bootstrap")]
    [InlineData("av-edge")]
    [InlineData("presence")]
    public async Task What_proves_a_user_is_in_no_output(params string[] transaction)
    {
        var page = _directory["page.html"];
        string[][] forms = [["--verbose", "--html", page], ["--json", "--verbose"], ["--nagios"]];
        var written = new StringBuilder();
        foreach (var form in forms)
        {
            var run = await RunningProgram.RunAsync(["test", .. transaction, "--lab", .. form]);
            // A machine that has much else to do is slow, which is a warning.
            run.ExitCode.ShouldBeOneOf(form is ["--nagios"] ? [0, 1] : [0]);
            written.Append(run.Output).Append(run.Error);
        }

        written.Append(await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken));
        foreach (var secret in Secrets.SelectMany(FormsOf))
        {
            // By itself: the digits of a PIN are in the middle of many a number that was drawn.
            $"{written}".ShouldNotMatch($"(?i)(?<![0-9a-z]){Regex.Escape(secret)}(?![0-9a-z])");
        }
    }

    private static IEnumerable<string> FormsOf(string secret) =>
    [
        secret, Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)),
        Convert.ToHexString(Encoding.UTF8.GetBytes(secret)), Convert.ToHexString(Encoding.Unicode.GetBytes(secret)),
    ];
}
