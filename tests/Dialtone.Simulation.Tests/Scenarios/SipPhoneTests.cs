using System.Collections.Immutable;
using Dialtone.Core.Journal;
using Dialtone.Core.Profiles;
using Dialtone.Core.Time;
using Dialtone.Lab.Faults;
using Dialtone.Lab.Scenarios;

namespace Dialtone.Simulation.Tests.Scenarios;

/// <summary>Phones of standard SIP in the same world, under the same faults and nearly the same checks.</summary>
public class SipPhoneTests
{
    private const ulong Seeds = 60;

    /// <summary>
    /// By what a phone signs in while the fault lasts. Where DNS says nothing, the name of DHCP has no address; what is
    /// wrong with DHCP leaves DNS.
    /// </summary>
    private static ImmutableSortedDictionary<string, string> Expected { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["dns-silent"] = "no",
            ["dns-servfail"] = "no",
            ["dns-refused"] = "no",
            ["dns-nxdomain"] = "no",
            ["dns-no-srv"] = "Dhcp Tls",
            ["dns-no-internal-srv"] = "Dhcp Tls",
            ["dns-no-address"] = "no",
            ["dns-truncated"] = "Dhcp Tls",
            ["dns-cname-loop"] = "no",
            ["dns-garbage"] = "no",
            ["dns-wrong-id"] = "no",
            ["dns-without-edns"] = "Dhcp Tls",
            ["dns-compressed-srv"] = "Dhcp Tls",
            ["dns-lame"] = "no",
            ["dns-cut-short"] = "no",
            ["dns-wrong-owner"] = "no",
            ["dns-wrong-address"] = "no",
            ["dns-foreign-target"] = "Dhcp Tls",
            ["dns-slow"] = "Dhcp Tls",
            ["dhcp-silent"] = "Dns Tls",
            ["dhcp-no-option-120"] = "Dns Tls",
            ["dhcp-no-option-43"] = "Dhcp Tls",
            ["dhcp-ascii-120"] = "Dns Tls",
            ["dhcp-malformed"] = "Dns Tls",
            ["dhcp-addresses-120"] = "Dhcp Tls",
            ["dhcp-two-disagree"] = "Dhcp Tls",
            ["dhcp-garbage"] = "Dns Tls",
            ["dhcp-wrong-transaction"] = "Dns Tls",
            ["dhcp-slow"] = "Dns Tls",
            ["fe1-refused"] = "Dhcp Tls",
            ["fe2-refused"] = "Dhcp Tls",
            ["fe2-wrong-name"] = "Dhcp Tls",
            ["fe1-black-hole"] = "Dhcp Tls",
            // Through the Edge: homes are Lync's, and any pool registers a phone of standard SIP.
            ["pool01-refused"] = "Dns Tcp",
            ["pool01-black-hole"] = "Dns Tcp",
            ["pools-refused"] = "no",
            ["sip-refused"] = "Dhcp Tls",
            ["reset-after-connect"] = "Dhcp Udp",
            ["reset-after-first-byte"] = "Dhcp Udp",
            ["fails-later"] = "Dhcp Tls",
            ["close-after-accept"] = "Dhcp Udp",
            ["tls-dead"] = "Dhcp Tcp",
            ["tls-silent"] = "Dhcp Udp",
            ["plain-on-tls-port"] = "Dhcp Tcp",
            ["tls-on-plain-port"] = "Dhcp Udp",
            ["cert-expired"] = "Dhcp Tcp",
            ["cert-not-yet-valid"] = "Dhcp Tcp",
            ["cert-wrong-name"] = "Dhcp Tcp",
            ["cert-untrusted"] = "Dhcp Tcp",
            ["register-silent"] = "no",
            ["register-503"] = "no",
            ["fe1-draining"] = "Dhcp Tls",
            ["register-500"] = "no",
            ["register-403"] = "no",
            ["register-404"] = "no",
            ["register-no-digest"] = "no",
            ["digest-md5-alone"] = "Dhcp Tls",
            ["redirect-to-pool02"] = "Redirect Tls",
            ["redirect-loop"] = "no",
            ["challenge-split"] = "Dhcp Tls",
            ["answer-byte-by-byte"] = "Dhcp Tls",
            ["answer-twice"] = "Dhcp Tls",
            ["answer-late"] = "Dhcp Tls",
            ["close-after-challenge"] = "Dhcp Udp",
            ["brief-expires"] = "Dhcp Tls",
            ["binding-lost"] = "Dhcp Tls",
            ["on-backup"] = "Dhcp Tls",
            // A phone of standard SIP knows Digest alone.
            ["auth-kerberos-alone"] = "no",
            ["auth-ntlm-alone"] = "no",
            ["auth-nothing-usable"] = "no",
            ["auth-signature-wrong"] = "Dhcp Tls",
            ["auth-unsigned"] = "Dhcp Tls",
            ["auth-account-locked"] = "Dhcp Tls",
            ["auth-clock-skew"] = "Dhcp Tls",
            ["auth-certificate-refused"] = "Dhcp Tls",
            ["auth-proof-refused"] = "Dhcp Tls",
            ["auth-handshake-cut"] = "Dhcp Tls",
            ["auth-forgotten"] = "Dhcp Tls",
            ["provisioning-silent"] = "Dhcp Tls",
            ["provisioning-404"] = "Dhcp Tls",
            ["provisioning-488"] = "Dhcp Tls",
            ["provisioning-503"] = "Dhcp Tls",
            ["provisioning-notify"] = "Dhcp Tls",
            ["provisioning-benotify"] = "Dhcp Tls",
            ["provisioning-malformed"] = "Dhcp Tls",
            ["provisioning-foreign"] = "Dhcp Tls",
            ["provisioning-no-server"] = "Dhcp Tls",
            ["provisioning-no-mras"] = "Dhcp Tls",
            ["provisioning-50-kb"] = "Dhcp Tls",
            ["provisioning-1-mib"] = "Dhcp Tls",
            ["mras-silent"] = "Dhcp Tls",
            ["mras-404"] = "Dhcp Tls",
            ["mras-504"] = "Dhcp Tls",
            ["mras-request-malformed"] = "Dhcp Tls",
            ["mras-request-too-large"] = "Dhcp Tls",
            ["mras-not-supported"] = "Dhcp Tls",
            ["mras-server-busy"] = "Dhcp Tls",
            ["mras-time-out"] = "Dhcp Tls",
            ["mras-forbidden"] = "Dhcp Tls",
            ["mras-internal-error"] = "Dhcp Tls",
            ["mras-other-failure"] = "Dhcp Tls",
            ["mras-version-mismatch"] = "Dhcp Tls",
            ["mras-malformed"] = "Dhcp Tls",
            ["mras-no-relays"] = "Dhcp Tls",
            ["mras-unknown-host"] = "Dhcp Tls",
            ["mras-foreign-keys"] = "Dhcp Tls",
            ["mras-expired"] = "Dhcp Tls",
            ["mras-brief"] = "Dhcp Tls",
            ["relay-refused"] = "Dhcp Tls",
            ["relay-udp-refused"] = "Dhcp Tls",
            ["relay-tcp-refused"] = "Dhcp Tls",
            ["relay-silent"] = "Dhcp Tls",
            ["relay-close-after-accept"] = "Dhcp Tls",
            ["relay-unknown-user"] = "Dhcp Tls",
            ["relay-wrong-key"] = "Dhcp Tls",
            ["relay-expired"] = "Dhcp Tls",
            ["relay-wrong-realm"] = "Dhcp Tls",
            ["relay-stale-nonce"] = "Dhcp Tls",
            ["relay-no-address"] = "Dhcp Tls",
            ["relay-black-hole"] = "Dhcp Tls",
            ["relay-reset"] = "Dhcp Tls",
            // Through the Edge to the other pool, as above.
            ["balancer-empty"] = "Dns Tcp",
            ["balancer-member-down"] = "Dhcp Tls",
            ["balancer-blind"] = "Dhcp Tcp",
            ["pool01-down"] = "Dns Tcp",
            ["pool01-silent"] = "Dns Tcp",
            ["pool01-mute"] = "no",
            ["pool01-restarting"] = "Dhcp Tls",
            ["pool02-down"] = "Dhcp Tls",
            ["survivable-mode"] = "Dns Tcp",
            ["backup-redirects"] = "Dns Tcp",
            ["backup-refuses"] = "Dns Tcp",
            ["presence-lost"] = "Dhcp Tls",
            ["redirect-to-dead"] = "no",
            ["redirect-to-dead-primary"] = "Redirect Tls",
            ["sip-down"] = "Dhcp Tls",
            ["sip-mute"] = "Dhcp Tls",
            ["user-moved"] = "Dhcp Tls",
            ["user-disabled"] = "no",
            ["endpoint-evicted"] = "Dhcp Tls",
            ["keep-alive-strict"] = "Dhcp Tls",
            ["idle-closed"] = "Dhcp Tls",
            ["dhcp-hex-120"] = "Dns Tls",
            ["dhcp-two-names-120"] = "Dhcp Tls",
            ["dhcp-unknown-120"] = "Dns Tls",
            ["dhcp-ascii-43"] = "Dhcp Tls",
            ["dhcp-hex-43"] = "Dhcp Tls",
            ["dhcp-cut-43"] = "Dhcp Tls",
            ["dhcp-no-server-43"] = "Dhcp Tls",
            ["dhcp-class-43"] = "Dhcp Tls",
            ["dhcp-http-43"] = "Dhcp Tls",
            ["dhcp-path-43"] = "Dhcp Tls",
            ["dhcp-dead-43"] = "Dhcp Tls",
            ["dhcp-unknown-43"] = "Dhcp Tls",
            ["dns-no-external-srv"] = "Dhcp Tls",
            ["dns-wrong-port"] = "Dhcp Tls",
            ["dns-swapped-port"] = "Dhcp Tls",
            ["dns-unknown-target"] = "Dhcp Tls",
            ["dns-service-off"] = "Dhcp Tls",
            ["dns-old-address"] = "Dhcp Tls",
            ["dns-ipv6-alone"] = "Dns Tcp",
            ["dns-zero-address"] = "Dns Tcp",
            ["dns-alias-target"] = "Dhcp Tls",
            ["dns-no-tcp"] = "no",
            ["cert-incomplete"] = "Dhcp Tcp",
            ["cert-self-signed"] = "Dhcp Tcp",
            ["cert-expires-soon"] = "Dhcp Tls",
            ["cert-wrong-use"] = "Dhcp Tcp",
            ["cert-weak-key"] = "Dhcp Tcp",
            ["phone-clock-slow"] = "Dhcp Tls",
            ["phone-clock-fast"] = "Dhcp Tls",
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
            ["sign-out-silent"] = "Dhcp Tls",
            ["sign-out-500"] = "Dhcp Tls",
        }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    // What a phone of standard SIP has nothing to do with: it signs in as ever.
    private static readonly ImmutableArray<string> OfLyncAlone =
        ["web-", "pin-", "lyncdiscover-", "presence-", "contacts-", "self-", "containers-", "publish-"];

    private static string ExpectedOf(string fault) => Expected.TryGetValue(fault, out var expected) ? expected
        : OfLyncAlone.Any(each => fault.StartsWith(each, StringComparison.Ordinal)) ? "Dhcp Tls"
        : $"no row for {fault}";

    /// <summary>Those of DHCPv6 have a table of their own.</summary>
    public static TheoryData<string> Names() =>
        [.. LabFault.All.Where(fault => !fault.NeedsDhcp6).Select(fault => fault.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_fault_does_what_it_says_and_nothing_is_left_of_it(string name)
    {
        LabFault.TryFind(name, out var fault).ShouldBeTrue();
        var until = Instant.Zero + TimeSpan.FromMinutes(10);
        JournalEntry.Registered? first = null;
        var run = new SimulationRun(
            new()
            {
                Seed = 1,
                Profile = DeviceProfile.Sip,
                Faults = [new(fault, Instant.Zero, until)],
                HasBalancer = fault.NeedsBalancer,
            },
            looker: (_, entry) => first ??= entry as JournalEntry.Registered);

        run.Run().Findings.ShouldBeEmpty();

        var during = first?.At < until ? first : null;
        (during is null ? "no" : $"{during.Candidate.Source} {during.Candidate.Transport}").ShouldBe(ExpectedOf(name));
    }

    [Fact]
    public void Trouble_drawn_from_seeds_leaves_every_phone_signed_in_when_calm_has_come()
    {
        for (ulong seed = 1; seed <= Seeds; seed++)
        {
            var report = new SimulationRun(SimulationOptions.Draw(seed) with { Profile = DeviceProfile.Sip }).Run();

            report.Findings.ShouldBeEmpty($"seed {seed}");
        }
    }
}
