using System.CommandLine;
using System.Globalization;
using Dialtone.Core.Transactions;
using Dialtone.Transactions;

namespace Dialtone.Cli.Test;

/// <summary><c>dialtone test presence</c>: Test-CsPresence.</summary>
internal static class PresenceCommand
{
    private const double WaitMax = 3600;

    public static Command Create()
    {
        var options = new TestOptions();
        var subscriber = new PartyOptions("subscriber", "Who is told", isFirst: false);
        var publisher = new PartyOptions("publisher", "Who publishes", isFirst: true);
        var wait = new Option<double?>("--wait")
        {
            Description = "Seconds that the notification is waited for; 25 if left out.",
            HelpName = "SECONDS",
            CustomParser = result => double.TryParse(
                result.Tokens[0].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
                && seconds is > 0 and <= WaitMax
                    ? seconds : TestOptions.Refuse<double?>(result, $"a number of seconds up to {WaitMax}"),
        };
        var command = new Command(
            "presence",
            "Sign two users in, let one of them subscribe to the other, who publishes, wait for the notification, and "
            + "sign both out (Test-CsPresence). What is published is bound to the endpoint of the test and gone with "
            + "it: the user's own presence is not changed.");
        publisher.AddTo(command);
        subscriber.AddTo(command);
        command.Options.Add(wait);
        command.Options.Add(options.Credential.Schemes);
        options.AddTargetTo(command);
        options.AddTo(command);
        command.SetAction((parsed, cancellation) => options.RunAsync(
            parsed,
            () =>
            {
                publisher.Check(parsed, options.IsInLab(parsed));
                subscriber.Check(parsed, options.IsInLab(parsed));
            },
            lab =>
            {
                var (watches, publishes) = (subscriber.AccountOf(parsed, lab), publisher.AccountOf(parsed, lab));
                if (watches == publishes)
                {
                    throw new UsageException("--publisher and --subscriber are two users: they are the same one.");
                }

                return new TransactionRequest(
                    TransactionKind.Presence,
                    options.Phone(parsed, lab, watches, subscriber.CredentialOf(parsed, lab)))
                {
                    Publisher = options.Phone(parsed, lab, publishes, publisher.CredentialOf(parsed, lab)),
                    TargetUri = options.TargetUri(parsed),
                    Notification = parsed.GetValue(wait) is { } seconds
                        ? TimeSpan.FromSeconds(seconds) : TransactionRequest.NotificationDefault,
                };
            },
            cancellation));
        return command;
    }
}
