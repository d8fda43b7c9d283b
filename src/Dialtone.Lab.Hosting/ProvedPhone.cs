using Dialtone.Core.Rehearsal;

namespace Dialtone.Lab.Hosting;

/// <summary>What became of a phone in a lab that was really broken.</summary>
/// <param name="IsKept">Whether it kept the registration that it had before.</param>
/// <param name="Path">Which way it was registered in the outage; <c>null</c> where it was not.</param>
/// <param name="Took">How long that took it, or how long it tried.</param>
public sealed record ProvedPhone(bool IsKept, SignInPath? Path, TimeSpan Took);
