namespace Dialtone.Core.Devices;

/// <summary>How far a candidate has come.</summary>
internal enum ApproachState : byte
{
    /// <summary>Its addresses are asked for.</summary>
    Resolving,

    /// <summary>Some of its addresses are being connected to, with TLS where it is asked for.</summary>
    Connecting,

    /// <summary>One of them may carry SIP.</summary>
    Ready,

    /// <summary>None is left.</summary>
    Failed,
}
