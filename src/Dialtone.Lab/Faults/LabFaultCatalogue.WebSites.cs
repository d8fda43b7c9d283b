using Dialtone.Lab.Scenarios;
using Dialtone.Wire.Dhcp;

namespace Dialtone.Lab.Faults;

/// <content>Web Services that are set wrongly, or named wrongly.</content>
internal static partial class LabFaultCatalogue
{
    private static IEnumerable<LabFault> WebSites()
    {
        yield return new("web-no-address", "The names of Web Services have no address", (lab, on) =>
            Deny(lab, on, [lab.Deployment.Web01.Name, lab.Deployment.Web02.Name]));
        yield return new("web-wrong-host", "DHCP and Registrars name a machine that serves no web", (lab, on) =>
        {
            var wrong = lab.Deployment.SecondDhcp;
            lab.Dhcp.WebServices = WebServicesOf(lab, on ? wrong : lab.Deployment.Web01);
            Each(lab.Registrars, registrar => registrar.Behaviour.CertificateService =
                on ? $"https://{wrong.Name}:{lab.Deployment.WebTlsPort}{UcVendorOption.UsualPath}" : null);
        });
        yield return Serve("web-403", "Web Services answer 403 to everything", (one, on) => one.Status = on ? 403 : 0);
        yield return Serve("web-404", "Web Services are not installed: 404", (one, on) => one.Status = on ? 404 : 0);
        yield return Serve("web-500", "Web Services answer 500 to everything", (one, on) => one.Status = on ? 500 : 0);
        yield return Serve("web-503", "The application pool is stopped: 503", (one, on) => one.Status = on ? 503 : 0);
        yield return Serve("web-closes", "Web Services close every connection as soon as it stands", (one, on) =>
            one.ClosesAfterAccept = on);
        yield return new("web-black-hole", "Web Services are not reached and say nothing", (lab, on) =>
            Condition(lab, on, HostCondition.Silent, "web01", "web02"), FaultHosting.WorldOnly);
    }
}
