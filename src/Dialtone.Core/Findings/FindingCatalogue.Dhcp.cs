using Dialtone.Core.Journal;

namespace Dialtone.Core.Findings;

/// <content>11xx: DHCP.</content>
public static partial class FindingCatalogue
{
    /// <summary>DT1101.</summary>
    public static FindingDefinition DhcpNoAnswer => field ??= new(
        new(1101), "dhcp-no-answer", Step.Dhcp, FindingSeverity.Blocking,
        "No DHCP server answered the DHCPINFORM on {interface}",
        "The device broadcast a DHCPINFORM with the vendor class MS-UC-Client, several times, and nobody answered it. "
            + "A server that leases addresses may still ignore a DHCPINFORM, and a relay agent may not pass it on: an "
            + "address from the same server proves nothing. ISC dhcpd answers DHCPINFORM only where it is "
            + "authoritative for the subnet.",
        [
            ForNetwork("See which DHCP servers answer a phone from the network of {interface}.", "dialtone dhcp ask"),
            ForNetwork("Let the DHCP server of this network answer DHCPINFORM with option 120, and let the relay agent "
                + "(ip helper-address) of this network pass DHCPINFORM on to it and its answer back."),
            ForNetwork("Set the options of the vendor class MS-UC-Client there, option 120 for {registrar} among them.",
                "dialtone dhcp encode --registrar {registrar}"),
            ForServers("Where there is no DHCP server, as in a small branch, let the Registrar answer DHCPINFORM "
                + "itself.",
                "Set-CsRegistrarConfiguration -EnableDHCPServer $true"),
        ])
    {
        ExplainedBy = Codes(1111, 1112, 9101, 9102, 9105, 9107),
        Source = "RFC 2131 section 4.4.3",
    };

    /// <summary>DT1102.</summary>
    public static FindingDefinition DhcpOption120Missing => field ??= new(
        new(1102), "dhcp-option-120-missing", Step.Dhcp, FindingSeverity.Blocking,
        "The DHCP server {server} answers without option 120",
        "The answer to the DHCPINFORM has no option 120 (SIP servers), so that DHCP names no Registrar. The option is "
            + "not set for the scope of this network, or only for clients of another vendor class.",
        [
            ForNetwork("Set option 120 on {server} for this scope, to the name {registrar}: {option120}.",
                "Set-DhcpServerv4OptionValue -OptionId 120 -Value {option120List}"),
            ForNetwork("Where the option is not yet defined there, define it first, as Binary.",
                "Add-DhcpServerv4OptionDefinition -OptionId 120 -Name UCSipServer -Type BinaryData"),
            ForNetwork("Set option 120 on {server} for this scope, to the name of the Registrar pool in encoding 0; "
                + "DHCPUtil.exe or this command give the bytes.",
                "dialtone dhcp encode --registrar POOL"),
        ])
    {
        Source = "RFC 3361 section 3",
    };

    /// <summary>DT1103.</summary>
    public static FindingDefinition DhcpOption43Missing => field ??= new(
        new(1103), "dhcp-option-43-missing", Step.Dhcp, FindingSeverity.Degraded,
        "The DHCP server {server} names the Registrar and not the Web Services",
        "The answer to the DHCPINFORM has option 120 and no option 43 for the vendor class MS-UC-Client: the class is "
            + "not defined on the server, its data is misspelt (upper and lower case count), or it has no values in "
            + "this scope. The device then guesses the Web Services from the Registrar's name; a phone that signs in "
            + "by PIN has nothing else to go by.",
        [
            ForNetwork("Set option 43 on {server} for the vendor class MS-UC-Client: {option43}.",
                "dialtone dhcp encode --registrar {registrar} --web-services {webServices}"),
            ForNetwork("See that the vendor class has exactly the data MS-UC-Client and that sub-options 1 to 5 have "
                + "values in this scope.",
                "Get-DhcpServerv4Class -Type Vendor"),
        ])
    {
        ExplainedBy = Codes(1108, 1109),
        Source = "RFC 2132 section 8.4",
    };

    /// <summary>DT1104.</summary>
    public static FindingDefinition DhcpOptionMalformed => field ??= new(
        new(1104), "dhcp-option-malformed", Step.Dhcp, FindingSeverity.Blocking,
        "Option 120 of the DHCP server {server} cannot be read: {fault}",
        "Option 120 is a byte 00 and the name in labels, each behind its length and closed by a byte 00 (RFC 3361 "
            + "section 3.1). What the server sends is cut short, compressed, empty or otherwise not that, so that no "
            + "Registrar can be read from it.",
        [
            ForNetwork("On {server} the option is {seen}. Replace it by the right bytes for {registrar}: {option120}.",
                "Set-DhcpServerv4OptionValue -OptionId 120 -Value {option120List}"),
            ForNetwork("On {server} the option is {seen}. Replace it by the name of the Registrar pool in encoding 0.",
                "dialtone dhcp encode --registrar POOL"),
        ])
    {
        Source = "RFC 3361 section 3.1",
    };

    /// <summary>DT1105.</summary>
    public static FindingDefinition DhcpServersDisagree => field ??= new(
        new(1105), "dhcp-servers-disagree", Step.Dhcp, FindingSeverity.Degraded,
        "DHCP servers disagree: {said}",
        "Several DHCP servers answered the DHCPINFORM, with different Registrars or different Web Services. A device "
            + "takes the first answer with a name, so that which one it uses changes from one start to the next.",
        [
            ForNetwork("Give option 120 and option 43 the same values on all of these servers, or withdraw the one "
                + "that should not serve this network. The answer of {server} was used here.",
                "dialtone dhcp ask"),
            ForServers("See whether the Registrar's own DHCP responder answers beside the DHCP servers of the network.",
                "Get-CsRegistrarConfiguration | Select-Object Identity,EnableDHCPServer"),
        ]);

    /// <summary>DT1106.</summary>
    public static FindingDefinition DhcpOption120Text => field ??= new(
        new(1106), "dhcp-option-120-text", Step.Dhcp, FindingSeverity.Blocking,
        "Option 120 of the DHCP server {server} is text, not encoded: {text}",
        "The value was typed as a string: the name stands there in characters, or the digits of the right bytes do. It "
            + "has to be binary: a byte 00 and the name in labels, each behind its length, closed by a byte 00. Of all "
            + "mistakes with this option it is the commonest; on Windows the option was then defined as String.",
        [
            ForNetwork("On {server}, delete the definition of option 120 and define it anew as Binary.",
                "Remove-DhcpServerv4OptionDefinition -OptionId 120; Add-DhcpServerv4OptionDefinition -OptionId 120 "
                    + "-Name UCSipServer -Type BinaryData"),
            ForNetwork("Then set it to the bytes {option120}, which say {registrar}.",
                "Set-DhcpServerv4OptionValue -OptionId 120 -Value {option120List}"),
            ForNetwork("For other DHCP servers this prints the lines of their configuration.",
                "dialtone dhcp encode --registrar {registrar}"),
        ])
    {
        Source = "RFC 3361 section 3.1",
    };

    /// <summary>DT1107.</summary>
    public static FindingDefinition DhcpOption120Addresses => field ??= new(
        new(1107), "dhcp-option-120-addresses", Step.Dhcp, FindingSeverity.Blocking,
        "Option 120 of the DHCP server {server} has addresses, not a name: {addresses}",
        "Option 120 came in encoding 1, a list of addresses. A device of this kind needs a name, since the Registrar's "
            + "certificate is made out to one; an answer without a name is not used.",
        [
            ForNetwork("On {server}, set option 120 to the name {registrar} in encoding 0: {option120}.",
                "Set-DhcpServerv4OptionValue -OptionId 120 -Value {option120List}"),
            ForNetwork("On {server}, set option 120 to the name of the Registrar pool in encoding 0.",
                "dialtone dhcp encode --registrar POOL"),
        ])
    {
        Source = "RFC 3361 section 3.1",
    };

    /// <summary>DT1108.</summary>
    public static FindingDefinition DhcpOption43Malformed => field ??= new(
        new(1108), "dhcp-option-43-malformed", Step.Dhcp, FindingSeverity.Degraded,
        "Option 43 of the DHCP server {server} cannot be used: {fault}",
        "Option 43 for the vendor class MS-UC-Client has five sub-options in ASCII: 1 UCIdentifier, 2 URLScheme, 3 "
            + "WebServerFqdn, 4 WebServerPort, 5 CertProvRelPath. One of them is missing, empty, closed by a NUL or "
            + "not what belongs there, so that the device does not learn the Web Services from DHCP.",
        [
            ForNetwork("On {server} the option is {seen}. Set {subOption} anew, as Binary and in the vendor class "
                + "MS-UC-Client; the whole option for {webServices} is {option43}.",
                "dialtone dhcp encode --registrar {registrar} --web-services {webServices}"),
            ForNetwork("On {server} the option is {seen}. Set {subOption} anew, as Binary and in the vendor class "
                + "MS-UC-Client.",
                "DHCPUtil.exe -SipServer POOL -WebServer WEBSERVER -RunConfigScript"),
        ])
    {
        Source = "RFC 2132 section 8.4",
    };

    /// <summary>DT1109.</summary>
    public static FindingDefinition DhcpOption43Foreign => field ??= new(
        new(1109), "dhcp-option-43-foreign", Step.Dhcp, FindingSeverity.Degraded,
        "Option 43 of the DHCP server {server} is meant for other clients",
        "Option 43 means something else for each vendor class. The server sent one whose UCIdentifier is not "
            + "MS-UC-Client: it gives every client the same option, or the values were set without the vendor class.",
        [
            ForNetwork("On {server}, tell clients apart by option 60, and give those of the vendor class MS-UC-Client "
                + "their own option 43, which begins 01 0c and then the text MS-UC-Client; now it says {seen}.",
                "Add-DhcpServerv4Class -Name MSUCClient -Type Vendor -Data MS-UC-Client"),
            ForNetwork("Where the server cannot tell them apart, give the network of phones a pool of its own."),
        ])
    {
        Source = "RFC 2132 section 8.4",
    };

    /// <summary>DT1110.</summary>
    public static FindingDefinition DhcpWebServicesUnusual => field ??= new(
        new(1110), "dhcp-web-services-unusual", Step.Dhcp, FindingSeverity.Advice,
        "Option 43 of the DHCP server {server} names unusual Web Services: {url}",
        "The URL of the certificate provisioning service is not HTTPS, or has another path than every deployment has "
            + "unless somebody changed it. Devices that insist on HTTPS get no certificate there.",
        [
            ForNetwork("See whether this is meant. As a rule the URL ends in /CertProv/CertProvisioningService.svc, "
                + "and its scheme (sub-option 2) is https: {option43}.",
                "dialtone dhcp encode --registrar {registrar} --web-services {webServices}"),
        ]);

    /// <summary>DT1111.</summary>
    public static FindingDefinition DhcpAnswersNotOurs => field ??= new(
        new(1111), "dhcp-answers-not-ours", Step.Dhcp, FindingSeverity.Blocking,
        "DHCP answers reach {interface}, none of them to the question asked",
        "Datagrams of DHCP came while an answer was waited for, and all had to be passed over: another transaction, "
            + "another hardware address, or not a DHCPACK. A relay agent or a server changes what it must repeat, or "
            + "what came was meant for others and the question was not answered at all.",
        [
            ForNetwork("Look at the answers on this network for the transaction identifier and the hardware address, "
                + "which a server and a relay agent must repeat unchanged. Passed over here: {ignored}.",
                "tcpdump -n -v -i {interface} port 67 or port 68"),
            ForNetwork("See that a DHCP server answers DHCPINFORM on this network.", "dialtone dhcp ask"),
        ])
    {
        Source = "RFC 2131 section 4.1",
    };

    /// <summary>DT1112.</summary>
    public static FindingDefinition DhcpAnswerUnreadable => field ??= new(
        new(1112), "dhcp-answer-unreadable", Step.Dhcp, FindingSeverity.Blocking,
        "The DHCP answer from {server} cannot be read: {fault}",
        "An answer to the DHCPINFORM came that is no DHCP message: it is cut short, its options do not follow the "
            + "magic cookie, or an option runs past the end. The server, a relay agent or a firewall on the way spoils "
            + "it.",
        [
            ForNetwork("Ask {server} from its own network: if the answer is sound there, look at the relay agent and "
                + "the firewalls between; else mend or restart the DHCP service. The answer began {bytes}.",
                "dialtone dhcp ask"),
        ])
    {
        Source = "RFC 2131 section 2",
    };

    /// <summary>DT1113.</summary>
    public static FindingDefinition DhcpSlow => field ??= new(
        new(1113), "dhcp-slow", Step.Dhcp, FindingSeverity.Degraded,
        "The DHCP server {server} took {took} to answer",
        "An answer to a DHCPINFORM takes a round trip. One that takes seconds comes too late for devices that wait "
            + "less long, and holds up every start.",
        [
            ForNetwork("Look at the load of {server} and at the path through the relay agent; switch off address "
                + "conflict detection or filters that make it wait.",
                "Get-DhcpServerv4Statistics -ComputerName {server}"),
        ]);

    /// <summary>DT1114.</summary>
    public static FindingDefinition DhcpSeveralNames => field ??= new(
        new(1114), "dhcp-several-names", Step.Dhcp, FindingSeverity.Advice,
        "Option 120 of the DHCP server {server} has several names: {names}",
        "Phones of Lync and Skype for Business use the first name alone. Others stand there for nothing.",
        [
            ForNetwork("Give option 120 on {server} the one name of the Registrar pool: {option120}.",
                "Set-DhcpServerv4OptionValue -OptionId 120 -Value {option120List}"),
        ]);

    private static IEnumerable<FindingDefinition> Dhcp() =>
    [
        DhcpNoAnswer, DhcpOption120Missing, DhcpOption43Missing, DhcpOptionMalformed, DhcpServersDisagree,
        DhcpOption120Text, DhcpOption120Addresses, DhcpOption43Malformed, DhcpOption43Foreign, DhcpWebServicesUnusual,
        DhcpAnswersNotOurs, DhcpAnswerUnreadable, DhcpSlow, DhcpSeveralNames,
    ];
}
