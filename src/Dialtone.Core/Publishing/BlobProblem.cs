using Dialtone.Core.Findings;

namespace Dialtone.Core.Publishing;

/// <summary>Something that is wrong with an option, or could be better.</summary>
/// <param name="Kind">What.</param>
/// <param name="Offset">At which byte of what was given it shows.</param>
public readonly record struct BlobProblem(BlobProblemKind Kind, int Offset)
{
    /// <summary>The sub-option that it is about; 0 where it is the whole.</summary>
    public byte SubOption { get; init; }

    /// <summary>What stands there, where it is text; else empty.</summary>
    public string Seen { get; init; } = "";

    /// <summary>Whether phones fail by it; else they get along.</summary>
    public bool IsWrong => Kind is not (BlobProblemKind.SeveralNames or BlobProblemKind.SubOptionOrder
        or BlobProblemKind.PortMissing or BlobProblemKind.SubOptionUnknown or BlobProblemKind.OtherEnterprise);

    /// <summary>What a sign-in would call it; <c>null</c> where it does not notice.</summary>
    public FindingDefinition? FindingIn(BlobOption option) => Kind switch
    {
        BlobProblemKind.SeveralNames when option == BlobOption.SipServers => FindingCatalogue.DhcpSeveralNames,
        BlobProblemKind.VlanForm or BlobProblemKind.VlanRange => null,
        _ when !IsWrong => null,
        _ => option switch
        {
            BlobOption.SipServers => InSipServers(),
            BlobOption.Vendor => InVendor(),
            BlobOption.SipServerNames6 => IsText
                ? FindingCatalogue.Dhcp6Option21Text : FindingCatalogue.Dhcp6Option21Malformed,
            BlobOption.SipServerAddresses6 => FindingCatalogue.Dhcp6Option22Malformed,
            _ => null,
        },
    };

    private bool IsText => Kind is BlobProblemKind.PlainText or BlobProblemKind.TextAfterEncoding
        or BlobProblemKind.DoubledHex;

    private FindingDefinition InSipServers() => IsText ? FindingCatalogue.DhcpOption120Text
        : Kind == BlobProblemKind.Addresses ? FindingCatalogue.DhcpOption120Addresses
        : FindingCatalogue.DhcpOptionMalformed;

    private FindingDefinition InVendor() => Kind switch
    {
        BlobProblemKind.IdentifierCase or BlobProblemKind.IdentifierWrong => FindingCatalogue.DhcpOption43Foreign,
        BlobProblemKind.NotHttps => FindingCatalogue.DhcpWebServicesUnusual,
        _ => FindingCatalogue.DhcpOption43Malformed,
    };
}
