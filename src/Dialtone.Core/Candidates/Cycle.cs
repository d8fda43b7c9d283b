namespace Dialtone.Core.Candidates;

/// <summary>Which list of candidates a device is working through.</summary>
public enum Cycle : byte
{
    /// <summary>The Registrar that registration last succeeded with (S6).</summary>
    Known,

    /// <summary>A list built from DNS and DHCP (S3).</summary>
    Scratch,

    /// <summary>The last Registrar with its cached addresses (S9).</summary>
    Remembered,

    /// <summary>The one that was given.</summary>
    Target,
}
