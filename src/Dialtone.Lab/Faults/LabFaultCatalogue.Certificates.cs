using Dialtone.Lab.Scenarios;

namespace Dialtone.Lab.Faults;

/// <content>Certificates that were requested or installed wrongly, and clocks.</content>
internal static partial class LabFaultCatalogue
{
    private static readonly TimeSpan ClockError = TimeSpan.FromDays(365);

    private static IEnumerable<LabFault> Certificates()
    {
        yield return new("cert-incomplete", "Servers do not send the certificate of the authority that issued theirs",
            (lab, on) => Present(lab, on ? CertificateDefect.Incomplete : CertificateDefect.None));
        yield return new("cert-self-signed", "Certificates are issued by themselves", (lab, on) =>
            Present(lab, on ? CertificateDefect.SelfSigned : CertificateDefect.None));
        yield return new("cert-expires-soon", "Certificates expire in three days", (lab, on) =>
            Present(lab, on ? CertificateDefect.ExpiresSoon : CertificateDefect.None));
        yield return new("cert-wrong-use", "Certificates are for clients, not for servers", (lab, on) =>
            Present(lab, on ? CertificateDefect.WrongUse : CertificateDefect.None));
        yield return new("cert-weak-key", "Certificates have a key of RSA with 1,024 bits", (lab, on) =>
            Present(lab, on ? CertificateDefect.WeakKey : CertificateDefect.None), FaultHosting.WorldOnly);
        yield return new("web-expired", "The certificate of Web Services expired yesterday", (lab, on) =>
            Present(lab, on, CertificateDefect.Expired));
        yield return new("web-incomplete", "Web Services do not send the certificate of their authority", (lab, on) =>
            Present(lab, on, CertificateDefect.Incomplete));
    }

    private static IEnumerable<LabFault> Clocks()
    {
        yield return new("phone-clock-slow", "The clock of the phone is a year slow", (lab, on) =>
            lab.PhoneClockError = on ? -ClockError : TimeSpan.Zero, FaultHosting.WorldOnly);
        yield return new("phone-clock-fast", "The clock of the phone is a year fast", (lab, on) =>
            lab.PhoneClockError = on ? ClockError : TimeSpan.Zero, FaultHosting.WorldOnly);
    }
}
