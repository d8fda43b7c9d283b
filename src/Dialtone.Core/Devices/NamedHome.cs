using System.Collections.Immutable;
using Dialtone.Core.Candidates;
using Dialtone.Core.Memory;

namespace Dialtone.Core.Devices;

/// <summary>The Registrars that another one named as a user's own.</summary>
/// <param name="Registrars">Primary and backup, first to last.</param>
/// <param name="Expires">How long that may be remembered; <c>null</c> where it was not said.</param>
/// <param name="By">In which way they were named.</param>
internal sealed record NamedHome(ImmutableArray<Candidate> Registrars, TimeSpan? Expires, RegistrarNaming By);
