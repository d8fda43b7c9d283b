using System.Globalization;
using System.Text;
using Dialtone.Core.Journal;
using Dialtone.Core.Net.Security;
using Dialtone.Core.SignIn;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Reports;

/// <summary>How a user was proved by a signing scheme, in English.</summary>
internal static class ProofText
{
    /// <summary>The name of a scheme, as administrators know it.</summary>
    public static string NameOf(SipScheme scheme) => Encoding.ASCII.GetString(SipSchemeNames.NameOf(scheme));

    /// <summary>The line of the walk.</summary>
    public static WalkLine LineOf(JournalEntry.Authenticated entry) => new(
        WalkMark.Done, entry.Step, entry.Took,
        $"proved to {entry.Target} by {NameOf(entry.Scheme)}"
            + (entry.Detail.Length == 0 ? "" : $" ({entry.Detail})") + "; every message is signed from now on",
        entry);

    /// <summary>The line of the walk.</summary>
    public static WalkLine LineOf(JournalEntry.SchemePassedOver entry) =>
        new(WalkMark.Note, entry.Step, null, $"{NameOf(entry.Scheme)} is passed over: {Of(entry)}", entry);

    /// <summary>The line of the walk.</summary>
    public static WalkLine LineOf(JournalEntry.AssociationLost entry) => new(
        WalkMark.Note, entry.Step, null,
        $"{entry.Candidate.Host} does not know the proof by {NameOf(entry.Scheme)} any more: it is given anew"
            + Said(entry.Diagnostics),
        entry);

    /// <summary>The line of the walk.</summary>
    public static WalkLine LineOf(JournalEntry.CertificateDropped entry) => new(
        WalkMark.Note, entry.Step, null,
        string.Create(
            CultureInfo.InvariantCulture,
            $"{entry.Candidate.Host} refused the certificate that was kept (valid until {entry.NotAfter:yyyy-MM-dd})")
            + ": it is thrown away, and another one got" + Said(entry.Diagnostics),
        entry);

    /// <summary>The line of the walk.</summary>
    public static WalkLine LineOf(JournalEntry.SignatureRefused entry) => new(
        WalkMark.Failed, entry.Step, null,
        $"{entry.Candidate.Host} ({entry.Remote}) sent {entry.Message} {Of(entry.Fault)}: the connection is closed",
        entry);

    private static string Of(SignatureFault fault) => fault switch
    {
        SignatureFault.Missing => "without a signature",
        SignatureFault.Malformed => "with a signature that cannot be read",
        SignatureFault.Wrong => "with a wrong signature",
        SignatureFault.OtherAssociation => "with a signature of another realm or target",
        SignatureFault.Replayed => "with a signature that was there before",
        _ => fault.ToString(),
    };

    private static string Of(JournalEntry.SchemePassedOver entry) => (entry.Why, entry.Scheme) switch
    {
        (SchemeFault.NoCredential, SipScheme.Kerberos) =>
            "the login names no realm (alice@CONTOSO.EXAMPLE), and the ticket cache is not to be used",
        (SchemeFault.NoCredential, SipScheme.Ntlm) => "there is no password",
        (SchemeFault.NoCredential, _) => "there is nothing to get a certificate with",
        (SchemeFault.NoCertificate, _) => "no certificate was to be had" + Behind(entry.Detail),
        (SchemeFault.Host, _) => Of(entry.Host) + Behind(entry.Detail),
        (SchemeFault.HostSilent, _) => "this machine did not come to an end with it",
        (SchemeFault.Malformed, _) => "the server's token cannot be read" + Behind(entry.Detail),
        (SchemeFault.NotAgreed, _) => "the server does not agree to what it needs" + Behind(entry.Detail),
        _ => entry.Why.ToString(),
    };

    private static string Of(SecurityFault? fault) => fault switch
    {
        SecurityFault.NotAvailable => "this machine lacks what it takes",
        SecurityFault.NoTicketServer => "no key distribution center could be reached",
        SecurityFault.UserUnknown => "the key distribution center does not know the user or the realm",
        SecurityFault.NoCredential => "there is neither a password nor a ticket",
        SecurityFault.ServiceUnknown => "the key distribution center does not know the server",
        SecurityFault.ClockSkew => "the clocks are too far apart",
        SecurityFault.HandshakeFailed => "the handshake failed",
        SecurityFault.Malformed => "what the server sent, or the kept certificate, cannot be read",
        _ => "it failed",
    };

    private static string Behind(string detail) => detail.Length == 0 ? "" : $" ({detail})";

    private static string Said(string diagnostics) => diagnostics.Length == 0 ? "" : $"; it says: {diagnostics}";
}
