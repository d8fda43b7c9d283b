using System.CommandLine;
using Dialtone.Cli.Options;
using Dialtone.Core.Transactions;
using Dialtone.Reports.Html;

namespace Dialtone.Cli.Test;

/// <summary><c>--html FILE</c>: one page to hand on.</summary>
internal sealed class HtmlOutput : TransactionOutput
{
    private readonly Option<FileInfo?> _file = FileOption.Create(
        "--html",
        "Write one self-contained page to this file: the verdict, what to do, the steps, and every message drawn, "
        + "without secrets.");

    public override Option Option => _file;

    public override bool NeedsMessages(ParseResult parsed) => true;

    public override void Check(ParseResult parsed)
    {
        if (parsed.GetValue(_file) is { Directory: { Exists: false } directory })
        {
            throw new UsageException($"--html cannot write there: there is no directory {directory}.");
        }
    }

    public override void Write(ParseResult parsed, TransactionResult result)
    {
        using var stream = parsed.GetValue(_file)!.Create();
        TransactionHtml.Write(result, stream);
    }
}
