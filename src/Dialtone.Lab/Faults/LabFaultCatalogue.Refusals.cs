using Dialtone.Lab.Nodes;

namespace Dialtone.Lab.Faults;

/// <content>Refusals with their ms-diagnostics, reasons as in MS-OCER sections 7 and 8.</content>
internal static partial class LabFaultCatalogue
{
    private static IEnumerable<LabFault> Refusals()
    {
        yield return Refused("register-1005", "REGISTER gets 404 with 1005: the domain is not served",
            new(404, "Not Found", null, "1005;reason=\"Cannot route to destination domain\""));
        yield return Refused("register-1008", "REGISTER gets 504 with 1008: the server finds no SRV record",
            new(504, "Server time-out", null, "1008;reason=\"Unable to resolve DNS SRV record\""));
        yield return Refused("register-1010", "REGISTER gets 504 with 1010: servers do not trust each other",
            new(504, "Server time-out", null,
                "1010;reason=\"Certificate trust with next-hop server could not be established\""));
        yield return Refused("register-1012", "REGISTER gets 403 with 1012: not allowed from outside the enterprise",
            new(403, "Forbidden", null,
                "1012;reason=\"From URI is not authorized to communicate with users outside the enterprise\""));
        yield return Refused("register-2057", "REGISTER gets 421 with 2057: gruu-10 is missing",
            new(421, "Extension Required", null, "2057;reason=\"gruu-10 is missing\"") { Require = "gruu-10" });
        yield return Refused("register-4000", "REGISTER gets 500 with 4000: user services fail",
            new(500, "Server Internal Error", null, "4000;reason=\"User services failed\""));
        yield return Refused("register-4010", "REGISTER gets 400 with 4010: the endpoint identifier is missing",
            new(400, "Bad Request", null, "4010;reason=\"Missing endpoint identifier\""));
        yield return Refused("register-17000", "REGISTER gets 503 with 17000: the server is overloaded",
            new(503, "Service Unavailable", 60, "17000;reason=\"Server is overloaded\""));
        yield return Refused("register-17002", "REGISTER gets 403 with 17002: this version of clients is not let in",
            new(403, "Forbidden", null, "17002;reason=\"Invalid client version\""));
        yield return Refused("register-480", "REGISTER gets 480", new(480, "Temporarily Unavailable"));
    }

    private static IEnumerable<LabFault> Goodbyes()
    {
        yield return Behave("sign-out-silent", "REGISTER that signs out gets no answer", (one, on) =>
            one.IgnoresGoodbye = on);
        yield return Behave("sign-out-500", "REGISTER that signs out gets 500", (one, on) =>
            one.GoodbyeRefusal = on ? new Refusal(500, "Server Internal Error") : null);
    }
}
