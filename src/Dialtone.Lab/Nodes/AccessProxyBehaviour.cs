namespace Dialtone.Lab.Nodes;

/// <summary>What an access proxy does wrong; as <see cref="RegistrarBehaviour"/>.</summary>
public sealed class AccessProxyBehaviour
{
    /// <summary>Its services are stopped: nobody listens, and every connection is closed.</summary>
    public bool IsDown { get; set; }

    /// <summary>Nobody listens on the TLS port.</summary>
    public bool RefusesTls { get; set; }

    /// <summary>Nobody listens on the TCP port.</summary>
    public bool RefusesTcp { get; set; }

    /// <summary>Requests are taken and go nowhere.</summary>
    public bool Silent { get; set; }

    /// <summary>The certificate to present instead of the right one, by name; <c>null</c> for the right one.</summary>
    public string? TlsIdentity { get; set; }
}
