using System.Collections.Immutable;
using Dialtone.Core.Journal;
using Dialtone.Core.SignIn;

namespace Dialtone.Core.Rehearsal;

/// <summary>How a device would sign in.</summary>
/// <param name="Journal">Everything that it would see and decide.</param>
/// <param name="Unseen">What it would turn to that nobody has looked at: there it was taken to meet silence.</param>
public sealed record RehearsedSignIn(ImmutableArray<JournalEntry> Journal, ImmutableArray<string> Unseen)
{
    /// <summary>What the journal amounts to.</summary>
    public SignInSummary Summary { get; } = SignInSummary.Of(Journal);

    /// <summary>The registration; <c>null</c> where there would be none.</summary>
    public JournalEntry.Registered? Registered => Summary.Registered;

    /// <summary>Which way it would go; <c>null</c> where it would not sign in.</summary>
    public SignInPath? Path { get; } = SignInPath.Of(Journal);
}
