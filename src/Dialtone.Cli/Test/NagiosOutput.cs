using System.CommandLine;
using Dialtone.Core.Transactions;
using Dialtone.Reports;

namespace Dialtone.Cli.Test;

/// <summary>One line for Nagios and its kind, with the exit code that goes with it.</summary>
internal sealed class NagiosOutput : TransactionOutput
{
    private readonly Option<bool> _option = new("--nagios")
    {
        Description = "Print one line for Nagios or Icinga with what was measured; exit with 0 (ok), 1 (works by a "
            + "fall-back), 2 (does not work) or 3 (not run).",
    };

    public override Option Option => _option;

    public override bool IsPrinted => true;

    public override bool IsAsked(ParseResult parsed) => parsed.GetValue(_option);

    public override void Write(ParseResult parsed, TransactionResult result) =>
        Console.WriteLine(TransactionNagios.Of(result));

    public override int? ExitCode(TransactionResult result) => (int)TransactionNagios.StatusOf(result);

    public override int? Refuse(UsageException wrong)
    {
        Console.WriteLine(TransactionNagios.Of(wrong.Message));
        return (int)NagiosStatus.Unknown;
    }
}
