using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;

namespace Dialtone.Core.Discovery;

/// <summary>One try of a DNS question at one server.</summary>
/// <param name="Server">The server asked.</param>
/// <param name="Status">What it said, or that it did not.</param>
/// <param name="Took">How long it took.</param>
/// <param name="Detail">The code, fault or offset behind the status, for people; may be empty.</param>
public sealed record DnsTry(EndPointAddress Server, DnsStatus Status, TimeSpan Took, string Detail = "")
{
    /// <summary>Whether it was asked over TCP.</summary>
    public bool OverTcp { get; init; }

    /// <summary>How many times the question was sent.</summary>
    public int Sent { get; init; } = 1;

    /// <summary>
    /// Datagrams that came meanwhile and were not the answer: another sender, identifier or question.
    /// </summary>
    public int Ignored { get; init; }

    /// <summary>
    /// What was wrong with the answer's bytes, where <see cref="Status"/> is Malformed because of them.
    /// </summary>
    public DnsFault? Fault { get; init; }

    /// <summary>The response code; <c>null</c> where no answer could be read.</summary>
    public DnsResponseCode? Code { get; init; }

    /// <summary>Whether the server pointed to others and did not ask them itself.</summary>
    public bool IsReferral { get; init; }

    /// <summary>
    /// Records of the wanted type among the answers that belong to another name than the one asked for.
    /// </summary>
    public int ForeignRecords { get; init; }
}
