namespace Dialtone.Reports;

/// <summary>What a plugin says to Nagios; the number is its exit code.</summary>
public enum NagiosStatus : byte
{
    /// <summary>All works.</summary>
    Ok = 0,

    /// <summary>It works, by a fall-back or with less than there should be.</summary>
    Warning = 1,

    /// <summary>It does not work.</summary>
    Critical = 2,

    /// <summary>It was not run to its end.</summary>
    Unknown = 3,
}
