using System.Collections.Immutable;
using Dialtone.Wire.Addresses;

namespace Dialtone.Wire.Provisioning;

/// <summary>A group of settings, known or not.</summary>
public sealed record ProvisionGroup
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>How its settings stand in it. When it is read, that of its first setting.</summary>
    public ProvisionGroupShape Shape { get; init; }

    /// <summary>Its settings in their order, those unknown here too.</summary>
    public ImmutableArray<ProvisionSetting> Settings { get; init; } = [];

    /// <summary>
    /// The Registrars of the user, primary first: an extension of ours, an element <c>registrars</c> in the namespace
    /// <see cref="ProvisioningAnswer.RegistrarsNamespace"/> with elements <c>registrar</c>, which other readers pass
    /// over. What is no host name in it is a setting of that namespace.
    /// </summary>
    public ImmutableArray<HostName> Registrars { get; init; } = [];

    /// <summary>
    /// The first setting of that name, without regard to case; false where there is none. Elements of others'
    /// namespaces are not looked at.
    /// </summary>
    public bool TryGet(string name, out ProvisionSetting setting)
    {
        foreach (var candidate in Settings)
        {
            if (candidate.Namespace.Length == 0
                && string.Equals(candidate.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                setting = candidate;
                return true;
            }
        }

        setting = default;
        return false;
    }

    /// <inheritdoc/>
    public bool Equals(ProvisionGroup? other) => other is not null && Name == other.Name && Shape == other.Shape
        && Settings.AsSpan().SequenceEqual(other.Settings.AsSpan())
        && Registrars.AsSpan().SequenceEqual(other.Registrars.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Shape, Settings.Length, Registrars.Length);
}
