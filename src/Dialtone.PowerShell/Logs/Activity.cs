using Dialtone.Core.Time;

namespace Dialtone.PowerShell.Logs;

/// <summary>One thing that a transaction did, as its log tells it.</summary>
/// <param name="name">What: <c>Register</c>.</param>
/// <param name="startedAt">When.</param>
internal sealed class Activity(string name, Instant startedAt)
{
    /// <summary>What.</summary>
    public string Name => name;

    /// <summary>When it began.</summary>
    public Instant StartedAt => startedAt;

    /// <summary>When it ended; <c>null</c> while it runs, and where it never came to its end.</summary>
    public Instant? EndedAt { get; set; }

    /// <summary>Whether it did what it was for.</summary>
    public bool Succeeded { get; set; }

    /// <summary>What was said meanwhile.</summary>
    public List<string> Lines { get; } = [];
}
