using Dialtone.Core.Transactions;
using Dialtone.Reports;

namespace Dialtone.PowerShell.Results;

/// <summary>How a sign-in at one address of one Registrar went, over one transport.</summary>
public sealed class TargetOutput
{
    private readonly TransactionResult _result;

    internal TargetOutput(TargetResult target)
    {
        (Host, Target) = (target.Candidate.Host.Text, Words.PlaceOf(target.Candidate));
        (Transport, _result) = (Words.Of(target.Candidate.Transport), target.Result);
    }

    /// <summary>The name by which it was found.</summary>
    public string Host { get; }

    /// <summary>Its address with the port.</summary>
    public string Target { get; }

    /// <summary><c>TLS</c> or <c>TCP</c>.</summary>
    public string Transport { get; }

    /// <summary>How it ended.</summary>
    public TransactionVerdict Result => _result.Result;

    /// <summary>From the start to the end of the sign-in there.</summary>
    public TimeSpan Latency => _result.Latency;

    /// <summary>The step at which it failed first; <c>null</c> on success.</summary>
    public TransactionStep? FailedStep => _result.FailedStep;

    /// <summary>One line; empty on success.</summary>
    public string Error => _result.Error;

    /// <summary>The first cause; <c>null</c> where nothing is wrong.</summary>
    public FindingOutput? Cause => _result.Cause is { } cause ? new(cause) : null;

    /// <inheritdoc/>
    public override string ToString() => $"{Transport} {Target} {Result}";
}
