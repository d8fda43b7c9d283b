using System.Collections.Immutable;
using Dialtone.Cli.Terminal;
using Dialtone.Core.Rehearsal;
using Dialtone.Core.SignIn;
using Dialtone.Lab.Hosting;
using Dialtone.Reports;
using Dialtone.Wire.Addresses;

namespace Dialtone.Cli.Rehearse;

/// <summary>Prints a rehearsal: a table, and below it what each row lives on.</summary>
internal sealed class RehearsalPrinter(TextWriter output, Paint paint, HostName domain)
{
    // Three sign-ins beside each other, and the proof, in 120 columns.
    private const int Dead = 15;
    private const int Way = 24;
    private const int After = 6;
    private const int Column = 2 + Way + After + 1;

    /// <summary>Prints it.</summary>
    /// <param name="report">The rehearsal.</param>
    /// <param name="proof">
    /// What happened in a lab that was really broken as each row says; <c>null</c> where nothing was broken.
    /// </param>
    public void Write(RehearsalReport report, ImmutableArray<ProvedRow>? proof)
    {
        output.WriteLine($"{paint.Strong(report.Account.Uri)} as {report.Profile}, {Remembered(report)}");
        if (report.Rows.IsEmpty)
        {
            output.WriteLine(paint.Bad(Sentences.FailedBecause(SignInSummary.Of(report.SignIn))));
            output.WriteLine("Nothing is rehearsed for a user whom the Registrar refuses.");
            return;
        }

        if (!report.AgreesWithSignIn)
        {
            output.WriteLine(paint.Warn(
                "With nothing dead the rehearsal went another way than the sign-in just had: believe it less."));
        }

        output.WriteLine();
        output.WriteLine(paint.Strong(
            $"{"Dead",-Dead}{"A phone that is signed in",-Column}{"This phone, booting",-Column}"
            + $"{"A new phone, booting",-Column}{(proof is null ? "" : "proof")}").TrimEnd());
        for (var i = 0; i < report.Rows.Length; i++)
        {
            var row = report.Rows[i];
            var cells = $"{Cell(row.SignedIn)}{Cell(row.Device)}{Cell(row.NewDevice)}{Said(proof?[i])}";
            output.WriteLine($"{RehearsalText.Of(row.Outage),-Dead}{cells}".TrimEnd());
        }

        output.WriteLine(paint.Faint(
            "~ on the backup, with limited functionality, once that takes users."));
        output.WriteLine(paint.Faint(
            "The time of a phone that is signed in counts from when it notices that its Registrar is dead."));
        WriteDifferences(proof ?? []);
        foreach (var row in report.Rows)
        {
            output.WriteLine();
            output.WriteLine(paint.Strong(RehearsalText.TitleOf(row.Outage)));
            foreach (var line in RehearsalText.NotesOf(row, report).SelectMany(note => Wrapped.Lines("  · ", note)))
            {
                output.WriteLine(line);
            }
        }
    }

    private void WriteDifferences(ImmutableArray<ProvedRow> proof)
    {
        foreach (var row in proof.Where(row => !row.Agrees))
        {
            output.WriteLine(paint.Bad($"{RehearsalText.TitleOf(row.Row.Outage)}, really:"));
            WriteDifference("one that was signed in", row.SignedIn, row.Row.SignedIn?.Path);
            WriteDifference("this phone", row.Device, row.Row.DeviceRefused.Path);
            WriteDifference("a new phone", row.NewDevice, row.Row.NewDeviceRefused.Path);
        }
    }

    private void WriteDifference(string who, ProvedPhone really, SignInPath? rehearsed)
    {
        output.WriteLine($"  {who}: {(really.IsKept ? "stays" : RehearsalText.Of(really.Path))}");
        output.WriteLine($"    rehearsed: {RehearsalText.Of(rehearsed)}");
    }

    private string Said(ProvedRow? row) => row is null ? ""
        : row.Agrees ? paint.Good("agrees") : paint.Bad("differs");

    private static string Remembered(RehearsalReport report) => report.Memory is not { } memory
        ? "remembering nothing: sign in once, and it will"
        : $"remembering what was learned {MemoryExplanation.Age(memory.SavedAt, report.At)}";

    private string Cell(RehearsedSignIn signIn) => Cell(signIn.Path, signIn.Summary.Took);

    private string Cell(RehearsedStay? stay) => stay switch
    {
        null => new string(' ', Column),
        { IsKept: true } => $"{paint.Good("✓")} {"stays",-(Way + After + 1)}",
        _ => Cell(stay.Path, stay.Took),
    };

    private string Cell(SignInPath? path, TimeSpan took)
    {
        var way = RehearsalText.BriefOf(path, domain);
        var text = (way.Length > Way - 1 ? way[..(Way - 2)] + "…" : way).PadRight(Way);
        var mark = path switch
        {
            null => paint.Bad("✗"),
            { IsLimited: true } => paint.Warn("~"),
            _ => paint.Good("✓"),
        };
        return $"{mark} {text}{(path is null ? "" : Words.Of(took)),-After} ";
    }
}
