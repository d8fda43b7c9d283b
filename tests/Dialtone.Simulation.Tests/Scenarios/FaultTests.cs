using System.Collections.Immutable;
using Dialtone.Core.Journal;
using Dialtone.Core.Time;
using Dialtone.Lab.Faults;
using Dialtone.Lab.Scenarios;

namespace Dialtone.Simulation.Tests.Scenarios;

/// <summary>
/// Each fault of the catalogue, alone, from before the start, with one phone that has never signed in.
/// </summary>
public class FaultTests
{
    /// <summary>What becomes of a phone under a fault: signed in and how, or not.</summary>
    private static readonly ImmutableSortedDictionary<string, string> Expected =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["dns-silent"] = "no",
            ["dns-servfail"] = "no",
            ["dns-refused"] = "no",
            ["dns-nxdomain"] = "no",
            ["dns-no-srv"] = "Dhcp Tls",
            ["dns-no-internal-srv"] = "Dhcp Tls",
            ["dns-no-address"] = "no",
            ["dns-truncated"] = "InternalSrv Tls",
            ["dns-cname-loop"] = "no",
            ["dns-garbage"] = "no",
            ["dns-wrong-id"] = "no",
            ["dns-without-edns"] = "InternalSrv Tls",
            ["dns-compressed-srv"] = "InternalSrv Tls",
            ["dns-lame"] = "no",
            ["dns-cut-short"] = "no",
            ["dns-wrong-owner"] = "no",
            ["dns-wrong-address"] = "no",
            ["dns-foreign-target"] = "Dhcp Tls",
            ["dns-slow"] = "InternalSrv Tls",
            ["dhcp-silent"] = "InternalSrv Tls",
            ["dhcp-no-option-120"] = "InternalSrv Tls",
            ["dhcp-no-option-43"] = "InternalSrv Tls",
            ["dhcp-ascii-120"] = "InternalSrv Tls",
            ["dhcp-malformed"] = "InternalSrv Tls",
            ["dhcp-addresses-120"] = "InternalSrv Tls",
            ["dhcp-two-disagree"] = "InternalSrv Tls",
            ["dhcp-garbage"] = "InternalSrv Tls",
            ["dhcp-wrong-transaction"] = "InternalSrv Tls",
            ["dhcp-slow"] = "InternalSrv Tls",
            ["fe1-refused"] = "InternalSrv Tls",
            ["fe1-black-hole"] = "InternalSrv Tls",
            // Later, when the backup takes the users of the lost pool, to which the Edge goes.
            ["pool01-refused"] = "ExternalSrv Tls",
            ["pool01-black-hole"] = "ExternalSrv Tls",
            ["pools-refused"] = "no",
            ["sip-refused"] = "InternalSrv Tls",
            ["reset-after-connect"] = "no",
            ["reset-after-first-byte"] = "no",
            ["fails-later"] = "InternalSrv Tls",
            ["close-after-accept"] = "no",
            ["tls-dead"] = "InternalSrv Tcp",
            ["tls-silent"] = "no",
            ["plain-on-tls-port"] = "InternalSrv Tcp",
            ["tls-on-plain-port"] = "no",
            ["cert-expired"] = "InternalSrv Tcp",
            ["cert-not-yet-valid"] = "InternalSrv Tcp",
            ["cert-wrong-name"] = "InternalSrv Tcp",
            ["cert-untrusted"] = "InternalSrv Tcp",
            ["register-silent"] = "no",
            ["register-503"] = "no",
            ["fe1-draining"] = "InternalSrv Tls",
            ["register-500"] = "no",
            ["register-403"] = "no",
            ["register-404"] = "no",
            ["register-no-digest"] = "InternalSrv Tls",
            ["digest-md5-alone"] = "InternalSrv Tls",
            ["redirect-to-pool02"] = "Redirect Tls",
            ["redirect-loop"] = "no",
            ["challenge-split"] = "InternalSrv Tls",
            ["answer-byte-by-byte"] = "InternalSrv Tls",
            ["answer-twice"] = "InternalSrv Tls",
            // The first Front End is hurried past; behind the second there is plain TCP alone, and it is waited for.
            ["answer-late"] = "InternalSrv Tls",
            ["close-after-challenge"] = "no",
            ["brief-expires"] = "InternalSrv Tls",
            ["binding-lost"] = "InternalSrv Tls",
            ["on-backup"] = "InternalSrv Tls",
            // Digest is offered here, which has neither handshake nor signatures.
            ["auth-kerberos-alone"] = "no",
            ["auth-ntlm-alone"] = "InternalSrv Tls",
            ["auth-nothing-usable"] = "no",
            ["auth-signature-wrong"] = "InternalSrv Tls",
            ["auth-unsigned"] = "InternalSrv Tls",
            ["auth-account-locked"] = "InternalSrv Tls",
            ["auth-clock-skew"] = "InternalSrv Tls",
            ["auth-certificate-refused"] = "InternalSrv Tls",
            ["auth-proof-refused"] = "InternalSrv Tls",
            ["auth-handshake-cut"] = "InternalSrv Tls",
            ["auth-forgotten"] = "InternalSrv Tls",
            ["presence-silent"] = "InternalSrv Tls",
            ["presence-notify"] = "InternalSrv Tls",
            ["presence-benotify"] = "InternalSrv Tls",
            ["presence-malformed"] = "InternalSrv Tls",
            ["presence-403"] = "InternalSrv Tls",
            ["presence-resubscribe"] = "InternalSrv Tls",
            ["presence-brief"] = "InternalSrv Tls",
            ["self-404"] = "InternalSrv Tls",
            ["containers-empty"] = "InternalSrv Tls",
            ["publish-wrong-version"] = "InternalSrv Tls",
            ["publish-403"] = "InternalSrv Tls",
            ["contacts-488"] = "InternalSrv Tls",
            ["contacts-503"] = "InternalSrv Tls",
            ["contacts-migrated"] = "InternalSrv Tls",
            ["contacts-empty"] = "InternalSrv Tls",
            ["contacts-2000"] = "InternalSrv Tls",
            ["contacts-out-of-step"] = "InternalSrv Tls",
            ["provisioning-silent"] = "InternalSrv Tls",
            ["provisioning-404"] = "InternalSrv Tls",
            ["provisioning-488"] = "InternalSrv Tls",
            ["provisioning-503"] = "InternalSrv Tls",
            ["provisioning-notify"] = "InternalSrv Tls",
            ["provisioning-benotify"] = "InternalSrv Tls",
            ["provisioning-malformed"] = "InternalSrv Tls",
            ["provisioning-foreign"] = "InternalSrv Tls",
            ["provisioning-no-server"] = "InternalSrv Tls",
            ["provisioning-no-mras"] = "InternalSrv Tls",
            ["provisioning-50-kb"] = "InternalSrv Tls",
            ["provisioning-1-mib"] = "InternalSrv Tls",
            ["mras-silent"] = "InternalSrv Tls",
            ["mras-404"] = "InternalSrv Tls",
            ["mras-504"] = "InternalSrv Tls",
            ["mras-request-malformed"] = "InternalSrv Tls",
            ["mras-request-too-large"] = "InternalSrv Tls",
            ["mras-not-supported"] = "InternalSrv Tls",
            ["mras-server-busy"] = "InternalSrv Tls",
            ["mras-time-out"] = "InternalSrv Tls",
            ["mras-forbidden"] = "InternalSrv Tls",
            ["mras-internal-error"] = "InternalSrv Tls",
            ["mras-other-failure"] = "InternalSrv Tls",
            ["mras-version-mismatch"] = "InternalSrv Tls",
            ["mras-malformed"] = "InternalSrv Tls",
            ["mras-no-relays"] = "InternalSrv Tls",
            ["mras-unknown-host"] = "InternalSrv Tls",
            ["mras-foreign-keys"] = "InternalSrv Tls",
            ["mras-expired"] = "InternalSrv Tls",
            ["mras-brief"] = "InternalSrv Tls",
            ["relay-refused"] = "InternalSrv Tls",
            ["relay-udp-refused"] = "InternalSrv Tls",
            ["relay-tcp-refused"] = "InternalSrv Tls",
            ["relay-silent"] = "InternalSrv Tls",
            ["relay-close-after-accept"] = "InternalSrv Tls",
            ["relay-unknown-user"] = "InternalSrv Tls",
            ["relay-wrong-key"] = "InternalSrv Tls",
            ["relay-expired"] = "InternalSrv Tls",
            ["relay-wrong-realm"] = "InternalSrv Tls",
            ["relay-stale-nonce"] = "InternalSrv Tls",
            ["relay-no-address"] = "InternalSrv Tls",
            ["relay-black-hole"] = "InternalSrv Tls",
            ["relay-reset"] = "InternalSrv Tls",
            ["balancer-empty"] = "no",
            ["balancer-member-down"] = "InternalSrv Tls",
            // Every second connection is refused.
            ["balancer-blind"] = "InternalSrv Tcp",
            ["pool01-down"] = "ExternalSrv Tls",
            // The Edge waits for each Front End that says nothing, and its plain port is hurried to.
            ["pool01-silent"] = "ExternalSrv Tcp",
            ["pool01-mute"] = "no",
            ["pool01-restarting"] = "InternalSrv Tls",
            ["pool02-down"] = "InternalSrv Tls",
            ["survivable-mode"] = "ExternalSrv Tls",
            ["backup-redirects"] = "no",
            ["backup-refuses"] = "no",
            ["presence-lost"] = "InternalSrv Tls",
            ["redirect-to-dead"] = "no",
            ["redirect-to-dead-primary"] = "Redirect Tls",
            ["sip-down"] = "InternalSrv Tls",
            ["sip-mute"] = "InternalSrv Tls",
            ["user-moved"] = "Redirect Tls",
            ["user-disabled"] = "no",
            ["endpoint-evicted"] = "InternalSrv Tls",
            ["keep-alive-strict"] = "InternalSrv Tls",
            ["idle-closed"] = "InternalSrv Tls",
            ["web-down"] = "InternalSrv Tls",
            ["web-silent"] = "InternalSrv Tls",
            ["web-slow"] = "InternalSrv Tls",
            ["web-wrong-name"] = "InternalSrv Tls",
            ["web-untrusted"] = "InternalSrv Tls",
            ["web-clock-fast"] = "InternalSrv Tls",
            ["web-no-mex"] = "InternalSrv Tls",
            ["web-no-port"] = "InternalSrv Tls",
            ["web-chain-404"] = "InternalSrv Tls",
            ["web-chain-foreign"] = "InternalSrv Tls",
            ["web-ticket-401"] = "InternalSrv Tls",
            ["web-ticket-401-bare"] = "InternalSrv Tls",
            ["web-ticket-28020"] = "InternalSrv Tls",
            ["web-ticket-expired"] = "InternalSrv Tls",
            ["web-signature-refused"] = "InternalSrv Tls",
            ["web-csr-refused"] = "InternalSrv Tls",
            ["web-certificate-brief"] = "InternalSrv Tls",
            ["web-certificate-other-user"] = "InternalSrv Tls",
            ["web-certificate-unpublished"] = "InternalSrv Tls",
            ["pin-wrong"] = "InternalSrv Tls",
            ["pin-locked"] = "InternalSrv Tls",
            ["pin-expired"] = "InternalSrv Tls",
            ["pin-not-unique"] = "InternalSrv Tls",
            ["pin-off"] = "InternalSrv Tls",
            ["pin-not-set"] = "InternalSrv Tls",
            ["lyncdiscover-loop"] = "InternalSrv Tls",
            ["lyncdiscover-user-404"] = "InternalSrv Tls",
            ["dhcp-hex-120"] = "InternalSrv Tls",
            ["dhcp-two-names-120"] = "InternalSrv Tls",
            ["dhcp-unknown-120"] = "InternalSrv Tls",
            ["dhcp-ascii-43"] = "InternalSrv Tls",
            ["dhcp-hex-43"] = "InternalSrv Tls",
            ["dhcp-cut-43"] = "InternalSrv Tls",
            ["dhcp-no-server-43"] = "InternalSrv Tls",
            ["dhcp-class-43"] = "InternalSrv Tls",
            ["dhcp-http-43"] = "InternalSrv Tls",
            ["dhcp-path-43"] = "InternalSrv Tls",
            ["dhcp-dead-43"] = "InternalSrv Tls",
            ["dhcp-unknown-43"] = "InternalSrv Tls",
            ["dns-no-external-srv"] = "InternalSrv Tls",
            ["dns-wrong-port"] = "Dhcp Tls",
            ["dns-swapped-port"] = "Dhcp Tls",
            ["dns-unknown-target"] = "Dhcp Tls",
            ["dns-service-off"] = "Dhcp Tls",
            ["dns-old-address"] = "InternalSrv Tls",
            ["dns-ipv6-alone"] = "ExternalSrv Tls",
            ["dns-zero-address"] = "ExternalSrv Tls",
            ["dns-alias-target"] = "InternalSrv Tls",
            ["dns-no-tcp"] = "no",
            ["lyncdiscover-unknown"] = "InternalSrv Tls",
            ["cert-incomplete"] = "InternalSrv Tcp",
            ["cert-self-signed"] = "InternalSrv Tcp",
            ["cert-expires-soon"] = "InternalSrv Tls",
            ["cert-wrong-use"] = "InternalSrv Tcp",
            ["cert-weak-key"] = "InternalSrv Tcp",
            ["web-expired"] = "InternalSrv Tls",
            ["web-incomplete"] = "InternalSrv Tls",
            ["phone-clock-slow"] = "InternalSrv Tls",
            ["phone-clock-fast"] = "InternalSrv Tls",
            ["password-changed"] = "no",
            ["address-of-another"] = "no",
            ["user-not-enabled"] = "no",
            ["user-homeless"] = "no",
            ["user-elsewhere"] = "no",
            ["line-uri-duplicate"] = "no",
            ["register-1005"] = "no",
            ["register-1008"] = "no",
            ["register-1010"] = "no",
            ["register-1012"] = "no",
            ["register-2057"] = "no",
            ["register-4000"] = "no",
            ["register-4010"] = "no",
            ["register-17000"] = "no",
            ["register-17002"] = "no",
            ["register-480"] = "no",
            ["sign-out-silent"] = "InternalSrv Tls",
            ["sign-out-500"] = "InternalSrv Tls",
            ["web-no-address"] = "InternalSrv Tls",
            ["web-wrong-host"] = "InternalSrv Tls",
            ["web-403"] = "InternalSrv Tls",
            ["web-404"] = "InternalSrv Tls",
            ["web-500"] = "InternalSrv Tls",
            ["web-503"] = "InternalSrv Tls",
            ["web-closes"] = "InternalSrv Tls",
            ["web-black-hole"] = "InternalSrv Tls",
        }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    public static TheoryData<string> Names() => [.. All.Select(fault => fault.Name)];

    /// <summary>Those of DHCPv6 have a table of their own.</summary>
    private static IEnumerable<LabFault> All => LabFault.All.Where(fault => !fault.NeedsDhcp6);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_fault_does_what_it_says_and_nothing_is_left_of_it(string name)
    {
        LabFault.TryFind(name, out var fault).ShouldBeTrue();
        var until = Instant.Zero + TimeSpan.FromMinutes(10);
        var signedIn = new List<JournalEntry.Registered>();
        var run = new SimulationRun(
            new() { Seed = 1, Faults = [new(fault, Instant.Zero, until)], HasBalancer = fault.NeedsBalancer },
            looker: (_, entry) =>
            {
                if (entry is JournalEntry.Registered { Refresh: false } registered)
                {
                    signedIn.Add(registered);
                }
            });

        var report = run.Run();

        report.Findings.ShouldBeEmpty();
        var first = signedIn.FirstOrDefault(entry => entry.At < until);
        (first is null ? "no" : $"{first.Candidate.Source} {first.Candidate.Transport}").ShouldBe(Expected[name]);
    }

    [Fact]
    public void Names_are_unique_and_each_fault_says_what_it_does()
    {
        LabFault.All.Select(fault => fault.Name).ShouldBeUnique();
        LabFault.All.ShouldAllBe(fault => fault.What.Length > 0 && !fault.What.EndsWith('.'));
        Expected.Keys.ShouldBe(All.Select(fault => fault.Name).Order(StringComparer.Ordinal));
    }
}
