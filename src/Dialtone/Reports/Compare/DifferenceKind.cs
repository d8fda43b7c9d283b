namespace Dialtone.Reports.Compare;

/// <summary>What differs between two runs.</summary>
public enum DifferenceKind : byte
{
    /// <summary>How it ended, and with whom.</summary>
    Result,

    /// <summary>A finding came or went.</summary>
    Finding,

    /// <summary>A step went otherwise.</summary>
    Step,

    /// <summary>A sign-in at one target by itself went otherwise.</summary>
    Target,

    /// <summary>A record of DNS, or what became of a question.</summary>
    Dns,

    /// <summary>An address of a name.</summary>
    Address,

    /// <summary>What a DHCP server says, or whether it says anything.</summary>
    Dhcp,

    /// <summary>A Registrar to try.</summary>
    Candidate,

    /// <summary>The certificate of a server.</summary>
    Certificate,

    /// <summary>A scheme that is offered or used.</summary>
    Scheme,

    /// <summary>A time that is much longer or shorter.</summary>
    Time,
}
