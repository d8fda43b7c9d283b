namespace Dialtone.Watcher.Runs;

/// <summary>What a run shows besides its steps and findings.</summary>
public sealed record RunFacts
{
    /// <summary>Whether discovery gave nothing, and it signed in with what was remembered (S9).</summary>
    public bool OnMemory { get; init; }

    /// <summary>Whether it signed in with a backup Registrar, or to survivable mode.</summary>
    public bool OnBackup { get; init; }

    /// <summary>Whether it signed in over TCP without TLS.</summary>
    public bool OnTcp { get; init; }

    /// <summary>
    /// The earliest end of a certificate that a server showed; <c>null</c> where none was seen.
    /// </summary>
    public DateTimeOffset? CertificateEnd { get; init; }

    /// <summary>The earliest end of the user's own certificate; <c>null</c> where there is none.</summary>
    public DateTimeOffset? UserCertificateEnd { get; init; }

    /// <summary>How many distinct addresses answered at least a connection.</summary>
    public int TargetsAnswered { get; init; }

    /// <summary>How many distinct addresses were tried.</summary>
    public int TargetsTried { get; init; }
}
