namespace Dialtone.Reports.Compare;

/// <summary>Why a file is no result of a transaction.</summary>
/// <param name="Line">The line, counted from 1; 0 where it is a field.</param>
/// <param name="Field">The field, as in <c>discovery.dns[2].status</c>; empty where it is a line.</param>
/// <param name="What">What is wrong, as part of a sentence.</param>
public sealed record RecordFault(long Line, string Field, string What)
{
    /// <summary>All of it, for people.</summary>
    public override string ToString() =>
        Field.Length > 0 ? $"field {Field}: {What}" : Line > 0 ? $"line {Line}: {What}" : What;
}
