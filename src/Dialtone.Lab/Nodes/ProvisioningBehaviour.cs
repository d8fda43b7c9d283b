namespace Dialtone.Lab.Nodes;

/// <summary>What the settings of a user come in.</summary>
public enum ProvisioningDelivery : byte
{
    /// <summary>In the 200 to SUBSCRIBE, where the endpoint supports it (<c>ms-piggyback-first-notify</c>).</summary>
    InAnswer,

    /// <summary>In a NOTIFY behind the 200.</summary>
    Notify,

    /// <summary>In a BENOTIFY behind the 200, which has no answer (MS-SIP section 3.5).</summary>
    BeNotify,
}

/// <summary>What a Registrar does wrong, or otherwise, when an endpoint asks for its settings.</summary>
public sealed class ProvisioningBehaviour
{
    /// <summary>SUBSCRIBE gets no answer.</summary>
    public bool Silent { get; set; }

    /// <summary>Every SUBSCRIBE gets this answer; <c>null</c> for the right one.</summary>
    public Refusal? Refusal { get; set; }

    /// <summary>
    /// What the settings come in. An endpoint that does not support the first way gets one of the others anyway.
    /// </summary>
    public ProvisioningDelivery Delivery { get; set; }

    /// <summary>The body ends in the middle of an element.</summary>
    public bool Malformed { get; set; }

    /// <summary>Elements and groups of another namespace stand between the right ones.</summary>
    public bool HasForeignElements { get; set; }

    /// <summary>The group ServerConfiguration is missing.</summary>
    public bool OmitsServerConfiguration { get; set; }

    /// <summary>No mrasUri: as where there is no Edge.</summary>
    public bool OmitsMrasUri { get; set; }

    /// <summary>
    /// The length of the body in bytes, made up by a publication grammar, as that of real ones mostly is; 0, or less
    /// than it has without, for as it is.
    /// </summary>
    public int BodyBytes { get; set; }
}
