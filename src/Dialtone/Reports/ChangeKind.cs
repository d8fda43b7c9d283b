namespace Dialtone.Reports;

/// <summary>What kind of change befell a phone that stays signed in.</summary>
public enum ChangeKind : byte
{
    /// <summary>It signed in for the first time.</summary>
    SignedIn,

    /// <summary>The registration is lost.</summary>
    Lost,

    /// <summary>The addresses of this machine are others now.</summary>
    Network,

    /// <summary>A cycle began.</summary>
    Cycle,

    /// <summary>A Registrar's turn came.</summary>
    Trying,

    /// <summary>Something failed on the way.</summary>
    Failed,

    /// <summary>It waits before the next cycle.</summary>
    Waiting,

    /// <summary>It is signed in again.</summary>
    Back,

    /// <summary>It went home from another Registrar.</summary>
    Home,

    /// <summary>Its Registrar offers less than before (survivable mode).</summary>
    Limited,

    /// <summary>Its Registrar offers everything again.</summary>
    Restored,

    /// <summary>The presence of a contact, or of the user, has changed.</summary>
    Presence,

    /// <summary>The contact list has changed.</summary>
    Contacts,

    /// <summary>Something to know that is none of these.</summary>
    Note,

    /// <summary>It signed out.</summary>
    SignedOut,
}
