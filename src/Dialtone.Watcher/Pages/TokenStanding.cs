namespace Dialtone.Watcher.Pages;

/// <summary>What somebody may do here.</summary>
internal enum TokenStanding : byte
{
    /// <summary>Nobody may do anything: no token is configured.</summary>
    ReadOnly,

    /// <summary>It did not show the token.</summary>
    Stranger,

    /// <summary>It may start runs and pause checks.</summary>
    Holder,
}
