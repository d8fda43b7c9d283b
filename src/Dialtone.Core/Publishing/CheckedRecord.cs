using System.Collections.Immutable;
using Dialtone.Core.Findings;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;

namespace Dialtone.Core.Publishing;

/// <summary>One record with what every DNS server that was asked has of it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type; A stands for A and AAAA together.</param>
/// <param name="Use">What it is for.</param>
/// <param name="Answers">What each server said, in the order in which they were given.</param>
public sealed record CheckedRecord(
    HostName Name, DnsType Type, PublishedUse Use, ImmutableArray<CheckedAnswer> Answers)
{
    /// <summary>Whether devices cannot do without it.</summary>
    public bool IsNeeded { get; init; }

    /// <summary>Whether servers that answered say different things.</summary>
    public bool Differs => Answers.Where(answer => answer.State != CheckedState.Unanswered)
        .Select(answer => string.Join('|', answer.Records)).Distinct(StringComparer.Ordinal).Skip(1).Any();

    /// <summary>Whether devices fail by it, or fail at some of the servers.</summary>
    public bool IsWrong => Differs || Answers.Any(IsWrongIn);

    /// <summary>What a sign-in would call it; <c>null</c> where nothing is wrong.</summary>
    public FindingDefinition? Finding => Answers.FirstOrDefault(IsWrongIn) is { } wrong ? FindingOf(wrong) : null;

    private bool IsWrongIn(CheckedAnswer answer) =>
        answer.State != CheckedState.There && (IsNeeded || answer.State != CheckedState.Missing);

    private FindingDefinition? FindingOf(CheckedAnswer answer) => answer.State switch
    {
        CheckedState.Missing when Use == PublishedUse.Service => FindingCatalogue.DnsSipSrvMissing,
        CheckedState.Missing when Use is PublishedUse.ExternalTls or PublishedUse.ExternalTcp =>
            FindingCatalogue.DnsExternalSrvMissing,
        CheckedState.Missing => FindingCatalogue.DnsInternalSrvMissing,
        CheckedState.NoAddress => FindingCatalogue.RegistrarNameUnresolved,
        CheckedState.OutsideDomain => FindingCatalogue.DnsTargetOutsideDomain,
        CheckedState.ServiceOff => FindingCatalogue.DnsServiceOff,
        CheckedState.Unanswered => answer.Status switch
        {
            Discovery.DnsStatus.TimedOut => FindingCatalogue.DnsServerSilent,
            Discovery.DnsStatus.Refused => FindingCatalogue.DnsServerRefused,
            Discovery.DnsStatus.Unreachable => FindingCatalogue.DnsServerUnreachable,
            Discovery.DnsStatus.Malformed => FindingCatalogue.DnsAnswerUnreadable,
            _ => FindingCatalogue.DnsServerFailure,
        },
        _ => null,
    };
}
