using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Dialtone.Core.Candidates;
using Dialtone.Core.Journal;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.Rehearsal;

/// <summary>What a Registrar was seen to answer, as the answer to another REGISTER.</summary>
internal static class RehearsedAnswer
{
    private static readonly Candidate Anybody = new(CandidateSource.Known, SipTransport.Tls, default, 0);
    private static readonly EndPointAddress Anywhere = new(IpAddress.AnyV4, 0);

    /// <summary>
    /// What a backup says while it holds the users of a dead primary (MS-SIPREGE section 2.2.1.4), for as long as
    /// Registrars of Lync register by default.
    /// </summary>
    public static JournalEntry OnBackup { get; } = new JournalEntry.Registered(
        Instant.Zero, Anybody, Anywhere, "", RegisterExchange.ExpiresDefault, Refresh: false, TimeSpan.Zero)
    {
        Grants = new()
        {
            PresenceState = new(RegisterAction.Added, ClusterType.Unknown, false, UserServicesUnavailable: true),
        },
    };

    /// <summary>What an access proxy says while it reaches no pool.</summary>
    public static JournalEntry NextHopDead { get; } = new JournalEntry.RegisterFailed(
        Instant.Zero, Anybody, Anywhere,
        new() { Kind = RegisterFailureKind.Unavailable, Status = 504, Reason = "Server time-out" }, TimeSpan.Zero);

    /// <summary>Writes it; <c>null</c> where silence was the answer.</summary>
    /// <param name="request">The REGISTER.</param>
    /// <param name="seen">The entry that says what was seen.</param>
    /// <param name="isRefresh">Whether the device is registered there already.</param>
    public static SipMessage? Write(ReadOnlyMemory<byte> request, JournalEntry seen, bool isRefresh)
    {
        var register = new SipMessage();
        if (!SipMessage.TryRead(request, SipLimits.Default, register, out var fault))
        {
            throw new UnreachableException($"A device wrote a REGISTER that cannot be read: {fault}");
        }

        return seen switch
        {
            JournalEntry.Registered registered => Registered(
                register, registered.Expires, registered.Grants ?? RegistrationGrants.None, isRefresh),
            JournalEntry.Redirected redirected => Redirected(register, redirected),
            JournalEntry.RegisterFailed { Failure: { Status: > 0 } failure } => Failed(register, failure),
            _ => null,
        };
    }

    private static SipMessage Registered(
        SipMessage register, TimeSpan expires, RegistrationGrants grants, bool isRefresh)
    {
        var seconds = string.Create(CultureInfo.InvariantCulture, $"{(long)expires.TotalSeconds}");
        return Reply(register, 200, "OK", writer =>
        {
            _ = register.TryGetHeader(SipHeader.Contact, out var contact);
            writer.BeginHeader(SipHeader.Contact).AppendRead(contact)
                .Append(Encoding.ASCII.GetBytes($";expires={seconds}")).EndHeader();
            _ = writer.Header(SipHeader.Expires, seconds);
            if (grants.PresenceState is { } state)
            {
                _ = writer.Header(SipHeader.PresenceState, Text(state, isRefresh));
            }

            if (grants.RemoteUser)
            {
                _ = writer.Header(SipHeader.MsUserLogonData, "RemoteUser");
            }
        });
    }

    private static SipMessage Redirected(SipMessage register, JournalEntry.Redirected redirected) =>
        Reply(register, redirected.Status, "Redirect", writer =>
        {
            foreach (var to in redirected.To)
            {
                _ = writer.Header(SipHeader.Contact, string.Create(
                    CultureInfo.InvariantCulture,
                    $"<sip:{to.Host}:{to.Port};transport={to.Transport.UriName()}>"));
            }
        });

    private static SipMessage Failed(SipMessage register, RegisterFailure failure) =>
        Reply(register, failure.Status, failure.Reason, writer =>
        {
            if (failure.RetryAfter is { } wait)
            {
                _ = writer.Header(SipHeader.RetryAfter, (uint)wait.TotalSeconds);
            }
        });

    private static SipMessage Reply(SipMessage register, int status, string reason, Action<SipWriter> headers)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        var writer = new SipWriter(buffer);
        var response = new SipMessage();
        if (!SipReply.TryBegin(register, writer, status, Encoding.UTF8.GetBytes(reason), "rehearsed"u8, out var fault))
        {
            throw new UnreachableException($"A device wrote a REGISTER that cannot be answered: {fault}");
        }

        headers(writer);
        writer.End();
        return SipMessage.TryRead(buffer.WrittenMemory, SipLimits.Default, response, out fault)
            ? response : throw new UnreachableException($"The answer cannot be read: {fault}");
    }

    private static string Text(PresenceState state, bool isRefresh)
    {
        var primary = state.IsConnectedToPrimary switch
        {
            true => "; is-connected-to-primary=yes",
            false => "; is-connected-to-primary=no",
            null => "",
        };
        var services = state.UserServicesUnavailable ? "unavailable" : "available";
        var action = isRefresh ? "refreshed" : "added";
        return $"register-action={action}{primary}; user-services-state={services}";
    }
}
