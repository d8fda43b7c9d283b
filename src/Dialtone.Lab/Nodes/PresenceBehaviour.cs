namespace Dialtone.Lab.Nodes;

/// <summary>What a Registrar does wrong, or otherwise, with contacts and presence.</summary>
public sealed class PresenceBehaviour
{
    /// <summary>SUBSCRIBE to contacts and presence gets no answer.</summary>
    public bool Silent { get; set; }

    /// <summary>SUBSCRIBE to the contact list gets this answer; <c>null</c> for the right one.</summary>
    public Refusal? ContactsRefusal { get; set; }

    /// <summary>SUBSCRIBE to one's own data gets this answer; <c>null</c> for the right one.</summary>
    public Refusal? SelfRefusal { get; set; }

    /// <summary>SUBSCRIBE to the presence of others gets this answer; <c>null</c> for the right one.</summary>
    public Refusal? PresenceRefusal { get; set; }

    /// <summary>SERVICE that publishes gets this answer; <c>null</c> for the right one.</summary>
    public Refusal? PublishRefusal { get; set; }

    /// <summary>What the first content comes in.</summary>
    public ProvisioningDelivery Delivery { get; set; }

    /// <summary>Changes of contact lists name a state before them that nobody has.</summary>
    public bool SkipsDeltas { get; set; }

    /// <summary>Contact lists are kept by Exchange, and those here are empty.</summary>
    public bool IsMigrated { get; set; }

    /// <summary>
    /// How many contacts are in the lists, made up beyond those that there are; <c>null</c> for these.
    /// </summary>
    public int? Contacts { get; set; }

    /// <summary>The versions of new publications are others than their publishers can know: 409 once.</summary>
    public bool RaisesVersions { get; set; }

    /// <summary>Containers have no members.</summary>
    public bool OmitsContainers { get; set; }

    /// <summary>Presence of others is to be asked of the second pool.</summary>
    public bool Resubscribes { get; set; }

    /// <summary>Documents end in the middle.</summary>
    public bool Malformed { get; set; }

    /// <summary>Every subscription is given for so many seconds; <c>null</c> for as it should be.</summary>
    public uint? Expires { get; set; }
}
