using Dialtone.Core.Journal;
using Dialtone.Core.Net.Security;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Reports;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Net.Tests.Reports;

/// <summary>What is said of a proof by a signing scheme.</summary>
public class ProofTextTests
{
    private static readonly Instant At = Instant.Zero;

    public static TheoryData<JournalEntry, string> Entries => new()
    {
        {
            new JournalEntry.Authenticated(
                At, Reports.Entries.Tls, SipScheme.TlsDsk, "pool01.contoso.example", 4, TimeSpan.FromHours(7),
                TimeSpan.FromMilliseconds(9)) { Detail = "TLSv1.2, AES128-SHA" },
            "proved to pool01.contoso.example by TLS-DSK (TLSv1.2, AES128-SHA); every message is signed from now on"
        },
        {
            Over(SipScheme.Kerberos, SchemeFault.Host, "no krb5.conf", SecurityFault.NotAvailable),
            "Kerberos is passed over: this machine lacks what it takes (no krb5.conf)"
        },
        {
            Over(SipScheme.Kerberos, SchemeFault.NoCredential),
            "Kerberos is passed over: the login names no realm (alice@CONTOSO.EXAMPLE), and the ticket cache is not "
                + "to be used"
        },
        {
            Over(SipScheme.TlsDsk, SchemeFault.NoCertificate, "NotReached: refused"),
            "TLS-DSK is passed over: no certificate was to be had (NotReached: refused)"
        },
        {
            new JournalEntry.AssociationLost(At, Reports.Entries.Tls, SipScheme.Ntlm, "1000;reason=\"gone\""),
            "pool01.contoso.example does not know the proof by NTLM any more: it is given anew; it says: "
                + "1000;reason=\"gone\""
        },
        {
            new JournalEntry.CertificateDropped(At, Reports.Entries.Tls, Reports.Entries.WallClock, ""),
            "pool01.contoso.example refused the certificate that was kept (valid until 2026-03-01): it is thrown away, "
                + "and another one got"
        },
        {
            new JournalEntry.SignatureRefused(
                At, Reports.Entries.Tls, Reports.Entries.Remote1, SignatureFault.Missing, "200 to REGISTER"),
            "pool01.contoso.example (192.0.2.11:5061) sent 200 to REGISTER without a signature: the connection is "
                + "closed"
        },
    };

    [Theory]
    [MemberData(nameof(Entries))]
    public void Each_entry_has_its_line(JournalEntry entry, string text)
    {
        new Walk().Add(entry).ShouldHaveSingleItem().Text.ShouldBe(text);
        JournalText.Of(entry).ShouldNotEndWith("done");
    }

    [Fact]
    public void Every_fault_of_a_signature_and_of_the_host_has_its_words()
    {
        Enum.GetValues<SignatureFault>().Select(fault => Text(new JournalEntry.SignatureRefused(
            At, Reports.Entries.Tls, Reports.Entries.Remote1, fault, "NOTIFY"))).ShouldBeUnique();
        Enum.GetValues<SchemeFault>().Select(fault => Text(Over(SipScheme.Ntlm, fault))).ShouldBeUnique();
    }

    private static string Text(JournalEntry entry) => new Walk().Add(entry).Single().Text;

    private static JournalEntry.SchemePassedOver Over(
        SipScheme scheme, SchemeFault why, string detail = "", SecurityFault? host = null) =>
        new(At, Reports.Entries.Tls, scheme, why, detail) { Host = host };
}
