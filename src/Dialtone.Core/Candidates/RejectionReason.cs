namespace Dialtone.Core.Candidates;

/// <summary>Why a named Registrar may not be tried.</summary>
public enum RejectionReason : byte
{
    /// <summary>The SRV target lies outside the user's SIP domain ("strict DNS naming").</summary>
    OutsideSipDomain,

    /// <summary>The SRV target is the root: the service is decidedly not available (RFC 2782).</summary>
    ServiceNotAvailable,

    /// <summary>It stands earlier in the plan already.</summary>
    Duplicate,

    /// <summary>A redirect to where this attempt has been before.</summary>
    RedirectLoop,

    /// <summary>A redirect to one that has just failed in this attempt.</summary>
    FailedBefore,

    /// <summary>One redirect more than is followed.</summary>
    TooManyRedirects,

    /// <summary>A redirect contact that cannot be read or used, or a remembered Registrar without an address.</summary>
    Unusable,

    /// <summary>The transport is switched off by the settings.</summary>
    TransportOff,
}
