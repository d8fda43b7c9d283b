using System.CommandLine;
using Dialtone.Core.Transactions;
using Dialtone.Transactions;

namespace Dialtone.Cli.Test;

/// <summary><c>dialtone test client-auth</c>: Test-CsClientAuth.</summary>
internal static class ClientAuthCommand
{
    public static Command Create()
    {
        var options = new TestOptions();
        var command = new Command(
            "client-auth",
            "Get the user's certificate from the certificate provisioning service, sign in with it, and sign out "
            + "(Test-CsClientAuth).");
        command.Options.Add(options.User);
        options.Credential.AddLoginTo(command);
        options.AddTargetTo(command);
        options.AddTo(command);
        command.SetAction((parsed, cancellation) => options.RunAsync(
            parsed, () => options.CheckUser(parsed),
            lab => new TransactionRequest(TransactionKind.ClientAuth, options.Phone(parsed, lab))
            {
                TargetUri = options.TargetUri(parsed),
            },
            cancellation));
        return command;
    }
}
