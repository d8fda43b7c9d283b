namespace Dialtone.Cli.Tests.Running;

/// <summary>Whether signals can be sent here at all.</summary>
internal static class Signals
{
    private const int Interrupt = 2;

    public static void SkipWhereThereAreNone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals.");

        // A shell makes what it starts in the background deaf to Ctrl-C, and that is passed on to every child.
        const string Status = "/proc/self/status";
        var ignored = File.Exists(Status)
            ? File.ReadLines(Status).Single(line => line.StartsWith("SigIgn:", StringComparison.Ordinal))[7..].Trim()
            : "0";
        Assert.SkipWhen(
            (Convert.ToUInt64(ignored, 16) >> (Interrupt - 1) & 1) != 0,
            "Whoever started the tests made them deaf to SIGINT.");
    }
}
