namespace Dialtone.Core.Devices;

/// <summary>How a walk over candidates stands.</summary>
internal enum AttemptState : byte
{
    /// <summary>Under way.</summary>
    Working,

    /// <summary>One of them registered the user.</summary>
    Registered,

    /// <summary>All of them failed.</summary>
    Exhausted,

    /// <summary>One of them gave an answer that the others will not change.</summary>
    Refused,
}
