using Dialtone.Core.Transactions;

namespace Dialtone.Reports.Html;

/// <summary>The steps of a transaction by name, and how they went.</summary>
internal static class StepNames
{
    /// <summary>The name of a step.</summary>
    public static string Of(TransactionStep step) => step switch
    {
        TransactionStep.Dhcp => "DHCP",
        TransactionStep.Dns => "DNS",
        TransactionStep.Tls => "TLS",
        TransactionStep.WebTicket => "Web ticket",
        TransactionStep.PresenceState => "Presence state",
        TransactionStep.Provision => "Settings",
        TransactionStep.RelayCredentials => "Relay credentials",
        TransactionStep.RelayReach => "Relay reach",
        TransactionStep.RelayAllocation => "Relay allocation",
        TransactionStep.SignOut => "Sign out",
        _ => step.ToString(),
    };

    /// <summary>The name of a step inside a sentence.</summary>
    public static string InSentence(TransactionStep step) => step switch
    {
        TransactionStep.Dhcp or TransactionStep.Dns or TransactionStep.Tls => Of(step),
        _ => "“" + Of(step) + "”",
    };

    /// <summary>How a step went.</summary>
    public static string Of(StepResult result) => result switch
    {
        StepResult.NotRun => "Not run",
        _ => result.ToString(),
    };

    /// <summary>How a step went, for the style sheet.</summary>
    public static string ClassOf(StepResult result) => result switch
    {
        StepResult.Passed => "passed",
        StepResult.Degraded => "degraded",
        StepResult.Failed => "failed",
        _ => "not-run",
    };
}
