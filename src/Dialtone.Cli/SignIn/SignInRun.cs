using Dialtone.Cli.Terminal;
using Dialtone.Core.Journal;
using Dialtone.Core.SignIn;
using Dialtone.Phones;
using Dialtone.Reports;

namespace Dialtone.Cli.SignIn;

/// <summary>One sign-in from the command line: shows it, stays if asked, signs out, and says how it went.</summary>
internal sealed class SignInRun(PhoneOptions options)
{
    private readonly Paint _paint = Paint.ForOutput();

    public required bool Json { get; init; }

    public required bool Verbose { get; init; }

    public required bool Stay { get; init; }

    public required bool Strict { get; init; }

    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var walk = new WalkPrinter(Console.Out, _paint);
        var stay = new StayPrinter(options.Time, _paint, Json);
        var leaving = false;
        await using var phone = new Phone(options, entry =>
        {
            if (Verbose && !Json)
            {
                Console.Error.WriteLine(_paint.Faint(JournalText.Of(entry)));
            }

            // A phone that was asked for one sign-in does not try again and leaves without words.
            if (!Json && !stay.IsOn && (Stay || (!leaving && entry is not JournalEntry.BackedOff)))
            {
                walk.Write(entry);
            }

            if (Stay)
            {
                stay.Write(entry);
            }
        });

        if (!Json)
        {
            Console.WriteLine($"{_paint.Strong(options.Account.Uri)} as {options.Profile.Name}");
        }

        var (report, interrupted) = await SignInAsync(phone, cancellation);
        ShowFirst(report, stay);
        if (Stay && !interrupted)
        {
            stay.IsOn = true;
            await UntilCancelledAsync(cancellation);
            report = phone.Report();
        }

        leaving = true;
        var signedIn = report.Summary.IsSignedIn || stay.WasSignedIn;
        var signedOut = await phone.SignOutAsync();
        if (Json && !Stay)
        {
            using var output = Console.OpenStandardOutput();
            SignInJson.Write(report, signedIn ? signedOut : null, Verbose, output);
            output.WriteByte((byte)'\n');
        }

        return !signedIn ? ExitCodes.Failure
            : Strict && report.Summary.Verdict != SignInVerdict.SignedIn ? ExitCodes.Degraded
            : ExitCodes.Success;
    }

    private void ShowFirst(SignInReport report, StayPrinter stay)
    {
        if (!Json)
        {
            Show(report.Summary);
            foreach (var line in report.Contacts is { } contacts ? PresenceText.Of(contacts) : [])
            {
                Console.WriteLine(line);
            }
        }
        else if (Stay)
        {
            stay.Write(report);
        }
    }

    // Ctrl-C may come just after the 200: what the journal says counts, not where the call was interrupted.
    private static async Task<(SignInReport Report, bool Interrupted)> SignInAsync(
        Phone phone, CancellationToken cancellation)
    {
        try
        {
            return (await phone.SignInAsync(cancellation), false);
        }
        catch (OperationCanceledException)
        {
            return (phone.Report(), true);
        }
    }

    private static async Task UntilCancelledAsync(CancellationToken cancellation)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellation.Register(cancelled.SetResult);
        await cancelled.Task;
    }

    private void Show(SignInSummary summary)
    {
        switch (summary.Verdict)
        {
            case SignInVerdict.SignedIn:
                Console.WriteLine(_paint.Good(Sentences.SignedIn(summary)));
                break;
            case SignInVerdict.SignedInDegraded:
                Console.WriteLine(_paint.Warn(Sentences.SignedIn(summary)));
                break;
            case SignInVerdict.SignedInLimited:
                Console.WriteLine(_paint.Warn(Sentences.SignedIn(summary)));
                Console.WriteLine(Sentences.ForThePerson(summary));
                break;
            case SignInVerdict.NotSignedIn:
                Console.WriteLine(_paint.Bad(Sentences.FailedBecause(summary)));
                Console.WriteLine(Sentences.ForThePerson(summary));
                break;
            default:
                Console.WriteLine("Stopped before the sign-in came to an end.");
                break;
        }
    }
}
