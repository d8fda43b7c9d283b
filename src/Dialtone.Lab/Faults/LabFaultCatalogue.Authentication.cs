using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Lab.Faults;

/// <content>
/// What can go wrong as a user is proved, and with the signatures after that. Where Digest alone is offered, what
/// concerns handshakes and signatures shows nothing.
/// </content>
internal static partial class LabFaultCatalogue
{
    private static IEnumerable<LabFault> Authentication()
    {
        yield return Behave("auth-kerberos-alone", "The 401 offers Kerberos alone", (one, on) =>
            one.Schemes = on ? [SipScheme.Kerberos] : default);
        yield return Behave("auth-ntlm-alone", "The 401 offers NTLM alone", (one, on) =>
            one.Schemes = on ? [SipScheme.Ntlm] : default);
        yield return Behave("auth-nothing-usable", "The 401 offers Basic alone, which is not for SIP", (one, on) =>
            (one.Schemes, one.OffersBasic) = (on ? [] : default, on));
        yield return Behave("auth-signature-wrong", "Every signature of the Registrars is wrong", (one, on) =>
            one.SignsWrongly = on);
        yield return Behave("auth-unsigned", "Registrars sign nothing", (one, on) => one.SignsNothing = on);
        yield return Behave("auth-account-locked", "Every account is locked: proofs are refused", (one, on) =>
            one.LocksAccounts = on);
        yield return Behave("auth-clock-skew", "Registrars find the clock of every client wrong", (one, on) =>
            one.IsSkewed = on);
        yield return Behave("auth-certificate-refused", "No certificate is one that was published for its user",
            (one, on) => one.RefusesCertificates = on);
        yield return Behave("auth-proof-refused", "Every proof of a handshake is found wrong", (one, on) =>
            one.RefusesProofs = on);
        yield return Behave("auth-handshake-cut", "The connection is closed in the middle of every handshake",
            (one, on) => one.CutsHandshakes = on);
        yield return Behave("auth-forgotten", "A refresh finds its security association forgotten", (one, on) =>
            one.ForgetsAssociations = on);
    }
}
