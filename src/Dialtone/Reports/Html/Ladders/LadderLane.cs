using Dialtone.Wire.Addresses;

namespace Dialtone.Reports.Html.Ladders;

/// <summary>One lane of the drawing.</summary>
/// <param name="Role">What stands there.</param>
/// <param name="Host">Its name, where one is known and the lane has one address alone; else empty.</param>
/// <param name="Addresses">The addresses that it stands for, in the order in which they were met.</param>
internal sealed record LadderLane(LadderRole Role, string Host, IReadOnlyList<IpAddress> Addresses)
{
    /// <summary>What it is called at its head.</summary>
    public string Name => Role switch
    {
        LadderRole.Device => "Device",
        LadderRole.Dhcp => "DHCP",
        LadderRole.Dns => "DNS",
        LadderRole.Web => "Web Services",
        LadderRole.Registrar => "Registrar",
        LadderRole.Relay => "Media Relay",
        _ => "Other",
    };

    /// <summary>The address, or how many there are.</summary>
    public string Place => Addresses switch
    {
        [] => "",
        [var only] => only.ToString(),
        _ => $"{Addresses.Count} addresses",
    };
}
