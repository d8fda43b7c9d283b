namespace Dialtone.Wire.Provisioning;

/// <summary>
/// What a peer may choose in in-band provisioning, and how much of it is accepted, beside what limits any body
/// (<see cref="Xml.XmlLimits"/>).
/// </summary>
public static class ProvisioningLimits
{
    /// <summary>
    /// The most groups of one request or answer. There are about a dozen (MS-SIPREGE section 2.2.2.5).
    /// </summary>
    public const int GroupsMax = 64;

    /// <summary>The most settings of one group; the largest known has some eighty.</summary>
    public const int SettingsMax = 1024;

    /// <summary>The most characters of a value that are kept; what is longer is cut there.</summary>
    public const int ValueLengthMax = 4096;

    /// <summary>The most characters of the name of a group or property.</summary>
    public const int NameLengthMax = 256;

    /// <summary>The most Registrars that the extension of <see cref="ProvisionGroup.Registrars"/> may name.</summary>
    public const int RegistrarsMax = 8;
}
