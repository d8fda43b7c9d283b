using System.CommandLine;
using Dialtone.Cli.Lab;
using Dialtone.Cli.Options;
using Dialtone.Phones;

namespace Dialtone.Cli.SignIn;

/// <summary><c>dialtone sign-in</c>: the whole path, from discovery to registered.</summary>
internal static class SignInCommand
{
    public static Command Create()
    {
        var options = new SignInOptions();
        var command = new Command(
            "sign-in", "Find the Registrar, connect, sign in, and say what was learned on the way.");
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
            // A terminal or a pipe that says nothing can be left: Ctrl-C does not wait for a line.
            var phone = await Task.Run(() => options.PhoneOptions(parsed, account), cancellation)
                .WaitAsync(cancellation);
            return await RunAsync(options, parsed, phone, cancellation);
        }

        await using var lab = await EmbeddedLab.StartAsync(options.Lab.Request(parsed), cancellation);
        var inLab = await Task.Run(() => options.PhoneOptions(parsed, lab), cancellation).WaitAsync(cancellation);
        return await RunAsync(options, parsed, inLab, cancellation);
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
