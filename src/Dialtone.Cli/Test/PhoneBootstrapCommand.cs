using System.CommandLine;
using Dialtone.Cli.Lab;
using Dialtone.Cli.Options;
using Dialtone.Cli.Terminal;
using Dialtone.Core.SignIn;
using Dialtone.Core.Transactions;
using Dialtone.Transactions;

namespace Dialtone.Cli.Test;

/// <summary><c>dialtone test phone-bootstrap</c>: Test-CsPhoneBootstrap.</summary>
internal static class PhoneBootstrapCommand
{
    public static Command Create()
    {
        var options = new TestOptions();
        var number = NumberOption.Create(
            "--phone-or-ext",
            "The phone number (+14255550100) or the extension that the PIN belongs to. With --lab alice's if left "
            + "out.");
        var file = FileOption.Create(
            "--pin-file",
            "Take the PIN from the first line of a file. Else: --pin-stdin, "
            + $"{PasswordSource.PinVariable}, or a prompt.");
        var stdin = new Option<bool>("--pin-stdin")
        {
            Description = "Take the PIN from the first line of standard input.",
        };
        var user = UserOption.Create(
            "--user", "Who it must be: another one is a failure. Whoever number and PIN belong to if left out.");
        var command = new Command(
            "phone-bootstrap",
            "Get a certificate by phone number or extension and PIN, as a phone on its first day, sign in as the user "
            + "whose they are, and sign out (Test-CsPhoneBootstrap).");
        command.Options.Add(number);
        command.Options.Add(file);
        command.Options.Add(stdin);
        command.Options.Add(user);
        options.AddTargetTo(command);
        options.AddTo(command);
        command.SetAction((parsed, cancellation) => options.RunAsync(
            parsed,
            () =>
            {
                if (parsed.GetValue(number) is null && !options.IsInLab(parsed))
                {
                    throw new UsageException("Whose PIN is it? Give the phone number or extension by --phone-or-ext.");
                }

                if (parsed.GetValue(file) is not null && parsed.GetValue(stdin))
                {
                    throw new UsageException("--pin-file and --pin-stdin exclude each other: give one of them.");
                }
            },
            lab =>
            {
                var credential = Credential(
                    lab, parsed.GetValue(number), parsed.GetValue(file), parsed.GetValue(stdin));
                return new TransactionRequest(
                    TransactionKind.PhoneBootstrap, options.Phone(parsed, lab, TransactionRequest.Nobody, credential))
                {
                    TargetUri = options.TargetUri(parsed),
                    User = parsed.GetValue(user),
                };
            },
            cancellation));
        return command;
    }

    private static UserCredential Credential(EmbeddedLab? lab, string? number, FileInfo? file, bool stdin)
    {
        if (lab is null || file is not null || stdin)
        {
            var whose = number ?? lab?.FindByNumber(null)?.Number!;
            return UserCredential.FromPin(whose, PasswordSource.ReadPin(whose, file, stdin));
        }

        return lab.FindByNumber(number) is ({ } found, { } pin) ? UserCredential.FromPin(found, pin)
            : throw new UsageException(
                $"The lab has nobody with {number} and a PIN. Give any PIN with --pin-file or --pin-stdin.");
    }
}
