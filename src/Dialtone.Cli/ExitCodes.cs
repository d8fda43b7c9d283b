namespace Dialtone.Cli;

/// <summary>What the command line says to the shell. Numbers never change their meaning.</summary>
internal static class ExitCodes
{
    /// <summary>Signed in, or the command did what it was asked.</summary>
    public const int Success = 0;

    /// <summary>Not signed in, or nothing was found.</summary>
    public const int Failure = 1;

    /// <summary>Signed in by a fall-back, and <c>--strict</c> was given.</summary>
    public const int Degraded = 2;

    /// <summary>The command line or a file that it names is wrong (EX_USAGE of sysexits.h).</summary>
    public const int Usage = 64;

    /// <summary>A defect of Dialtone (EX_SOFTWARE).</summary>
    public const int Defect = 70;
}
