using System.Security.Cryptography;
using System.Text;
using Dialtone.Core.Net;
using Dialtone.Core.Net.Security;

namespace Dialtone.Live.Security;

/// <summary>
/// Kerberos tickets (RFC 4120), got and taken. Both talk to servers or read files, and so take their time.
/// </summary>
internal static unsafe class KerberosTickets
{
    private const string NotAvailable =
        "Kerberos needs MIT's GSSAPI (libgssapi_krb5.so.2), which this machine does not have: "
        + "install the package libgssapi-krb5-2";

    /// <summary>Gets a ticket for a service.</summary>
    /// <returns><see cref="NetInput.TicketGiven"/> or <see cref="NetInput.SecurityFailed"/>.</returns>
    public static NetInput Ask(NetEffect.AskTicket ask)
    {
        if (!Gssapi.IsAvailable)
        {
            return new NetInput.SecurityFailed(ask.Flow, SecurityFault.NotAvailable, NotAvailable);
        }

        nint credential = 0;
        nint target = 0;
        try
        {
            var minor = 0u;
            var major = ask.Logon.Password is null ? Gssapi.Complete : Acquire(ask.Logon, out credential, out minor);

            // Of no realm: which one the service is in, Kerberos finds out. A service's name by which a host is looked
            // up in DNS would let DNS decide whom the ticket is for.
            major = major != Gssapi.Complete ? major : Gssapi.Import(ask.Service + "@", out minor, out target);
            return major == Gssapi.Complete
                ? Begin(ask.Flow, credential, target)
                : KerberosFaults.Of(ask.Flow, major, minor);
        }
        finally
        {
            Gssapi.ReleaseName(ref target);
            Gssapi.ReleaseCredential(ref credential);
        }
    }

    /// <summary>Takes a client's token, by itself or in SPNEGO (RFC 4178).</summary>
    /// <param name="take">The token and the service.</param>
    /// <param name="keytab">Where the services' keys are; <c>null</c> for the machine's own file.</param>
    /// <returns><see cref="NetInput.TicketTaken"/> or <see cref="NetInput.SecurityFailed"/>.</returns>
    public static NetInput Take(NetEffect.TakeTicket take, string? keytab)
    {
        if (!Gssapi.IsAvailable)
        {
            return new NetInput.SecurityFailed(take.Flow, SecurityFault.NotAvailable, NotAvailable);
        }

        nint credential = 0;
        nint client = 0;
        try
        {
            var major = Open(keytab, out credential, out var minor);
            if (major != Gssapi.Complete)
            {
                return KerberosFaults.Of(take.Flow, major, minor);
            }

            return Accept(take, credential, ref client);
        }
        finally
        {
            Gssapi.ReleaseName(ref client);
            Gssapi.ReleaseCredential(ref credential);
        }
    }

    private static uint Acquire(KerberosLogon logon, out nint credential, out uint minor)
    {
        credential = 0;
        var major = Gssapi.Import(
            logon.Realm.Length == 0 ? logon.User : $"{logon.User}@{logon.Realm}", out minor, out var name);
        var password = Encoding.UTF8.GetBytes(logon.Password!);
        try
        {
            fixed (byte* kerberos = Gssapi.Kerberos)
            fixed (byte* secret = password)
            {
                var one = new Gssapi.Identifier(kerberos, Gssapi.Kerberos.Length);
                var mechanisms = new Gssapi.Identifiers(&one);
                var given = new Gssapi.Bytes(secret, password.Length);
                return major != Gssapi.Complete ? major : Gssapi.gss_acquire_cred_with_password(
                    out minor, name, &given, seconds: 0, &mechanisms, Gssapi.ForInitiating, out credential, 0, 0);
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(password);
            Gssapi.ReleaseName(ref name);
        }
    }

    // One token and no answer: nobody asks for mutual authentication, nor for an order of signatures, of which SIP's
    // numbers take care.
    private static NetInput Begin(FlowId flow, nint credential, nint target)
    {
        fixed (byte* kerberos = Gssapi.Kerberos)
        {
            var mechanism = new Gssapi.Identifier(kerberos, Gssapi.Kerberos.Length);
            nint context = 0;
            Gssapi.Bytes token = default;
            var major = Gssapi.gss_init_sec_context(
                out var minor, credential, ref context, target, &mechanism, Gssapi.Integrity, seconds: 0, 0, null, 0,
                &token, 0, 0);
            var handle = new GssContextHandle(context);
            if (major != Gssapi.Complete)
            {
                var failed = KerberosFaults.Of(flow, major, minor);
                handle.Dispose();
                return failed;
            }

            var given = new NetInput.TicketGiven(flow, token.Span.ToArray(), new KerberosSigner(handle));
            Gssapi.Release(ref token);
            return given;
        }
    }

    private static uint Open(string? keytab, out nint credential, out uint minor)
    {
        var path = Encoding.UTF8.GetBytes(keytab + "\0");
        fixed (byte* key = "keytab\0"u8)
        fixed (byte* value = path)
        {
            var entry = new Gssapi.StoreEntry(key, value);
            var store = new Gssapi.Store(&entry);
            return Gssapi.gss_acquire_cred_from(
                out minor, 0, seconds: 0, 0, Gssapi.ForAccepting, keytab is null ? null : &store, out credential, 0, 0);
        }
    }

    private static NetInput Accept(NetEffect.TakeTicket take, nint credential, ref nint client)
    {
        nint context = 0;
        Gssapi.Bytes reply = default;
        uint major, minor;
        fixed (byte* bytes = take.Token.Span)
        {
            var token = new Gssapi.Bytes(bytes, take.Token.Length);
            major = Gssapi.gss_accept_sec_context(
                out minor, ref context, credential, &token, 0, out client, 0, &reply, 0, 0, 0);
        }

        var failed = major == Gssapi.Complete ? null : KerberosFaults.Of(take.Flow, major, minor);
        Gssapi.Release(ref reply);
        var handle = new GssContextHandle(context);
        failed ??= JudgeService(take, handle);
        if (failed is null)
        {
            return new NetInput.TicketTaken(take.Flow, Gssapi.Display(client), new KerberosSigner(handle));
        }

        handle.Dispose();
        return failed;
    }

    // The keytab may hold keys of several services, and any of them opens a ticket.
    private static NetInput.SecurityFailed? JudgeService(NetEffect.TakeTicket take, GssContextHandle context)
    {
        var major = Gssapi.gss_inquire_context(out var minor, context, 0, out var target, 0, 0, 0, 0, 0);
        if (major != Gssapi.Complete)
        {
            return KerberosFaults.Of(take.Flow, major, minor);
        }

        var service = Gssapi.Display(target);
        Gssapi.ReleaseName(ref target);
        return service.StartsWith(take.Service + "@", StringComparison.OrdinalIgnoreCase)
            ? null
            : new(take.Flow, SecurityFault.ServiceUnknown, $"The ticket is for {service}.");
    }
}
