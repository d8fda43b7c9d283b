namespace Dialtone.Core.Discovery;

/// <summary>What became of Lyncdiscover.</summary>
public enum LyncdiscoverStatus : byte
{
    /// <summary>It named a Registrar for the user.</summary>
    Found,

    /// <summary>None of its names has an address: the deployment has none, or DNS does not know it here.</summary>
    NotThere,

    /// <summary>It is there and named no Registrar; the failures tell why.</summary>
    Failed,

    /// <summary>It took too long.</summary>
    TimedOut,
}
