namespace Dialtone.Core.Rehearsal;

/// <summary>How a Registrar or an access proxy that is dead behaves. DNS and DHCP keep silent.</summary>
public enum OutageManner : byte
{
    /// <summary>It is switched off, or its network is gone: nothing comes back.</summary>
    Silent,

    /// <summary>Its machine lives and its service does not: connections are refused at once.</summary>
    Refusing,
}
