using System.CommandLine;
using Dialtone.Cli.Lab;
using Dialtone.Cli.Options;
using Dialtone.Cli.Terminal;
using Dialtone.Core.SignIn;
using Dialtone.Phones;
using Dialtone.Wire.Auth.Digest;

namespace Dialtone.Cli.SignIn;

/// <summary><c>dialtone sign-in</c>: the whole path, from discovery to registered.</summary>
internal static class SignInCommand
{
    public static Command Create()
    {
        var options = new SignInOptions();
        var command = new Command("sign-in", "Find the Registrar, connect, sign in, and say what was learned on the way.");
        options.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(options, parsed, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(SignInOptions options, ParseResult parsed, CancellationToken cancellation)
    {
        options.Check(parsed);
        if (!parsed.GetValue(options.Lab.Switch))
        {
            var account = parsed.GetValue(options.Account)!;
            var password = PasswordSource.Read(
                account.Uri, parsed.GetValue(options.PasswordFile), parsed.GetValue(options.PasswordStdin));
            return await RunAsync(options, parsed, options.PhoneOptions(parsed, account, password), cancellation);
        }

        await using var lab = await EmbeddedLab.StartAsync(options.Lab.Faults(parsed), cancellation);
        return await RunAsync(options, parsed, options.PhoneOptions(parsed, lab), cancellation);
    }

    private static async Task<int> RunAsync(
        SignInOptions options, ParseResult parsed, PhoneOptions phone, CancellationToken cancellation)
    {
        var run = new SignInRun(phone)
        {
            Json = parsed.GetValue(options.Json),
            Verbose = parsed.GetValue(options.Verbose),
            Stay = parsed.GetValue(options.Stay),
            Strict = parsed.GetValue(options.Strict),
        };
        return await run.RunAsync(cancellation);
    }
}
