using Dialtone.Wire.Mras;

namespace Dialtone.Lab.Nodes;

/// <summary>What a Media Relay Authentication Service, or the way to it, does wrong.</summary>
public sealed class RelayAuthenticationBehaviour
{
    /// <summary>SERVICE gets no answer.</summary>
    public bool Silent { get; set; }

    /// <summary>
    /// Every SERVICE gets this answer, which says that it did not arrive; <c>null</c> for the right one.
    /// </summary>
    public Refusal? Refusal { get; set; }

    /// <summary>It arrives, and is turned down for this; <see cref="MrasReason.Ok"/> for the right answer.</summary>
    public MrasReason Reason { get; set; } = MrasReason.Ok;

    /// <summary>The body ends in the middle of an element.</summary>
    public bool Malformed { get; set; }

    /// <summary>The list of relays is empty.</summary>
    public bool OmitsRelays { get; set; }

    /// <summary>The relays have names that DNS does not know.</summary>
    public bool NamesUnknownHosts { get; set; }

    /// <summary>Credentials are made with other keys than the relays have.</summary>
    public bool HasForeignKeys { get; set; }

    /// <summary>Its clock is so far behind that credentials are over when they are given.</summary>
    public bool GivesExpiredCredentials { get; set; }

    /// <summary>Credentials hold for so long, whatever was asked; <c>null</c> for as it should be.</summary>
    public TimeSpan? Duration { get; set; }
}
