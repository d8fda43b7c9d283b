using System.Collections.Immutable;

namespace Dialtone.Core.SignIn;

/// <summary>Everything that is wrong with a server's certificate, gravest first.</summary>
/// <param name="Problems">The problems; empty where there is none.</param>
public sealed record CertificateJudgement(ImmutableArray<CertificateProblem> Problems)
{
    /// <summary>The gravest problem, which stands for all; or that it is good.</summary>
    public CertificateVerdict Verdict => Problems is [var first, ..] ? first.Verdict : CertificateVerdict.Good;

    /// <summary>Whether the server may be trusted.</summary>
    public bool IsGood => Problems.IsEmpty;
}

/// <summary>One thing that is wrong, with the certificate concerned.</summary>
/// <param name="Verdict">What is wrong; never <see cref="CertificateVerdict.Good"/>.</param>
/// <param name="ChainIndex">Which certificate of the chain: 0 is the server's own.</param>
public readonly record struct CertificateProblem(CertificateVerdict Verdict, int ChainIndex);
