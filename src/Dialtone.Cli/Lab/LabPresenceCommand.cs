using System.CommandLine;
using Dialtone.Lab.Hosting;
using Dialtone.Lab.Scenarios;

namespace Dialtone.Cli.Lab;

/// <summary><c>dialtone lab presence</c>: changes what a user of a running lab is to others.</summary>
internal static class LabPresenceCommand
{
    public static Command Create()
    {
        var user = new Argument<string>("user")
        {
            Description = "The user: the part of the SIP address before the @.",
            HelpName = "USER",
        };
        var word = new Argument<string>("presence")
        {
            Description = $"What the user is to be: {string.Join(", ", PresenceWords.All)}.",
            HelpName = "PRESENCE",
        };
        word.AcceptOnlyFromAmong([.. PresenceWords.All]);
        var note = new Option<string?>("--note") { Description = "What the user says of it.", HelpName = "TEXT" };
        var directory = RunningLab.Option();
        var command = new Command("presence", "Change the presence of a user of a lab that runs.")
        {
            user,
            word,
            note,
            directory,
        };
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetValue(user)!, parsed.GetValue(word)!, parsed.GetValue(note) ?? "", parsed.GetValue(directory),
            cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        string user, string word, string note, string? directory, CancellationToken cancellation)
    {
        if (user.Any(char.IsWhiteSpace))
        {
            throw new UsageException("A user has no blanks in the name.");
        }

        var lab = directory ?? await RunningLab.OnlyOneAsync(cancellation);
        switch (await LabControl.PlayAsync(lab, user, word, note, cancellation))
        {
            case LabControlAnswer.Done:
                await Console.Out.WriteLineAsync($"{user}: {word}{(note.Length == 0 ? "" : $" ({note})")}");
                return ExitCodes.Success;
            case LabControlAnswer.Refused refused:
                throw new UsageException($"{refused}");
            case var answer:
                return await RunningLab.FailAsync(answer);
        }
    }
}
