using System.Collections.Immutable;
using Dialtone.Lab.Nodes;
using Dialtone.Lab.Scenarios;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Auth.Signatures;
using Dialtone.Wire.Dhcp6;

namespace Dialtone.Lab.Faults;

/// <summary>The faults of the lab. A name once given is never given to anything else.</summary>
internal static partial class LabFaultCatalogue
{
    public static ImmutableArray<LabFault> All { get; } =
    [
        .. Dns(), .. Dhcp(), .. Dhcp6().Select(static fault => fault with { NeedsDhcp6 = true }), .. Connect(),
        .. Tls(), .. Register(), .. Authentication(), .. Pools(), .. Balancing(), .. Users(), .. Flows(),
        .. Provisioning(), .. RelayAuthentication(), .. MediaRelays(), .. Presence(), .. WebServices(), .. WebTickets(),
        .. WebCertificates(), .. Pins(), .. Lyncdiscover(),
        .. Lasting().Select(static fault => fault with { IsLasting = true }),
    ];

    // Documentation's own block (RFC 5737): no host of the lab has an address in it.
    private static readonly IpAddress Nowhere = IpAddress.V4(203, 0, 113, 99);

    private static IEnumerable<LabFault> Dns()
    {
        yield return new("dns-silent", "DNS takes questions and says nothing", (lab, on) => lab.Dns.Silent = on);
        yield return new("dns-servfail", "DNS answers SERVFAIL", (lab, on) => lab.Dns.ServFail = on);
        yield return new("dns-refused", "DNS answers REFUSED", (lab, on) => lab.Dns.Refused = on);
        yield return new("dns-nxdomain", "DNS says that none of the names exists", (lab, on) =>
            Deny(lab, on, lab.Zone.Records.Select(record => record.Owner.Host)));
        yield return new("dns-no-srv", "DNS has no SRV record for SIP", (lab, on) =>
            Deny(lab, on, Services(
                lab.Deployment, "_sipinternaltls._tcp", "_sipinternal._tcp", "_sip._tls", "_sip._tcp", "_sips._tcp",
                "_sip._udp")));
        yield return new("dns-no-internal-srv", "DNS has no internal SRV record", (lab, on) =>
            Deny(lab, on, Services(lab.Deployment, "_sipinternaltls._tcp", "_sipinternal._tcp")));
        yield return new("dns-no-address", "The names that SRV and DHCP give have no address", (lab, on) =>
            Deny(lab, on, lab.Deployment.Hosts.Select(host => host.Name).Append(lab.Deployment.Pool01)));
        yield return new("dns-truncated", "Every answer over UDP says that it was truncated", (lab, on) =>
            lab.Dns.TruncateUdp = on);
        yield return new("dns-cname-loop", "Every name is an alias in a circle", (lab, on) => lab.Dns.CnameLoop = on);
        yield return new("dns-garbage", "Answers are no DNS messages", (lab, on) => lab.Dns.Garbage = on);
        yield return new("dns-wrong-id", "Answers bear another identifier than their question", (lab, on) =>
            lab.Dns.WrongId = on);
        yield return new("dns-without-edns", "EDNS0 is answered with FORMERR", (lab, on) => lab.Dns.WithoutEdns = on);
        yield return new("dns-compressed-srv", "SRV targets are compressed", (lab, on) =>
            lab.Dns.CompressSrvTargets = on);
        yield return new("dns-lame", "DNS refers to other servers and asks none of them", (lab, on) =>
            lab.Dns.Lame = on);
        yield return new("dns-cut-short", "The last third of every datagram is missing", (lab, on) =>
            lab.Dns.CutsShort = on);
        yield return new("dns-wrong-owner", "Every answer speaks of another name", (lab, on) =>
            lab.Dns.WrongOwner = on);
        yield return new("dns-wrong-address", "Every name has an address at which nobody is", (lab, on) =>
            lab.Dns.WrongAddress = on ? Nowhere : null, FaultHosting.WorldOnly);
        yield return new("dns-foreign-target", "Every SRV record names a host of another domain", (lab, on) =>
            lab.Dns.WrongTarget = on ? HostName.Parse("pool.fabrikam.example") : null);
        yield return new("dns-slow", "DNS answers after 1.5 s", (lab, on) =>
            lab.Dns.Delay = on ? TimeSpan.FromSeconds(1.5) : TimeSpan.Zero);
    }

    private static IEnumerable<LabFault> Dhcp()
    {
        yield return new("dhcp-silent", "DHCP says nothing", (lab, on) => lab.Dhcp.Silent = on);
        yield return new("dhcp-no-option-120", "DHCP answers without option 120", (lab, on) =>
            lab.Dhcp.OmitOption120 = on);
        yield return new("dhcp-no-option-43", "DHCP answers without option 43", (lab, on) =>
            lab.Dhcp.OmitOption43 = on);
        yield return new("dhcp-ascii-120", "Option 120 is the name as text", (lab, on) => lab.Dhcp.AsciiOption120 = on);
        yield return new("dhcp-malformed", "Option 120 is cut short", (lab, on) => lab.Dhcp.MalformedOption120 = on);
        yield return new("dhcp-addresses-120", "Option 120 has addresses instead of a name", (lab, on) =>
            lab.Dhcp.AddressesInsteadOfName = on ? [lab.Deployment.Pool02.Address] : []);
        yield return new("dhcp-two-disagree", "A second DHCP server names pool02", (lab, on) =>
            lab.SecondDhcp.Silent = !on, FaultHosting.WorldOnly);
        yield return new("dhcp-garbage", "Answers of DHCP have no list of options", (lab, on) => lab.Dhcp.Garbage = on);
        yield return new("dhcp-wrong-transaction", "Answers of DHCP belong to nobody's question", (lab, on) =>
            lab.Dhcp.WrongTransaction = on);
        yield return new("dhcp-slow", "DHCP answers after 3 s", (lab, on) =>
            lab.Dhcp.Delay = on ? TimeSpan.FromSeconds(3) : TimeSpan.Zero);
    }

    private static IEnumerable<LabFault> Dhcp6()
    {
        yield return new("dhcp6-silent", "DHCPv6 says nothing", (lab, on) => lab.Dhcp6.Silent = on);
        yield return new("dhcp6-no-option", "DHCPv6 answers without options 21 and 22", (lab, on) =>
            lab.Dhcp6.OmitOptions = on);
        yield return new("dhcp6-malformed", "Option 21 is cut short", (lab, on) => lab.Dhcp6.MalformedOption21 = on);
        yield return new("dhcp6-ascii-21", "Option 21 is the name as text", (lab, on) => lab.Dhcp6.AsciiOption21 = on);
        yield return new("dhcp6-compressed-21", "The name of option 21 is compressed", (lab, on) =>
            lab.Dhcp6.CompressedOption21 = on);
        yield return new("dhcp6-addresses", "DHCPv6 gives the address of pool02 in place of a name", (lab, on) =>
        {
            lab.Dhcp6.RegistrarNames = on ? [] : [lab.Deployment.Pool01];
            lab.Dhcp6.RegistrarAddresses = on ? [lab.Deployment.Pool02.Address] : [];
        });
        yield return new("dhcp6-refused", "DHCPv6 answers with the status UnspecFail", (lab, on) =>
            lab.Dhcp6.Status = on ? Dhcp6StatusCode.UnspecifiedFailure : Dhcp6StatusCode.Success);
        yield return new("dhcp6-two-disagree", "A second DHCPv6 server names pool02", (lab, on) =>
            lab.SecondDhcp6.Silent = !on, FaultHosting.WorldOnly);
        yield return new("dhcp6-slow", "DHCPv6 answers after 3 s", (lab, on) =>
            lab.Dhcp6.Delay = on ? TimeSpan.FromSeconds(3) : TimeSpan.Zero);
    }

    private static IEnumerable<LabFault> Connect()
    {
        yield return new("fe1-refused", "The first Front End of pool01 listens on no port", (lab, on) =>
            Refuse(lab.Pool01[0], on));
        yield return new("fe2-refused", "The second Front End of pool01 listens on no port", (lab, on) =>
            Refuse(lab.Pool01[1], on));
        yield return new("fe1-black-hole", "The first Front End of pool01 is not reached and says nothing", (lab, on) =>
            Condition(lab, on, HostCondition.Silent, "fe1"), FaultHosting.WorldOnly);
        yield return new("pool01-refused", "No Front End of pool01 listens", (lab, on) =>
            Each(lab.Pool01, registrar => Refuse(registrar, on)));
        yield return new("pool01-black-hole", "pool01 is not reached and says nothing", (lab, on) =>
            Condition(lab, on, HostCondition.Silent, "fe1", "fe2"), FaultHosting.WorldOnly);
        yield return new("pools-refused", "No Registrar listens, nor the access proxy", (lab, on) =>
        {
            Each(lab.Registrars, registrar => Refuse(registrar, on));
            (lab.AccessProxy.Behaviour.RefusesTls, lab.AccessProxy.Behaviour.RefusesTcp) = (on, on);
        });
        yield return new("sip-refused", "The access proxy listens on no port", (lab, on) =>
            (lab.AccessProxy.Behaviour.RefusesTls, lab.AccessProxy.Behaviour.RefusesTcp) = (on, on));
        yield return new("reset-after-connect", "Front Ends reset every connection as soon as it stands", (lab, on) =>
            Condition(lab, on, HostCondition.Resets, "fe1", "fe2", "pool02"), FaultHosting.WorldOnly);
        yield return new("reset-after-first-byte", "Front Ends reset every connection behind their first byte",
            (lab, on) => Condition(lab, on, HostCondition.ResetsAfterFirstByte, "fe1", "fe2", "pool02"),
            FaultHosting.WorldOnly);
        yield return new("fails-later", "Front Ends reset every connection in one of its renewals", (lab, on) =>
            Condition(lab, on, HostCondition.FailsLater, "fe1", "fe2", "pool02"), FaultHosting.WorldOnly);
        yield return new("close-after-accept", "Registrars close every connection as soon as it stands", (lab, on) =>
            Each(lab.Registrars, registrar => registrar.Behaviour.ClosesAfterAccept = on));
    }

    private static IEnumerable<LabFault> Tls()
    {
        yield return new("tls-dead", "Port 5061 is refused everywhere; TCP lives", (lab, on) =>
            Each(lab.Registrars, registrar => registrar.Behaviour.RefusesTls = on));
        yield return new("tls-silent", "Registrars accept and do not answer the TLS handshake", (lab, on) =>
            Each(lab.Registrars, registrar => registrar.Behaviour.SilentAfterAccept = on));
        yield return new("plain-on-tls-port", "The TLS port speaks plain SIP", (lab, on) =>
            Each(lab.Registrars, registrar => registrar.Behaviour.PlainOnTlsPort = on));
        yield return new("tls-on-plain-port", "The TCP port speaks TLS; the TLS port is refused", (lab, on) =>
            Each(lab.Registrars, registrar =>
                (registrar.Behaviour.TlsOnPlainPort, registrar.Behaviour.RefusesTls) = (on, on)));
        foreach (var (name, what, defect) in new (string, string, CertificateDefect)[]
        {
            ("cert-expired", "Certificates expired yesterday", CertificateDefect.Expired),
            ("cert-not-yet-valid", "Certificates are valid in thirty days", CertificateDefect.NotYetValid),
            ("cert-wrong-name", "Certificates are made out to another name", CertificateDefect.WrongName),
            ("cert-untrusted", "Certificates are issued by an unknown authority", CertificateDefect.Untrusted),
        })
        {
            yield return new(name, what, (lab, on) => Present(lab, on ? defect : CertificateDefect.None));
        }

        yield return new(
            "fe2-wrong-name", "The certificate of the second Front End of pool01 is made out to another name",
            (lab, on) => lab.Pool01[1].Behaviour.TlsIdentity = on
                    ? LabCertificate.Variant(lab.Pool01[1].Settings.TlsIdentity, CertificateDefect.WrongName) : null);
    }

    private static IEnumerable<LabFault> Register()
    {
        yield return Behave("register-silent", "REGISTER gets no answer", (one, on) => one.Silent = on);
        yield return Refused("register-503", "REGISTER gets 503 with Retry-After 30",
            new(503, "Service Unavailable", 30));
        yield return new("fe1-draining", "The first Front End of pool01 takes no user any more: 503", (lab, on) =>
            lab.Pool01[0].Behaviour.Refusal = on ? new(503, "Service Unavailable") : null);
        yield return Refused("register-500", "REGISTER gets 500", new(500, "Server Internal Error"));
        yield return Refused("register-403", "REGISTER gets 403 with 4003: the user is not enabled for remote access",
            new(403, "Forbidden", null, "4003;reason=\"From URI not enabled for remote access\"")
            {
                IsPublic = true,
            });
        yield return Refused("register-404", "REGISTER gets 404",
            new(404, "Not Found", null, "1003;reason=\"User does not exist\""));
        yield return Behave("register-no-digest", "The 401 offers NTLM and Kerberos alone", (one, on) =>
            one.Schemes = on ? [SipScheme.Ntlm, SipScheme.Kerberos] : default);
        yield return Behave("digest-md5-alone", "The 401 offers Digest with MD5 and nothing better", (one, on) =>
            one.OffersMd5Alone = on);
        yield return new("redirect-to-pool02", "pool01 redirects to pool02", (lab, on) =>
        {
            Redirect(lab.Pool01, on, At(lab, lab.Deployment.Pool02.Name));
            lab.Pool02.Behaviour.ServesEverybody = on;
        });
        yield return new("redirect-loop", "pool01 and pool02 redirect to each other", (lab, on) =>
        {
            Redirect(lab.Pool01, on, At(lab, lab.Deployment.Pool02.Name));
            Redirect([lab.Pool02], on, At(lab, lab.Deployment.Pool01));
        });
        yield return Behave("challenge-split", "Answers leave in pieces of 47 bytes", (one, on) =>
            one.AnswerPieceBytes = on ? 47 : 0);
        yield return Behave("answer-byte-by-byte", "Answers leave one byte at a time", (one, on) =>
            one.AnswerPieceBytes = on ? 1 : 0);
        yield return Behave("answer-twice", "Every answer is sent twice", (one, on) => one.AnswersTwice = on);
        yield return Behave("answer-late", "Answers come after 20 s", (one, on) =>
            one.AnswerDelay = on ? TimeSpan.FromSeconds(20) : TimeSpan.Zero);
        yield return Behave("close-after-challenge", "The connection is closed behind every 401", (one, on) =>
            one.ClosesAfterChallenge = on);
        yield return Behave("brief-expires", "Registrations are given for 60 s", (one, on) =>
            one.GrantedExpires = on ? 60 : null);
        yield return Behave("binding-lost", "Bindings are forgotten before each refresh", (one, on) =>
            one.LosesBinding = on);
        yield return Behave("on-backup", "Users are told that they are on their backup pool", (one, on) =>
            one.IsBackup = on);
    }

    private static LabFault Behave(string name, string what, Action<RegistrarBehaviour, bool> act) =>
        new(name, what, (lab, on) => Each(lab.Registrars, registrar => act(registrar.Behaviour, on)));

    private static LabFault Refused(string name, string what, Refusal refusal) =>
        Behave(name, what, (one, on) => one.Refusal = on ? refusal : null);

    private static void Each(IEnumerable<Registrar> registrars, Action<Registrar> act)
    {
        foreach (var registrar in registrars)
        {
            act(registrar);
        }
    }

    private static void Refuse(Registrar registrar, bool on) =>
        (registrar.Behaviour.RefusesTls, registrar.Behaviour.RefusesTcp, registrar.Behaviour.RefusesUdp) = (on, on, on);

    private static void Redirect(IEnumerable<Registrar> registrars, bool on, string to) =>
        Each(registrars, registrar => registrar.Behaviour.RedirectTo = on ? [to] : []);

    private static void Condition(
        DeploymentNodes lab, bool on, HostCondition condition, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            var place = lab.PlaceOf(name);
            place.Condition = on ? condition : HostCondition.Up;
            if (place.Node is Registrar registrar)
            {
                registrar.Behaviour.IsCutOff = on && condition != HostCondition.FailsLater;
            }
        }
    }

    private static void Present(DeploymentNodes lab, CertificateDefect defect)
    {
        Each(lab.Registrars, registrar => registrar.Behaviour.TlsIdentity =
            LabCertificate.Variant(registrar.Settings.TlsIdentity, defect));
        lab.AccessProxy.Behaviour.TlsIdentity = LabCertificate.Variant(lab.AccessProxy.Settings.TlsIdentity, defect);
    }

    private static string At(DeploymentNodes lab, HostName name) => $"{name}:{lab.Deployment.SipTlsPort}";

    private static IEnumerable<HostName> Services(Deployment deployment, params string[] services) =>
        services.Select(deployment.Domain.Under);

    private static void Deny(DeploymentNodes lab, bool on, IEnumerable<HostName> names)
    {
        foreach (var name in names)
        {
            _ = on ? lab.Dns.NxDomainFor.Add(name) : lab.Dns.NxDomainFor.Remove(name);
        }
    }
}
