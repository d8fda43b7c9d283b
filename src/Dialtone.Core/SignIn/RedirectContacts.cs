using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Dialtone.Core.Candidates;
using Dialtone.Core.Devices;
using Dialtone.Core.Profiles;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.SignIn;

/// <summary>Reads the contacts of a 3xx answer to REGISTER (RFC 3261 section 8.1.3.4, MS-SIPREGE).</summary>
internal static class RedirectContacts
{
    /// <summary>The most contacts that are looked at: a primary and a backup pool, and room.</summary>
    public const int ContactsMax = 10;

    /// <summary>The longest that a redirect may be remembered: what servers of this family say.</summary>
    public static readonly TimeSpan ExpiresMax = TimeSpan.FromDays(30);

    private static RejectedCandidate Unreadable { get; } =
        new(CandidateSource.Redirect, default, 0, RejectionReason.Unusable);

    public static RegisterStep.Redirected Read(SipMessage response, DeviceSettings settings, SipTransport by)
    {
        var found = new List<(int Q, Candidate Candidate)>();
        var rejected = ImmutableArray.CreateBuilder<RejectedCandidate>();
        var contacts = response.Contacts;
        for (var i = 0; i < ContactsMax && contacts.TryNext(out var contact); i++)
        {
            var why = Unreadable;
            if (contact.IsWildcard || !TryRead(contact.Uri, settings, by, out var usable, out why))
            {
                rejected.Add(why);
                continue;
            }

            // Without q a contact counts as wanted as any (RFC 3261 section 20.10 leaves it to preference; 1.0 is
            // usual).
            found.Add((contact.Q ?? 1000, usable));
        }

        // OrderByDescending keeps the order of equals.
        return new(
            response.StatusCode,
            [.. found.OrderByDescending(c => c.Q).Select(c => c.Candidate)],
            rejected.ToImmutable(),
            response.TryGetExpires(out var seconds, out _)
                ? TimeSpan.FromSeconds(Math.Min(seconds, (uint)ExpiresMax.TotalSeconds)) : null);
    }

    /// <summary>The Registrar that a URI names.</summary>
    /// <param name="text">The URI, without a user.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="by">By which transport it was told.</param>
    /// <param name="candidate">The Registrar.</param>
    /// <param name="rejected">Why there is none to try.</param>
    public static bool TryRead(
        ReadOnlySpan<byte> text, DeviceSettings settings, SipTransport by,
        [NotNullWhen(true)] out Candidate? candidate, [NotNullWhen(false)] out RejectedCandidate? rejected)
    {
        (candidate, rejected) = (null, null);
        if (!SipUri.TryRead(text, out var uri, out _)
            || !HostName.TryParse(Encoding.ASCII.GetString(uri.Host), out var host))
        {
            rejected = Unreadable;
            return false;
        }

        var absent = settings.Profile.Dialect == SipDialect.Standard && !uri.IsSecure ? by : SipTransport.Tls;
        if (TransportOf(uri, absent) is not { } transport)
        {
            rejected = new(CandidateSource.Redirect, host, uri.Port ?? 0, RejectionReason.Unusable);
            return false;
        }

        var port = uri.Port ?? settings.Plan.Port(transport);
        if (!settings.Plan.Uses(transport))
        {
            rejected = new(CandidateSource.Redirect, host, port, RejectionReason.TransportOff);
            return false;
        }

        candidate = new(CandidateSource.Redirect, transport, host, port);
        return true;
    }

    // Absent means TLS to the servers of Lync, which leave out their default. Of standard SIP it means that by which
    // the redirect came: RFC 3263 section 4.1 would go from TLS to UDP where an address or a port is named.
    private static SipTransport? TransportOf(SipUri uri, SipTransport absent)
    {
        var parameters = uri.Parameters;
        if (!parameters.TryFind("transport"u8, out var transport))
        {
            return absent;
        }

        if (uri.IsSecure)
        {
            // sips:…;transport=tcp is TLS over TCP (RFC 3261 section 26.2.2).
            return SipTransport.Tls;
        }

        return transport.ValueIs("tls"u8) ? SipTransport.Tls
            : transport.ValueIs("tcp"u8) ? SipTransport.Tcp
            : transport.ValueIs("udp"u8) ? SipTransport.Udp
            : null;
    }
}
