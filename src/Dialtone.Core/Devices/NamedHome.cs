using System.Collections.Immutable;
using Dialtone.Core.Candidates;

namespace Dialtone.Core.Devices;

/// <summary>The Registrars that a redirect named as a user's own.</summary>
/// <param name="Registrars">Primary and backup, first to last.</param>
/// <param name="Expires">How long that may be remembered; <c>null</c> where it was not said.</param>
internal sealed record NamedHome(ImmutableArray<Candidate> Registrars, TimeSpan? Expires);
