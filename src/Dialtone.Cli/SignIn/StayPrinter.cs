using System.Globalization;
using Dialtone.Cli.Terminal;
using Dialtone.Core.Journal;
using Dialtone.Phones;
using Dialtone.Reports;

namespace Dialtone.Cli.SignIn;

/// <summary>
/// Prints the life of a phone that stays signed in, a line a change, with the time: as text once its first sign-in is
/// decided and reported, as data from the beginning.
/// </summary>
internal sealed class StayPrinter(TimeProvider time, Paint paint, bool json)
{
    private readonly ChangeLog _log = new();
    private readonly DateOnly _firstDay = DateOnly.FromDateTime(time.GetLocalNow().Date);
    private readonly Lock _gate = new();

    /// <summary>Whether changes are printed as text.</summary>
    public bool IsOn { get; set; }

    /// <summary>Whether the phone was ever signed in.</summary>
    public bool WasSignedIn => _log.WasSignedIn;

    /// <summary>Takes an entry, and prints what it tells.</summary>
    public void Write(JournalEntry entry)
    {
        if (_log.Add(entry) is not { } change)
        {
            return;
        }

        var now = time.GetLocalNow();
        if (json)
        {
            Print(output => ChangeJson.Write(change, now, output));
        }
        else if (IsOn)
        {
            Console.WriteLine($"{Clock(now)} {paint.Of(change.Mark)} {change.Text}");
        }
    }

    /// <summary>Prints the report of the first sign-in as data.</summary>
    public void Write(SignInReport report) => Print(output => ChangeJson.Write(report, time.GetLocalNow(), output));

    // A line is whole: the report comes from another thread than the changes.
    private void Print(Action<Stream> write)
    {
        lock (_gate)
        {
            using var output = Console.OpenStandardOutput();
            write(output);
        }
    }

    // The date stands where it is not that of the beginning.
    private string Clock(DateTimeOffset now) => now.ToString(
        DateOnly.FromDateTime(now.Date) == _firstDay ? "HH:mm:ss" : "yyyy-MM-dd HH:mm:ss",
        CultureInfo.InvariantCulture);
}
