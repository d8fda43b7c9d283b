using System.CommandLine;
using Dialtone.Cli.Terminal;
using Dialtone.Core.Transactions;
using Dialtone.Lab.Scenarios;
using Dialtone.Reports;
using Dialtone.Transactions;

namespace Dialtone.Cli.Test;

/// <summary>One transaction from the command line: runs it, gives its result out, and says how it went.</summary>
internal sealed class TestRun(ParseResult parsed, IReadOnlyList<TransactionOutput> outputs)
{
    private readonly Paint _paint = Paint.ForOutput();

    /// <summary>The scenario of the one fault of the lab; <c>null</c> where there is none.</summary>
    public required LabScenario? Broken { get; init; }

    public required bool Strict { get; init; }

    public required bool Verbose { get; init; }

    public async Task<int> RunAsync(TransactionRequest request, CancellationToken cancellation)
    {
        var asked = outputs.Where(output => output.IsAsked(parsed)).ToList();
        var isText = !asked.Exists(output => output.IsPrinted);
        var result = await TransactionRunner.RunAsync(
            request with { KeepsMessages = asked.Exists(output => output.NeedsMessages(parsed)) },
            Verbose && isText ? entry => Console.Error.WriteLine(_paint.Faint(JournalText.Of(entry))) : null,
            cancellation);
        if (isText)
        {
            Print(result);
        }

        foreach (var output in asked)
        {
            output.Write(parsed, result);
        }

        if (Broken is not null && FaultSighting.Note(Broken, request, result) is { } note)
        {
            await Console.Error.WriteLineAsync(note);
        }

        return asked.Select(output => output.ExitCode(result)).FirstOrDefault(code => code is not null)
            ?? ExitCodeOf(result);
    }

    private int ExitCodeOf(TransactionResult result) => result.Result != TransactionVerdict.Success
        ? ExitCodes.Failure
        : Strict && result.IsDegraded ? ExitCodes.Degraded : ExitCodes.Success;

    private void Print(TransactionResult result)
    {
        var isVerdict = true;
        foreach (var line in TransactionText.Of(result))
        {
            Console.WriteLine(isVerdict ? Painted(result, line) : line);
            isVerdict = false;
        }

        if (!Verbose)
        {
            Console.WriteLine();
            Console.WriteLine(_paint.Faint("Everything that was seen and decided, in order: the same with --verbose."));
        }
    }

    private string Painted(TransactionResult result, string verdict) => result.Result switch
    {
        TransactionVerdict.Success => result.IsDegraded ? _paint.Warn(verdict) : _paint.Good(verdict),
        TransactionVerdict.Failure => _paint.Bad(verdict),
        _ => verdict,
    };
}
