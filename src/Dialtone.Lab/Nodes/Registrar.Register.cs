using System.Text;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Wire.Auth.Digest;
using Dialtone.Wire.Sip;

namespace Dialtone.Lab.Nodes;

/// <content>The conversation of REGISTER (RFC 3261 section 10.3, MS-SIPREGE).</content>
public sealed partial class Registrar
{
    private string Realm => Directory.Domain.Text;

    private int Register(in Turn turn, out SeenRegister seen)
    {
        var request = RegisterRequest.Read(_message, Realm);
        seen = new(turn.Now, turn.Origin.Source, turn.Origin.IsTls, request.User, request.CallId, request.CSeq,
            request.Credentials is not null, 0);
        var account = Directory.Find(request.User);
        if (Behaviour.Silent)
        {
            return 0;
        }

        if (request.Fault.Length > 0)
        {
            return ReplyMalformed(turn, request.Fault);
        }

        if (Behaviour.Refusal is { } refusal)
        {
            return Refuse(turn, refusal);
        }

        if (request.Event is not ("" or "registration"))
        {
            return Refuse(turn, new(489, "Bad Event", null, "4055;reason=\"Event is not registration\""));
        }

        if (account is null || request.Domain != Directory.Domain)
        {
            return Refuse(turn, new(404, "Not Found", null, "1003;reason=\"User does not exist\""));
        }

        _isProved = Proved(request, account, turn.Now, out var isStale);
        return _isProved ? Bind(request, account, turn) : Challenge(turn, isStale);
    }

    private int Refuse(in Turn turn, Refusal refusal)
    {
        if (!TryBegin(turn, refusal.Status, Encoding.ASCII.GetBytes(refusal.Reason)))
        {
            return 400;
        }

        if (refusal.RetryAfter is { } seconds)
        {
            _writer.Header(SipHeader.RetryAfter, seconds);
        }

        if (refusal.Diagnostics.Length > 0)
        {
            _writer.Header(SipHeader.MsDiagnostics, Diagnostics(refusal.Diagnostics, ""));
        }

        return Finish(turn, refusal.Status);
    }

    /// <summary>
    /// Whether the request proves the user; <paramref name="isStale"/> where only its nonce is at fault.
    /// </summary>
    private bool Proved(RegisterRequest request, SipAccount account, Instant now, out bool isStale)
    {
        isStale = false;
        if (request.Credentials is not { } credentials)
        {
            return false;
        }

        // The hash first: stale=true is a promise that the password was right (RFC 7616 section 3.3).
        if (!Settings.Algorithms.Contains(credentials.Algorithm) || credentials.Qop != DigestQop.Auth
            || credentials.Uri != request.Uri || !NamesUser(credentials.Username, account)
            || !credentials.Verify(account.Secret, "REGISTER", _message.Body.Span))
        {
            Observed.WrongCredentials++;
            return false;
        }

        isStale = _nonces.Judge(credentials.Nonce, credentials.NonceCount, now) != NonceVerdict.Good;
        Observed.StaleNonces += isStale ? 1 : 0;
        return !isStale;
    }

    /// <summary>
    /// The name itself, with the domain, or with the scheme: clients differ in what they ask people for.
    /// </summary>
    private bool NamesUser(string username, SipAccount account)
    {
        var name = username.StartsWith("sip:", StringComparison.OrdinalIgnoreCase) ? username[4..] : username;
        return string.Equals(name, account.User, StringComparison.OrdinalIgnoreCase)
            || string.Equals(name, $"{account.User}@{Directory.Domain}", StringComparison.OrdinalIgnoreCase);
    }

    private int Challenge(in Turn turn, bool isStale)
    {
        if (!TryBegin(turn, 401, "Unauthorized"u8))
        {
            return 400;
        }

        if (Behaviour.OffersNoDigest)
        {
            foreach (var scheme in (ReadOnlySpan<string>)["NTLM", "Kerberos"])
            {
                var target = scheme == "NTLM" ? Settings.Name.Text : $"sip/{Settings.Name}";
                _writer.Header(SipHeader.WwwAuthenticate,
                    $"{scheme} realm=\"SIP Communications Service\", targetname=\"{target}\", version=4");
            }

            return Finish(turn, 401);
        }

        // One nonce for all: a client answers one challenge of them.
        var nonce = _nonces.Make(turn.Now);
        foreach (var algorithm in Settings.Algorithms)
        {
            _writer.Header(SipHeader.WwwAuthenticate, new DigestChallenge
            {
                Realm = Realm,
                Nonce = nonce,
                Algorithm = algorithm,
                AlgorithmText = DigestAlgorithms.Token(algorithm),
                Qop = DigestQop.Auth,
                Stale = isStale,
            }.ToHeaderValue());
        }

        return Finish(turn, 401);
    }

    private int Bind(RegisterRequest request, SipAccount account, in Turn turn)
    {
        if (account.Disabled)
        {
            return Refuse(turn, new(403, "Forbidden", null, "4003;reason=\"The user is not enabled\""));
        }

        if (!Behaviour.RedirectTo.IsDefaultOrEmpty)
        {
            return Redirect(turn);
        }

        var asked = request.Expires ?? Settings.ExpiresDefault;
        if (Behaviour.RefusesBrief && asked > 0 && asked < Settings.ExpiresMin)
        {
            return RefuseBrief(turn);
        }

        var granted = asked == 0 ? 0
            : Behaviour.GrantedExpires ?? Math.Clamp(asked, Settings.ExpiresMin, Settings.ExpiresMax);
        var action = Put(request, account, granted, turn);
        return action == RegisterAction.OutOfOrder
            ? Refuse(turn, new(500, "CSeq Out Of Order"))
            : Confirm(request, account, action, granted, turn);
    }

    private int RefuseBrief(in Turn turn)
    {
        if (!TryBegin(turn, 423, "Interval Too Brief"u8))
        {
            return 400;
        }

        _writer.Header(SipHeader.MinExpires, Settings.ExpiresMin);
        return Finish(turn, 423);
    }

    private RegisterAction Put(RegisterRequest request, SipAccount account, uint granted, in Turn turn)
    {
        var now = turn.Now;
        if (request.IsWildcard || (granted == 0 && request.Contact.Length > 0))
        {
            foreach (var binding in Directory.BindingsOf(account.User, now))
            {
                if (request.IsWildcard || binding.Endpoint == request.Endpoint)
                {
                    var removed = Directory.Remove(account.User, binding.Endpoint, request.CallId, request.CSeq, now);
                    if (removed == RegisterAction.OutOfOrder)
                    {
                        return removed;
                    }
                }
            }

            return RegisterAction.Removed;
        }

        if (request.Contact.Length == 0)
        {
            return RegisterAction.Refreshed;
        }

        var isLost = Behaviour.LosesBinding
            && Directory.BindingsOf(account.User, now).Any(binding => binding.Endpoint == request.Endpoint);
        if (isLost)
        {
            Directory.Lose(account.User, request.Endpoint);
        }

        var action = Directory.Put(
            new(account.User, request.Endpoint, request.Contact, request.CallId, request.CSeq, turn.Origin.Source,
                Settings.Name.Text, now + TimeSpan.FromSeconds(granted)),
            now);
        return isLost ? RegisterAction.Fixed : action;
    }

    private int Redirect(in Turn turn)
    {
        if (!TryBegin(turn, 301, "Redirect request to Home Server"u8))
        {
            return 400;
        }

        for (var i = 0; i < Behaviour.RedirectTo.Length; i++)
        {
            _writer.Header(SipHeader.Contact,
                $"<sip:{Behaviour.RedirectTo[i]};transport=TLS>;q=0.{Math.Max(1, 7 - (4 * i))}");
        }

        // How long the redirect may be remembered: thirty days, as the servers of this family say.
        _writer.Header(SipHeader.Expires, 2_592_000);
        return Finish(turn, 301);
    }

    private int Confirm(
        RegisterRequest request, SipAccount account, RegisterAction action, uint granted, in Turn turn)
    {
        if (!TryBegin(turn, 200, "OK"u8))
        {
            return 400;
        }

        foreach (var binding in Directory.BindingsOf(account.User, turn.Now))
        {
            _writer.Header(SipHeader.Contact, ContactOf(binding, turn.Now));
        }

        if (request.Credentials is { } credentials)
        {
            _writer.Header(SipHeader.AuthenticationInfo, new DigestAuthenticationInfo
            {
                ResponseAuth = credentials.ResponseAuth(account.Secret, []),
                NextNonce = Settings.GivesNextNonce ? _nonces.Make(turn.Now) : null,
            }.ToHeaderValue());
        }

        if (action == RegisterAction.Removed)
        {
            return Finish(turn, 200);
        }

        _writer.Header(SipHeader.Expires, granted);
        _writer.Header(SipHeader.MsKeepAlive,
            $"UAS; tcp=no; hop-hop=yes; end-end=no; timeout={Settings.KeepAliveSeconds}");
        _writer.Header(SipHeader.PresenceState,
            $"register-action=\"{NameOf(action)}\";primary-cluster-type=\"central\";"
            + $"is-connected-to-primary=\"{(Behaviour.IsBackup ? "no" : "yes")}\"");
        _writer.Header(SipHeader.AllowEvents, "vnd-microsoft-provisioning,vnd-microsoft-roaming-contacts,"
            + "vnd-microsoft-roaming-ACL,presence,presence.wpending,vnd-microsoft-roaming-self,"
            + "vnd-microsoft-provisioning-v2");
        _writer.Header(SipHeader.Supported, "adhoclist, msrtc-event-categories");
        return Finish(turn, 200);
    }

    private static string NameOf(RegisterAction action) => action switch
    {
        RegisterAction.Added => "added",
        RegisterAction.Fixed => "fixed",
        _ => "refreshed",
    };

    /// <summary>All endpoints are listed; a client finds its own by its instance (MS-SIPREGE section 3.1.1).</summary>
    private string ContactOf(Binding binding, Instant now)
    {
        var seconds = (long)Math.Ceiling((binding.Expires - now).TotalSeconds);
        var text = new StringBuilder($"<{binding.Contact}>;expires={seconds}");
        if (binding.Endpoint != binding.Contact)
        {
            text.Append($";+sip.instance=\"{binding.Endpoint}\"");
            const string Prefix = "<urn:uuid:";
            if (binding.Endpoint.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
                && Guid.TryParse(binding.Endpoint.AsSpan(Prefix.Length).TrimEnd('>'), out var instance))
            {
                // Sixteen bytes, little-endian as Windows lays them out, and two that are zero.
                var opaque = Convert.ToBase64String([.. instance.ToByteArray(), 0, 0])
                    .Replace('+', '-').Replace('/', '_');
                text.Append($";gruu=\"sip:{binding.User}@{Directory.Domain};opaque=user:epid:{opaque};gruu\"");
            }
        }

        return text.ToString();
    }
}
