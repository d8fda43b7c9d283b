using Dialtone.Core.Candidates;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;

namespace Dialtone.Core.SignIn;

/// <summary>Why a sign-in that worked is not as it should be.</summary>
public abstract record Degradation
{
    private Degradation()
    {
    }

    /// <summary>An address of the Registrar that was registered with failed before another one worked.</summary>
    /// <param name="Candidate">The Registrar.</param>
    /// <param name="Evidence">The failure: a ConnectFailed, HandshakeFailed, Secured or RegisterFailed entry.</param>
    public sealed record AddressFailed(Candidate Candidate, JournalEntry Evidence) : Degradation;

    /// <summary>A candidate higher in the order failed.</summary>
    /// <param name="Candidate">That candidate.</param>
    /// <param name="FailedAt">The step at which it failed.</param>
    public sealed record CandidateFailed(Candidate Candidate, Step FailedAt) : Degradation;

    /// <summary>SIP travels unprotected: TLS failed and TCP was taken.</summary>
    public sealed record TcpInsteadOfTls(Candidate Candidate) : Degradation;

    /// <summary>Neither DNS nor DHCP helped: remembered addresses were used (S9).</summary>
    public sealed record FromMemory(Candidate Candidate) : Degradation;

    /// <summary>DNS failed for an SRV or NAPTR question; that is not the same as having no record.</summary>
    public sealed record DnsFailed(JournalEntry.DnsSeen Evidence) : Degradation;

    /// <summary>Two DHCP servers name different Registrars or Web Services.</summary>
    public sealed record DhcpServersDisagree(DhcpOutcome Outcome) : Degradation;

    /// <summary>An answer of DHCP could not be used, though another source could.</summary>
    public sealed record DhcpUnusable(DhcpOutcome Outcome) : Degradation;

    /// <summary>Two DHCPv6 servers give different SIP servers.</summary>
    public sealed record Dhcp6ServersDisagree(Dhcp6Outcome Outcome) : Degradation;

    /// <summary>An answer of DHCPv6 could not be used, though another source could.</summary>
    public sealed record Dhcp6Unusable(Dhcp6Outcome Outcome) : Degradation;

    /// <summary>A Registrar that was named may not be trusted, though another could.</summary>
    public sealed record TargetRejected(RejectedCandidate Rejected) : Degradation;

    /// <summary>A scheme that comes before the one that proved the user could not begin.</summary>
    public sealed record SchemePassedOver(JournalEntry.SchemePassedOver Evidence) : Degradation;

    /// <summary>The settings of the user were not to be had, though they were offered.</summary>
    public sealed record SettingsMissing(JournalEntry.ProvisioningFailed Evidence) : Degradation;

    /// <summary>The settings came without what names the user's pool and the Media Relays.</summary>
    public sealed record SettingsIncomplete(JournalEntry.Provisioned Evidence) : Degradation;

    /// <summary>Something of contacts and presence was not to be had, though it was offered.</summary>
    public sealed record PresenceMissing(JournalEntry.PresenceFailed Evidence) : Degradation;

    /// <summary>There are no credentials for Media Relays.</summary>
    public sealed record RelayCredentialsMissing(JournalEntry.RelayCredentialsFailed Evidence) : Degradation;

    /// <summary>A Registrar of the home, or a Media Relay, has no address: an outage would find it of no use.</summary>
    public sealed record NotLocated(JournalEntry.Located Evidence) : Degradation;

    /// <summary>A Media Relay is of no use at one of its addresses.</summary>
    public sealed record RelayUnusable(JournalEntry.RelayChecked Evidence) : Degradation;

    /// <summary>What was learned could not be stored: the next outage will find nothing remembered.</summary>
    public sealed record MemoryNotStored(string Detail) : Degradation;

    /// <summary>Stored memory was damaged or not this device's, and was set aside.</summary>
    public sealed record MemorySetAside(string Why) : Degradation;
}
