namespace Dialtone.Core.Journal;

/// <summary>Why a cycle ended without a registration.</summary>
public enum CycleEnd : byte
{
    /// <summary>No source named a Registrar.</summary>
    NothingFound,

    /// <summary>Registrars were named, and none of their names has an address.</summary>
    NothingResolved,

    /// <summary>Every candidate failed.</summary>
    EveryCandidateFailed,

    /// <summary>A Registrar gave an answer that no other would change: a refused credential, an unknown user.</summary>
    Refused,
}
