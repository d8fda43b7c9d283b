namespace Dialtone.Core.Presence;

/// <summary>What a request waits for.</summary>
internal enum PresenceTalkState : byte
{
    /// <summary>To be sent.</summary>
    Waiting,

    /// <summary>To be answered.</summary>
    Asked,

    /// <summary>To be refreshed: the subscription stands.</summary>
    Standing,
}
