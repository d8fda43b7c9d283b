namespace Dialtone.Mutation;

/// <summary>What a reader made of an input.</summary>
/// <param name="IsAccepted">Whether it took it.</param>
/// <param name="Values">All that it read, when it took it.</param>
/// <param name="FaultKind">Why it did not.</param>
/// <param name="FaultOffset">Where it says that this shows.</param>
/// <param name="Complaint">What is wrong with the answer itself, such as an offset outside the input.</param>
public readonly record struct Reading(
    bool IsAccepted, ulong Values, int FaultKind, int FaultOffset, string? Complaint = null)
{
    /// <summary>The input was taken.</summary>
    public static Reading Accepted(ulong values, string? complaint = null) => new(true, values, 0, 0, complaint);

    /// <summary>The input was refused.</summary>
    public static Reading Rejected(int kind, int offset) => new(false, 0, kind, offset);
}

/// <summary>
/// One reader, and its writer if it has one, as the engine sees it. An instance belongs to one worker and is used for
/// input after input, so that something left over from one shows in the next.
/// </summary>
public abstract class Codec
{
    /// <summary>The name of its folder in the corpus.</summary>
    public abstract string Name { get; }

    /// <summary>How many of the run's blocks it gets: the quick ones get more.</summary>
    public virtual int Share => 1;

    /// <summary>Whether its inputs are text: lines, numbers in digits, separators.</summary>
    public virtual bool IsText => false;

    /// <summary>Pieces of its language, which are put in as they are.</summary>
    public virtual IReadOnlyList<byte[]> Tokens => [];

    /// <summary>The most bytes that reading may allocate, whatever the input: of the heap, not of the stack.</summary>
    public abstract long AllocatedBytesMax(int inputLength);

    /// <summary>Reads an input and asks for everything that can be asked of the result.</summary>
    public abstract Reading Read(ReadOnlyMemory<byte> input);

    /// <summary>
    /// Writes what <see cref="Read"/> took last. False where there is no writer, or the writer says of such values that
    /// it does not write them.
    /// </summary>
    public virtual bool TryRewrite(out ReadOnlyMemory<byte> bytes)
    {
        bytes = default;
        return false;
    }

    /// <summary>What else has to be true of an input; null when it is.</summary>
    public virtual string? Check(ReadOnlyMemory<byte> input) => null;

    /// <summary>Where an input of the corpus may be taken apart, and where its counts and lengths are.</summary>
    public virtual Shape ShapeOf(ReadOnlySpan<byte> input) => IsText ? Shape.OfText(input) : Shape.None;

    /// <summary>
    /// Whether a sound input, cut to that length, may still be taken for a whole one: where nothing in it says how long
    /// it is, or at the end of one of its items.
    /// </summary>
    public virtual bool MayEndAt(ReadOnlySpan<byte> input, int length) => true;

    /// <summary>Makes a check value right again, without which no changed input would be looked into.</summary>
    public virtual void Repair(Draft draft)
    {
    }
}
