namespace Dialtone.Wire.Provisioning;

/// <summary>The port ranges of ServerConfiguration; null where one is not given, or makes no range.</summary>
public sealed record PortRanges
{
    /// <summary>Whether the ranges are to be kept to: <c>ucPortRangeEnabled</c>.</summary>
    public bool? IsEnabled { get; init; }

    /// <summary><c>ucMinMediaPort</c> and <c>ucMaxMediaPort</c>.</summary>
    public PortRange? Media { get; init; }

    /// <summary><c>ucMinAudioPort</c> and <c>ucMaxAudioPort</c>.</summary>
    public PortRange? Audio { get; init; }

    /// <summary><c>ucMinVideoPort</c> and <c>ucMaxVideoPort</c>.</summary>
    public PortRange? Video { get; init; }

    /// <summary><c>ucMinAppSharingPort</c> and <c>ucMaxAppSharingPort</c>.</summary>
    public PortRange? ApplicationSharing { get; init; }

    /// <summary><c>ucMinFileTransferPort</c> and <c>ucMaxFileTransferPort</c>.</summary>
    public PortRange? FileTransfer { get; init; }

    /// <summary><c>ucMinSipDynamicPort</c> and <c>ucMaxSipDynamicPort</c>.</summary>
    public PortRange? Sip { get; init; }
}
