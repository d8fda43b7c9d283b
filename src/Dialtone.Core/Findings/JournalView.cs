using System.Collections.Immutable;
using Dialtone.Core.Journal;
using Dialtone.Core.SignIn;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Findings;

/// <summary>A journal as rules look at it: of one sign-in, with what it amounts to.</summary>
public sealed class JournalView
{
    /// <summary>Prepares a journal for the rules.</summary>
    public JournalView(IReadOnlyList<JournalEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        Entries = [.. entries];
        Summary = SignInSummary.Of(Entries);
        // A phone that has only a number is on before it knows whose.
        var power = Of<JournalEntry.PoweredOn>().LastOrDefault();
        Account = power?.Account ?? "";
        Profile = power?.Profile ?? "";
        Domain = AddressOfRecord.TryParse(Account, out var address) ? address.Domain : default;
    }

    /// <summary>Every entry, in order.</summary>
    public ImmutableArray<JournalEntry> Entries { get; }

    /// <summary>What they amount to.</summary>
    public SignInSummary Summary { get; }

    /// <summary>Who signs in: <c>sip:alice@contoso.example</c>; may be empty.</summary>
    public string Account { get; }

    /// <summary>The SIP domain; the default value where nobody is known.</summary>
    public HostName Domain { get; }

    /// <summary>The kind of device: <c>lync-phone</c>; may be empty.</summary>
    public string Profile { get; }

    /// <summary>Whether it came to a registration.</summary>
    public bool IsSignedIn => Summary.IsSignedIn;

    /// <summary>The entries of one kind, in order.</summary>
    public IEnumerable<T> Of<T>()
        where T : JournalEntry => Entries.OfType<T>();
}
