using System.CommandLine;
using Dialtone.Core.Transactions;

namespace Dialtone.Cli.Test;

/// <summary>
/// One form in which the result of a transaction is given out, with the option that asks for it. All of them take the
/// result alone.
/// </summary>
internal abstract class TransactionOutput
{
    /// <summary>The option that asks for it.</summary>
    public abstract Option Option { get; }

    /// <summary>Whether it is printed in place of the text; else it goes to a file beside the text.</summary>
    public virtual bool IsPrinted => false;

    /// <summary>Whether it needs every message.</summary>
    public virtual bool NeedsMessages(ParseResult parsed) => false;

    /// <summary>Whether it is asked for.</summary>
    public virtual bool IsAsked(ParseResult parsed) => parsed.GetResult(Option) is { Implicit: false };

    /// <summary>Refuses what cannot be done, before anything is run.</summary>
    /// <exception cref="UsageException">It cannot be done.</exception>
    public virtual void Check(ParseResult parsed)
    {
    }

    /// <summary>Gives the result out.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public abstract void Write(ParseResult parsed, TransactionResult result);

    /// <summary>
    /// Says in its own form that the command line is wrong, and gives its exit code for that; <c>null</c> where it has
    /// no form for it.
    /// </summary>
    public virtual int? Refuse(UsageException wrong) => null;

    /// <summary>The exit code where this output has its own; <c>null</c> for that of the house.</summary>
    public virtual int? ExitCode(TransactionResult result) => null;
}
