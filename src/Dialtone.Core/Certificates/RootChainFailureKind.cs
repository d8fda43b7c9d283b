namespace Dialtone.Core.Certificates;

/// <summary>Why a device has learned no roots.</summary>
public enum RootChainFailureKind : byte
{
    /// <summary>No answer of the service; the outcome says why.</summary>
    NotReached,

    /// <summary>An answer of another status than 200.</summary>
    Refused,

    /// <summary>An answer that cannot be read.</summary>
    Malformed,

    /// <summary>Certificates, and no root among them.</summary>
    NoRoot,

    /// <summary>No answer within what a connection may be kept waiting.</summary>
    TooLate,
}
