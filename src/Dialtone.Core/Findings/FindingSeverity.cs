namespace Dialtone.Core.Findings;

/// <summary>How bad a finding is, the worst last.</summary>
public enum FindingSeverity : byte
{
    /// <summary>All works; it would be better otherwise.</summary>
    Advice,

    /// <summary>Sign-in works by a fall-back, or gives less than it should.</summary>
    Degraded,

    /// <summary>Sign-in fails by it.</summary>
    Blocking,
}
