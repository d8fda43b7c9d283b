using Dialtone.Lab.Nodes;
using Dialtone.Lab.Scenarios;
using Dialtone.Wire.WebServices;

namespace Dialtone.Lab.Faults;

/// <content>What can go wrong on the way to a certificate: Web Services, PINs, Lyncdiscover.</content>
internal static partial class LabFaultCatalogue
{
    private static readonly TimeSpan WebSlowness = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan WebClockError = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan BriefCertificate = TimeSpan.FromMinutes(30);

    private static IEnumerable<LabFault> WebServices()
    {
        yield return Serve("web-down", "Web Services are stopped: connections end, ports are refused", (one, on) =>
            one.IsDown = on);
        yield return Serve("web-silent", "Web Services take requests and say nothing", (one, on) => one.Silent = on);
        yield return Serve("web-slow", "Web Services answer after 20 s", (one, on) =>
            one.Delay = on ? WebSlowness : TimeSpan.Zero);
        yield return new("web-wrong-name", "The certificate of Web Services is made out to other names", (lab, on) =>
            Present(lab, on, CertificateDefect.WrongName));
        yield return new("web-untrusted", "The certificate of Web Services is of an authority nobody trusts",
            (lab, on) => Present(lab, on, CertificateDefect.Untrusted));
        yield return Serve("web-clock-fast", "The clock of Web Services is 10 minutes fast", (one, on) =>
            one.ClockError = on ? WebClockError : TimeSpan.Zero);
        yield return Serve("web-no-mex", "Web Services have no metadata: 404", (one, on) => one.OmitsMetadata = on);
        yield return Serve("web-no-port", "The metadata lack the port that is called with a web ticket", (one, on) =>
            one.OmitsPort = on);
        yield return Serve("web-chain-404", "There is no chain of root certificates: 404", (one, on) =>
            one.OmitsChain = on);
        yield return Serve("web-chain-foreign", "The chain of root certificates is another authority's", (one, on) =>
            one.GivesForeignChain = on);
    }

    private static IEnumerable<LabFault> WebTickets()
    {
        yield return Serve("web-ticket-401", "Nobody gets a web ticket: 401 with X-Ms-diagnostics 28020", (one, on) =>
            one.RefusesCredentials = on);
        yield return Serve("web-ticket-401-bare", "Nobody gets a web ticket: 401 without X-Ms-diagnostics",
            (one, on) => (one.RefusesCredentials, one.OmitsDiagnostics) = (on, on));
        yield return Serve("web-ticket-28020", "Nobody gets a web ticket: the SOAP fault 28020", (one, on) =>
            one.RefusesTickets = on);
        yield return Serve("web-ticket-expired", "Web tickets are over when they are given", (one, on) =>
            one.GivesExpiredTickets = on);
        yield return Serve("web-signature-refused", "No signature with the key of a web ticket is found good",
            (one, on) => one.RefusesSignatures = on);
    }

    private static IEnumerable<LabFault> WebCertificates()
    {
        yield return Serve("web-csr-refused", "No certificate request is liked", (one, on) =>
            one.RefusesCertificateRequests = on);
        yield return Serve("web-certificate-brief", "Certificates for users are valid for 30 minutes", (one, on) =>
            one.CertificateLifetime = on ? BriefCertificate : null);
        yield return new("web-certificate-other-user", "Certificates are issued for another user", (lab, on) =>
        {
            foreach (var web in lab.Webs)
            {
                web.Behaviour.CertificateUser = on ? "somebody.else" : null;
            }
        });
        yield return Serve("web-certificate-unpublished", "Certificates for users are not published to Registrars",
            (one, on) => one.PublishesNothing = on);
    }

    private static IEnumerable<LabFault> Pins()
    {
        yield return Refuse("pin-wrong", "Every PIN is wrong", PinReason.Incorrect);
        yield return Refuse("pin-locked", "Too many wrong PINs have locked every account", PinReason.Locked);
        yield return Refuse("pin-expired", "Every PIN is too old, and must be changed", PinReason.Expired);
        yield return Refuse("pin-not-unique", "Every number and PIN is that of several users", PinReason.NotUnique);
        yield return new("pin-off", "PIN authentication is switched off", (lab, on) =>
            lab.Pins.Policy = lab.Pins.Policy with { IsOn = !on });
        yield return Refuse("pin-not-set", "No user has a PIN", PinReason.NotSet);
    }

    private static IEnumerable<LabFault> Lyncdiscover()
    {
        yield return Serve("lyncdiscover-loop", "Lyncdiscover sends everybody on to itself", (one, on) =>
            one.LoopsLyncdiscover = on);
        yield return Serve("lyncdiscover-user-404", "Lyncdiscover knows no user: 404", (one, on) =>
            one.KnowsNoUser = on);
    }

    private static LabFault Serve(string name, string what, Action<WebServicesBehaviour, bool> act) =>
        new(name, what, (lab, on) =>
        {
            foreach (var web in lab.Webs)
            {
                act(web.Behaviour, on);
            }
        });

    private static LabFault Refuse(string name, string what, PinReason reason) =>
        Serve(name, what, (one, on) => one.PinRefusal = on ? reason : null);

    private static void Present(DeploymentNodes lab, bool on, CertificateDefect defect)
    {
        foreach (var web in lab.Webs)
        {
            web.Behaviour.TlsIdentity = on ? LabCertificate.Variant(web.Settings.TlsIdentity, defect) : null;
        }
    }
}
