using System.Text;
using Dialtone.Core.Transactions;
using Dialtone.Reports.Html;

namespace Dialtone.PowerShell.Logs;

/// <summary>
/// The log of a transaction, as the variable of -OutLoggerVariable receives it: what was done, with every message,
/// without secrets.
/// </summary>
public sealed class TransactionLogger
{
    private readonly ActivityLog _log;

    internal TransactionLogger(TransactionResult result, ActivityLog log) => (Transaction, _log) = (result, log);

    /// <summary>What it came to.</summary>
    public TransactionResult Transaction { get; }

    /// <summary>One page of HTML that needs nothing beside itself.</summary>
    public string ToHTML() => Invariantly.Make(Page);

    /// <summary>The same as XML: result, activities, steps, findings, and messages.</summary>
    public string ToXML() => Invariantly.Make(() => $"{LogXml.Of(Transaction, _log.Activities)}");

    /// <inheritdoc/>
    public override string ToString() => $"{Transaction.Kind} {Transaction.Result}";

    private string Page()
    {
        using var page = new MemoryStream();
        TransactionHtml.Write(Transaction, page);
        return Encoding.UTF8.GetString(page.GetBuffer(), 0, (int)page.Length);
    }
}
