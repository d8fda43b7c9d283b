using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Findings;

/// <summary>A question to DNS as rules look at it, whichever entry of the journal has it.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Name">What was asked for.</param>
/// <param name="Type">As people name it: <c>SRV</c>, <c>NAPTR</c>, or <c>A</c> for addresses of both families.</param>
/// <param name="Outcome">What came.</param>
internal readonly record struct DnsLookupSeen(JournalEntry Entry, HostName Name, string Type, DnsOutcome Outcome)
{
    /// <summary>Whether DNS said something of the name, be it that there is nothing.</summary>
    public bool IsAnswered => Outcome.Status is DnsStatus.Answered or DnsStatus.NoSuchName or DnsStatus.NoData;
}
