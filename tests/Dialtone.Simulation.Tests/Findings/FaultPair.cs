using System.Collections.Immutable;
using Dialtone.Core.Findings;
using Dialtone.Lab.Scenarios;
using Dialtone.Lab.World;

namespace Dialtone.Simulation.Tests.Findings;

/// <summary>
/// Two faults at once, of two findings, in one deployment and before one phone, each of which that phone finds there
/// alone.
/// </summary>
/// <remarks>
/// <para>Right is a pair where both codes are causes; or one is a cause and the other follows from one; or one is a
/// cause and the other cannot be seen. No cause may block of a code that neither had alone.</para>
/// <para>A fault cannot be seen where nothing of the evidence that it had alone is in the journal of both: no entry of
/// that kind that says the same. So where the phone came as far, or saw as much, it must be named.</para>
/// <para>Left out is what the lab cannot play at once: where the faults end up otherwise when they are switched on in
/// the other order, one has undone the other.</para>
/// </remarks>
internal sealed record FaultPair(FaultProof First, FaultProof Second, Diagnosis Diagnosis)
{
    private const int TriesPerPair = 4;

    /// <summary>How it was judged: both named, one explained, or the second hidden; empty where it is wrong.</summary>
    public string How { get; private init; } = "";

    /// <summary>Why it is wrong; empty where it is right.</summary>
    public string WhyWrong { get; private init; } = "";

    /// <summary>Draws pairs of all faults that raise a finding.</summary>
    public static ImmutableArray<FaultPair> Draw(ulong seed, int count)
    {
        var entropy = new SeededEntropy(seed, "pairs of faults");
        ImmutableArray<FaultProof> all =
            [.. FaultProof.All.Values.Where(proof => proof.Expected.Finding is not null)];
        var drawn = new HashSet<(string, string)>();
        var tried = new List<(FaultProof First, FaultProof Second)>();
        while (tried.Count < TriesPerPair * count)
        {
            var first = all[(int)entropy.Below((uint)all.Length)];
            var second = all[(int)entropy.Below((uint)all.Length)];
            var isOrdered = string.CompareOrdinal(first.Fault.Name, second.Fault.Name) < 0;
            tried.Add(isOrdered ? (first, second) : (second, first));
        }

        return [.. tried.Where(pair => drawn.Add((pair.First.Fault.Name, pair.Second.Fault.Name)))
            .AsParallel().AsOrdered().Select(pair => TryMake(pair.First, pair.Second)).OfType<FaultPair>()
            .Take(count)];
    }

    /// <summary>The pair; <c>null</c> where the two cannot be had at once.</summary>
    public static FaultPair? TryMake(FaultProof first, FaultProof second)
    {
        if (first.Expected.Finding == second.Expected.Finding
            || PhoneFor(first.Expected, second.Expected) is not { } phone
            || DeploymentFor(first.Scenario.Deployment, second.Scenario.Deployment) is not { } deployment
            || Alone(phone, deployment, first) is not { } one || Alone(phone, deployment, second) is not { } other)
        {
            return null;
        }

        var diagnosis = DiagnosisWorld.Of(deployment, phone, first.Fault, second.Fault);
        var turned = DiagnosisWorld.Of(deployment, phone, second.Fault, first.Fault);
        return diagnosis.Found == turned.Found
            && diagnosis.Journal.Select(Sighting.Of).SequenceEqual(turned.Journal.Select(Sighting.Of))
            ? Judge(new(one, other, diagnosis)) : null;
    }

    private static FaultPair Judge(FaultPair pair)
    {
        var (first, second) = (pair.First.Expected.Finding!.Value, pair.Second.Expected.Finding!.Value);
        var found = pair.Diagnosis.Findings;
        var alone = CodesOf(pair.First).Concat(CodesOf(pair.Second)).ToHashSet();
        if (found.Causes.FirstOrDefault(cause => cause.Severity == FindingSeverity.Blocking
            && !alone.Contains(cause.Code)) is { } stray)
        {
            return pair with { WhyWrong = $"{stray.Code} stands beside them" };
        }

        var (isFirst, isSecond) = (IsCause(found, first), IsCause(found, second));
        var (left, leftOut) = isFirst ? (pair.Second, second) : (pair.First, first);
        return (isFirst, isSecond) switch
        {
            (true, true) => pair with { How = "both are named" },
            (false, false) => pair with { WhyWrong = "neither is a cause" },
            _ when found.Consequences.Any(one => one.Finding.Code == leftOut) =>
                pair with { How = $"{leftOut} follows" },
            _ when !IsSeen(left, pair.Diagnosis) => pair with { How = $"{leftOut} is not met" },
            _ => pair with { WhyWrong = $"{leftOut} is missing" },
        };
    }

    private static IEnumerable<FindingCode> CodesOf(FaultProof proof) =>
        proof.Diagnosis.Findings.Causes.Concat(proof.Diagnosis.Findings.Consequences.Select(one => one.Finding))
            .Select(finding => finding.Code);

    private static bool IsCause(RootCauseAnalysis found, FindingCode code) =>
        found.Causes.Any(cause => cause.Code == code);

    private static bool IsSeen(FaultProof alone, Diagnosis both)
    {
        var seen = both.Journal.Select(Sighting.Of).ToHashSet();
        return alone.Diagnosis.Findings.Causes.Where(cause => cause.Code == alone.Expected.Finding)
            .SelectMany(cause => cause.Evidence).Any(entry => seen.Contains(Sighting.Of(entry)));
    }

    /// <summary>The fault alone, there and by that phone; <c>null</c> where it is not found so.</summary>
    private static FaultProof? Alone(LabExpectation phone, Deployment deployment, FaultProof proof)
    {
        var alone = phone == PhoneOf(proof.Expected) && deployment == proof.Scenario.Deployment
            ? proof : proof with { Diagnosis = DiagnosisWorld.Of(deployment, phone, proof.Fault) };
        return alone.Diagnosis.Findings.First?.Code == proof.Expected.Finding ? alone : null;
    }

    // One of the two phones, where the other is the one that scenarios have if they say nothing.
    private static LabExpectation? PhoneFor(LabExpectation first, LabExpectation second)
    {
        var (one, other) = (PhoneOf(first), PhoneOf(second));
        return one == other || IsPlain(other) ? one : IsPlain(one) ? other : null;
    }

    private static bool IsPlain(LabExpectation phone) => phone == PhoneOf(new());

    private static LabExpectation PhoneOf(LabExpectation expectation) =>
        expectation with { Finding = null, Names = [], Result = default };

    private static Deployment? DeploymentFor(Deployment first, Deployment second) =>
        first == second || second == DiagnosisWorld.Basis ? first : first == DiagnosisWorld.Basis ? second : null;
}
