using System.Text;
using Dialtone.Core.Transactions;
using Dialtone.PowerShell.Logs;
using Dialtone.Reports;
using Dialtone.Reports.Transactions;

namespace Dialtone.PowerShell.Results;

/// <summary>
/// What a transaction came to, as an object of the pipeline. The first six properties are those of
/// Microsoft.Rtc.SyntheticTransactions.TaskOutput.
/// </summary>
public sealed class TransactionOutput
{
    internal TransactionOutput(TransactionResult result) => Transaction = result;

    /// <summary>The certificate provisioning service; empty where none was used.</summary>
    public string TargetUri => Transaction.TargetUri;

    /// <summary>The Registrar that was signed in with, or tried last.</summary>
    public string TargetFqdn => Transaction.TargetFqdn;

    /// <summary>How it ended.</summary>
    public TransactionVerdict Result => Transaction.Result;

    /// <summary>From the start to the end of the sign-in.</summary>
    public TimeSpan Latency => Transaction.Latency;

    /// <summary>One line; empty on success.</summary>
    public string Error => Transaction.Error;

    /// <summary>What the server said for diagnosis; may be empty.</summary>
    public string Diagnosis => Transaction.Diagnosis;

    /// <summary>The step at which it failed first; <c>null</c> on success.</summary>
    public TransactionStep? FailedStep => Transaction.FailedStep;

    /// <summary>The first cause; <c>null</c> where nothing is wrong.</summary>
    public FindingOutput? Cause => Causes.FirstOrDefault();

    /// <summary>What to do about the first cause, in order.</summary>
    public DirectionOutput[] Directions => Cause?.Directions ?? [];

    /// <summary>Every step, those that were not run too.</summary>
    public StepOutput[] Steps => [.. Transaction.Steps.Select(each => new StepOutput(each))];

    /// <summary>Everything that is wrong: the causes, the worst first, and then what follows from them.</summary>
    public FindingOutput[] Findings =>
    [
        .. Causes,
        .. Transaction.Findings.Consequences.Select(each => new FindingOutput(each.Finding, each.Of)),
    ];

    /// <summary>How a sign-in at every single target went; empty without -EveryTarget.</summary>
    public TargetOutput[] Targets => [.. Transaction.Targets.Select(each => new TargetOutput(each))];

    /// <summary>What was not looked at, and why.</summary>
    public string[] NotChecked =>
        [.. Transaction.Findings.NotChecked.Select(each => $"{Words.Of(each.Step)}: {each.Why}")];

    /// <summary>Which transaction.</summary>
    public TransactionKind Kind => Transaction.Kind;

    /// <summary>Who signed in.</summary>
    public string UserSipAddress => Transaction.Account;

    /// <summary>As which kind of device.</summary>
    public string Profile => Transaction.Profile;

    /// <summary>When it began.</summary>
    public DateTimeOffset StartedAt => Transaction.StartedAt;

    /// <summary>Whether it signed out again, as the Registrar confirmed; <c>null</c> where it never was in.</summary>
    public bool? SignedOut => Transaction.SignedOut;

    /// <summary>Whether it succeeded, and yet something is amiss.</summary>
    public bool IsDegraded => Transaction.IsDegraded;

    /// <summary>All of it, as the engine gave it.</summary>
    public TransactionResult Transaction { get; }

    /// <summary>All of it as JSON, without secrets, for Compare-DialtoneResult and other programs.</summary>
    public string ToJson() => Encoding.UTF8.GetString(Json());

    internal byte[] Json()
    {
        using var json = new MemoryStream();
        Invariantly.Make(() =>
        {
            TransactionJson.Write(Transaction, withMessages: false, json);
            return json;
        });
        return json.ToArray();
    }

    private IEnumerable<FindingOutput> Causes => Transaction.Findings.Causes.Select(each => new FindingOutput(each));

    /// <inheritdoc/>
    public override string ToString() => Invariantly.Make(() => TransactionText.Verdict(Transaction));
}
