namespace Dialtone.Wire.Provisioning;

/// <summary>One setting of a group, as text.</summary>
/// <param name="Name">Its name: that of its element, or of its property.</param>
/// <param name="Value">
/// Its value without the white space around it; of an element with others in it, the element as it stands in the
/// source. At most <see cref="ProvisioningLimits.ValueLengthMax"/> characters.
/// </param>
/// <param name="Namespace">The namespace of its element, where that is not Microsoft's; else empty.</param>
/// <param name="IsMarkup">Whether the value is the source of an element.</param>
/// <param name="IsCut">Whether the value was longer.</param>
public readonly record struct ProvisionSetting(
    string Name, string Value, string Namespace = "", bool IsMarkup = false, bool IsCut = false);
