using System.CommandLine;
using Dialtone.Core.Transactions;
using Dialtone.Transactions;

namespace Dialtone.Cli.Test;

/// <summary><c>dialtone test registration</c>: Test-CsRegistration.</summary>
internal static class RegistrationCommand
{
    public static Command Create()
    {
        var options = new TestOptions();
        var command = new Command(
            "registration",
            "Sign in by whatever scheme the Registrar and --auth allow, and sign out (Test-CsRegistration).");
        command.Options.Add(options.User);
        options.Credential.AddTo(command);
        options.AddTargetTo(command);
        options.AddTo(command);
        command.SetAction((parsed, cancellation) => options.RunAsync(
            parsed, () => options.CheckUser(parsed),
            lab => new TransactionRequest(TransactionKind.Registration, options.Phone(parsed, lab))
            {
                TargetUri = options.TargetUri(parsed),
            },
            cancellation));
        return command;
    }
}
