using System.Collections.Immutable;

namespace Dialtone.Lab.Hosting;

/// <summary>What a running lab said to a wish. Every text form is a sentence for the person who wished it.</summary>
public abstract record LabControlAnswer
{
    private LabControlAnswer()
    {
    }

    /// <summary>It is done.</summary>
    /// <param name="Faults">What is broken now, by name, in the order of the alphabet.</param>
    public sealed record Done(ImmutableArray<string> Faults) : LabControlAnswer
    {
        /// <inheritdoc/>
        public override string ToString() =>
            Faults.IsEmpty ? "Nothing is broken." : $"Broken on purpose: {string.Join(", ", Faults)}.";
    }

    /// <summary>The lab cannot do it, and nothing has changed.</summary>
    /// <param name="Why">Why not.</param>
    public sealed record Refused(string Why) : LabControlAnswer
    {
        /// <inheritdoc/>
        public override string ToString() => Why;
    }

    /// <summary>No lab answered there.</summary>
    /// <param name="Directory">Where.</param>
    /// <param name="Detail">What the system said, or what was wrong with what came.</param>
    public sealed record NoAnswer(string Directory, string Detail) : LabControlAnswer
    {
        /// <inheritdoc/>
        public override string ToString() => $"No lab answers in {Directory}: {Detail}";
    }
}
