using Dialtone.Core.Journal;

namespace Dialtone.Core.Findings;

/// <content>115x: DHCPv6.</content>
public static partial class FindingCatalogue
{
    /// <summary>DT1151.</summary>
    public static FindingDefinition Dhcp6NoAnswer => field ??= new(
        new(1151), "dhcp6-no-answer", Step.Dhcp6, FindingSeverity.Blocking,
        "No DHCPv6 server answered on {interface}",
        "The device sent an INFORMATION-REQUEST to all DHCPv6 servers and relay agents of the link (ff02::1:2, UDP "
            + "port 547) and nobody answered.",
        [
            ForNetwork("Run a stateless DHCPv6 server for this link, or let its router relay to one, and allow UDP "
                + "ports 546 and 547 on {interface}.",
                "dialtone dhcp ask"),
            ForNetwork("Where phones find their SIP servers by DNS or by DHCP of IPv4, nothing has to be done."),
        ])
    {
        ExplainedBy = Codes(1158, 1159, 9101, 9102, 9103, 9104, 9105),
        Source = "RFC 8415 section 18.2.6",
    };

    /// <summary>DT1152.</summary>
    public static FindingDefinition Dhcp6OptionsMissing => field ??= new(
        new(1152), "dhcp6-options-missing", Step.Dhcp6, FindingSeverity.Blocking,
        "The DHCPv6 server {server} names no SIP servers",
        "The answer to the INFORMATION-REQUEST has neither option 21 (names of SIP servers) nor option 22 (their "
            + "addresses).",
        [
            ForNetwork("Set option 21 on {server} to {registrar}: {option21}.",
                "dialtone dhcp encode --registrar {registrar}"),
            ForNetwork("Set option 21 on {server} to the name of the SIP server, in labels.",
                "dialtone dhcp encode --registrar SERVER"),
        ])
    {
        Source = "RFC 3319 section 3.1",
    };

    /// <summary>DT1153.</summary>
    public static FindingDefinition Dhcp6Option21Malformed => field ??= new(
        new(1153), "dhcp6-option-21-malformed", Step.Dhcp6, FindingSeverity.Blocking,
        "Option 21 of the DHCPv6 server {server} cannot be read: {fault}",
        "Option 21 is a list of names in labels, each behind its length, each name closed by a byte 00; unlike option "
            + "120 of IPv4 there is no encoding byte before them, and compression is not allowed.",
        [
            ForNetwork("On {server} the option is {seen}. Replace it by the right bytes for {registrar}: {option21}.",
                "dialtone dhcp encode --registrar {registrar}"),
            ForNetwork("On {server} the option is {seen}. Replace it by the name of the SIP server, in labels.",
                "dialtone dhcp encode --registrar SERVER"),
        ])
    {
        Source = "RFC 3319 section 3.1",
    };

    /// <summary>DT1154.</summary>
    public static FindingDefinition Dhcp6Option21Text => field ??= new(
        new(1154), "dhcp6-option-21-text", Step.Dhcp6, FindingSeverity.Blocking,
        "Option 21 of the DHCPv6 server {server} is text, not encoded: {text}",
        "The value was typed as a string: the name stands there in characters, or the digits of the right bytes do. It "
            + "has to be the name in labels, each behind its length, closed by a byte 00.",
        [
            ForNetwork("On {server}, set option 21 as binary to {option21}, which says {registrar}.",
                "dialtone dhcp encode --registrar {registrar}"),
        ])
    {
        Source = "RFC 3319 section 3.1",
    };

    /// <summary>DT1155.</summary>
    public static FindingDefinition Dhcp6Option22Malformed => field ??= new(
        new(1155), "dhcp6-option-22-malformed", Step.Dhcp6, FindingSeverity.Blocking,
        "Option 22 of the DHCPv6 server {server} cannot be read: {fault}",
        "Option 22 is a list of IPv6 addresses of 16 bytes each, nothing before and nothing between them.",
        [
            ForNetwork("On {server} the option is {seen}. Replace it by whole addresses of 16 bytes, or better by the "
                + "server's name in option 21.",
                "dialtone dhcp encode --registrar SERVER"),
        ])
    {
        Source = "RFC 3319 section 3.2",
    };

    /// <summary>DT1156.</summary>
    public static FindingDefinition Dhcp6Refused => field ??= new(
        new(1156), "dhcp6-refused", Step.Dhcp6, FindingSeverity.Blocking,
        "The DHCPv6 server {server} refused: {status}",
        "The server answered the INFORMATION-REQUEST with another status code than Success (option 13): it will not or "
            + "cannot serve this client.",
        [
            ForNetwork("Look in the log of {server} for why it answers {status}; as a rule no configuration is bound "
                + "to this link."),
        ])
    {
        Source = "RFC 8415 section 21.13",
    };

    /// <summary>DT1157.</summary>
    public static FindingDefinition Dhcp6ServersDisagree => field ??= new(
        new(1157), "dhcp6-servers-disagree", Step.Dhcp6, FindingSeverity.Degraded,
        "DHCPv6 servers disagree: {said}",
        "Several DHCPv6 servers answered with different SIP servers. A device takes the first usable answer, so that "
            + "which one it uses changes from one start to the next.",
        [
            ForNetwork("Give options 21 and 22 the same values on all of these servers, or withdraw one of them. The "
                + "answer of {server} was used here.",
                "dialtone dhcp ask"),
        ]);

    /// <summary>DT1158.</summary>
    public static FindingDefinition Dhcp6AnswerUnreadable => field ??= new(
        new(1158), "dhcp6-answer-unreadable", Step.Dhcp6, FindingSeverity.Blocking,
        "The DHCPv6 answer from {server} cannot be read: {fault}",
        "An answer with the right transaction came that is no DHCPv6 message: an option runs past the end, or it is "
            + "cut short.",
        [
            ForNetwork("Mend or restart the DHCPv6 service at {server}, and look at relay agents and firewalls on the "
                + "way. The answer began {bytes}."),
        ])
    {
        Source = "RFC 8415 section 8",
    };

    /// <summary>DT1159.</summary>
    public static FindingDefinition Dhcp6AnswersNotOurs => field ??= new(
        new(1159), "dhcp6-answers-not-ours", Step.Dhcp6, FindingSeverity.Blocking,
        "DHCPv6 answers reach {interface}, none of them to the question asked",
        "Datagrams of DHCPv6 came while an answer was waited for, and all had to be passed over: another transaction, "
            + "another client, no server identifier, or not a REPLY.",
        [
            ForNetwork("Look at the answers on this link for the transaction identifier and the client identifier, "
                + "which a server must repeat. Passed over here: {ignored}.",
                "tcpdump -n -v -i {interface} port 546 or port 547"),
        ])
    {
        Source = "RFC 8415 section 16.10",
    };

    /// <summary>DT1160.</summary>
    public static FindingDefinition Dhcp6AddressesAlone => field ??= new(
        new(1160), "dhcp6-addresses-alone", Step.Dhcp6, FindingSeverity.Advice,
        "The DHCPv6 server {server} gives SIP servers by address and not by name: {addresses}",
        "Option 22 came without option 21. An address can be connected to, and its certificate can only be checked "
            + "against the SIP domain; after a renumbering the option leads nowhere.",
        [
            ForNetwork("Add option 21 on {server} with the name of the SIP server: {option21}.",
                "dialtone dhcp encode --registrar {registrar}"),
            ForNetwork("Add option 21 on {server} with the name of the SIP server.",
                "dialtone dhcp encode --registrar SERVER"),
        ])
    {
        Source = "RFC 3319 section 3.3",
    };

    /// <summary>DT1161.</summary>
    public static FindingDefinition Dhcp6Slow => field ??= new(
        new(1161), "dhcp6-slow", Step.Dhcp6, FindingSeverity.Degraded,
        "The DHCPv6 server {server} took {took} to answer",
        "An answer to an INFORMATION-REQUEST takes a round trip. One that takes seconds comes too late for devices "
            + "that wait less long.",
        [
            ForNetwork("Look at the load of {server} and at the relay agents on the way."),
        ]);

    private static IEnumerable<FindingDefinition> Dhcp6() =>
    [
        Dhcp6NoAnswer, Dhcp6OptionsMissing, Dhcp6Option21Malformed, Dhcp6Option21Text, Dhcp6Option22Malformed,
        Dhcp6Refused, Dhcp6ServersDisagree, Dhcp6AnswerUnreadable, Dhcp6AnswersNotOurs, Dhcp6AddressesAlone, Dhcp6Slow,
    ];
}
