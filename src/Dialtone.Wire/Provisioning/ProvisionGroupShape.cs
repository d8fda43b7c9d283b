namespace Dialtone.Wire.Provisioning;

/// <summary>How the settings of a group stand in it (MS-SIPREGE section 2.2.2.5).</summary>
public enum ProvisionGroupShape : byte
{
    /// <summary>An element for each setting, called like it: ServerConfiguration.</summary>
    Elements,

    /// <summary>Elements <c>property</c> with a name, in one <c>instance</c>: the policies.</summary>
    Instance,

    /// <summary>Elements <c>property</c> with a name, in one <c>propertyEntryList</c>.</summary>
    PropertyEntryList,

    /// <summary>Elements <c>property</c> with a name, right in the group: as location policies were seen.</summary>
    Properties,
}
