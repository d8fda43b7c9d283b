using System.Text;
using Dialtone.Lab.Nodes;
using Dialtone.Lab.Scenarios;
using Dialtone.Wire.Dhcp;

namespace Dialtone.Lab.Faults;

/// <content>Options of DHCP as people set them wrongly.</content>
internal static partial class LabFaultCatalogue
{
    private const byte WebServerSubOption = 3;

    private static IEnumerable<LabFault> DhcpOptions()
    {
        yield return OfOption120("dhcp-hex-120", "Option 120 is the digits of the right bytes, as text", lab =>
            DigitsOf(SipServersOption.Of(lab.Dhcp.Registrar).ToBytes()));
        yield return OfOption120("dhcp-two-names-120", "Option 120 has the names of both pools", lab =>
        [
            .. SipServersOption.Of(lab.Deployment.FirstHop).ToBytes(),
            .. SipServersOption.Of(lab.Deployment.Pool02.Name).ToBytes().AsSpan(1),
        ]);
        yield return new("dhcp-unknown-120", "Option 120 names a Registrar that DNS does not know", (lab, on) =>
            lab.Dhcp.Registrar = on ? lab.Deployment.Domain.Under("pool99") : lab.Deployment.FirstHop);
        yield return OfOption43("dhcp-ascii-43", "Option 43 is the URL as text", lab =>
            Encoding.ASCII.GetBytes(lab.Dhcp.WebServices.Url));
        yield return OfOption43("dhcp-hex-43", "Option 43 is the digits of the right bytes, as text", lab =>
            DigitsOf(lab.Dhcp.WebServices.ToBytes()));
        yield return OfOption43("dhcp-cut-43", "Option 43 is cut short", lab => lab.Dhcp.WebServices.ToBytes()[..^9]);
        yield return OfOption43("dhcp-no-server-43", "Option 43 lacks the sub-option with the web server", lab =>
            Without(lab.Dhcp.WebServices.ToBytes(), WebServerSubOption));
        yield return new("dhcp-class-43", "The identifier in option 43 is in lower case", (lab, on) =>
            lab.Dhcp.WrongUcIdentifier = on);
        yield return OfWebServices("dhcp-http-43", "Option 43 names Web Services without TLS", right => new()
        {
            Scheme = "http",
            Server = right.Server,
        });
        yield return OfWebServices("dhcp-path-43", "Option 43 has a path that Web Services do not have", right => new()
        {
            Server = right.Server,
            Port = right.Port,
            Path = "/CertProv/CertProvisioning.svc",
        });
        yield return new("dhcp-dead-43", "Option 43 names a machine that serves no web", (lab, on) =>
            lab.Dhcp.WebServices = WebServicesOf(lab, on ? lab.Deployment.SecondDhcp : lab.Deployment.Web01));
        yield return new("dhcp-unknown-43", "Option 43 names a web server that DNS does not know", (lab, on) =>
            lab.Dhcp.WebServices = WebServicesOf(
                lab, on ? new(lab.Deployment.Domain.Under("web99"), default) : lab.Deployment.Web01));
    }

    private static LabFault OfOption120(string name, string what, Func<DeploymentNodes, byte[]> bytes) =>
        new(name, what, (lab, on) => lab.Dhcp.Option120Bytes = on ? bytes(lab) : null);

    private static LabFault OfOption43(string name, string what, Func<DeploymentNodes, byte[]> bytes) =>
        new(name, what, (lab, on) => lab.Dhcp.Option43Bytes = on ? bytes(lab) : null);

    private static LabFault OfWebServices(string name, string what, Func<UcVendorOption, UcVendorOption> wrong) =>
        new(name, what, (lab, on) =>
        {
            var right = WebServicesOf(lab, lab.Deployment.Web01);
            lab.Dhcp.WebServices = on ? wrong(right) : right;
        });

    private static UcVendorOption WebServicesOf(DeploymentNodes lab, LabHost host) =>
        new() { Server = host.Name, Port = lab.Deployment.WebTlsPort };

    private static byte[] DigitsOf(byte[] bytes) => Encoding.ASCII.GetBytes(Convert.ToHexString(bytes));

    /// <summary>Sub-options, each a code, a length and so many bytes, without one of them.</summary>
    private static byte[] Without(byte[] options, byte code)
    {
        var at = 0;
        while (options[at] != code)
        {
            at += 2 + options[at + 1];
        }

        return [.. options.AsSpan(..at), .. options.AsSpan((at + 2 + options[at + 1])..)];
    }
}
