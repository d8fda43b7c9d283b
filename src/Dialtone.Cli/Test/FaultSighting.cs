using Dialtone.Cli.Options;
using Dialtone.Core.Findings;
using Dialtone.Core.Profiles;
using Dialtone.Core.SignIn;
using Dialtone.Core.Transactions;
using Dialtone.Lab.Scenarios;
using Dialtone.Reports;
using Dialtone.Transactions;

namespace Dialtone.Cli.Test;

/// <summary>How a fault of the lab is seen, for whoever broke it and does not see it.</summary>
internal static class FaultSighting
{
    /// <summary>
    /// One line; <c>null</c> where the fault was found, or nothing else on the command line would show it.
    /// </summary>
    public static string? Note(LabScenario broken, TransactionRequest request, TransactionResult result)
    {
        var expected = broken.Expect!;
        if (expected.Finding is null)
        {
            // Where every target is tried, one that no phone comes to may show it.
            return result.Findings.Causes.Any(cause => cause.Severity > FindingSeverity.Advice)
                ? null : $"A phone does not see this fault: {broken.Description}";
        }

        return result.Findings.First?.Code == expected.Finding || Makes(expected, request) ? null
            : $"This fault shows to: dialtone test {string.Join(' ', CommandLine(broken, expected))}";
    }

    private static bool Makes(LabExpectation expected, TransactionRequest request) =>
        request.Kind == expected.Transaction
        && request.Phone.Profile == expected.Profile
        && request.Phone.LearnsRoots == expected.LearnsRoots
        && request.Phone.Credential.Kind == expected.Credential
        && (expected.Scheme is not { } scheme || request.Phone.Schemes is [var only] && only == scheme);

    private static IEnumerable<string> CommandLine(LabScenario broken, LabExpectation expected)
    {
        yield return $"{Words.Of(expected.Transaction)} --lab --fault {broken.Events[0].Fault}";
        if (expected.Profile != DeviceProfile.LyncPhone)
        {
            yield return $"--profile {expected.Profile.Name}";
        }

        if (expected.Scheme is { } scheme)
        {
            yield return $"--auth {CredentialOptions.WordOf(scheme)}";
        }

        if (expected.Credential == CredentialKind.Pin && expected.Transaction != TransactionKind.PhoneBootstrap)
        {
            yield return "--pin";
        }

        if (expected.LearnsRoots)
        {
            yield return "--trust-on-first-use";
        }
    }
}
