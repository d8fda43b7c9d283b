namespace Dialtone.Core.Exchange.Dhcp6;

/// <summary>What a device is told of DHCPv6.</summary>
public sealed record Dhcp6Settings
{
    /// <summary>It is not asked.</summary>
    public static Dhcp6Settings Off { get; } = new() { IsUsed = false };

    /// <summary>Whether it is asked, by a profile that has a use for it.</summary>
    public bool IsUsed { get; init; } = true;

    /// <summary>How it is asked.</summary>
    public Dhcp6InformationRequestOptions Options { get; init; } = new();

    /// <summary>The interface on which it is asked; <c>null</c> where it cannot be.</summary>
    public Dhcp6Interface? Interface { get; init; }

    /// <summary>Why there is no <see cref="Interface"/>, for people.</summary>
    public string InterfaceMissing { get; init; } = "";
}
