using System.Collections.Immutable;
using System.Text;
using Dialtone.Wire.Auth.Digest;
using Dialtone.Wire.Auth.Signatures;
using Dialtone.Wire.Sip;

namespace Dialtone.Lab.Nodes;

/// <content>The conversation of REGISTER (RFC 3261 section 10.3, MS-SIPREGE).</content>
public sealed partial class Registrar
{
    private string Realm => Directory.Domain.Text;

    private int Register(SignatureVerdict verdict, in Turn turn, out SeenRegister seen)
    {
        var request = RegisterRequest.Read(_message, Realm);
        seen = new(turn.Now.Monotonic, turn.Origin.Source, turn.Origin.IsTls, request.User, request.CallId,
            request.CSeq, request.Credentials is not null || TryReadProof(out _, out _), 0);
        if (Behaviour.Silent)
        {
            return 0;
        }

        if (IsGoodbye(request) && Behaviour.IgnoresGoodbye)
        {
            return 0;
        }

        if (request.Fault.Length > 0)
        {
            return ReplyMalformed(turn, request.Fault);
        }

        if ((IsGoodbye(request) ? Behaviour.GoodbyeRefusal : null) is { } last)
        {
            return Refuse(turn, last);
        }

        if (Behaviour.Refusal is { } refusal)
        {
            return Refuse(turn, refusal);
        }

        if (request.Unsupported.Length > 0)
        {
            return RefuseExtensions(turn, request.Unsupported);
        }

        if (request.Event is not ("" or "registration"))
        {
            return Refuse(turn, new(489, "Bad Event", null, "4055;reason=\"Event is not registration\""));
        }

        if (RefusalOfDialect(request) is { } wrong)
        {
            return Refuse(turn, wrong);
        }

        if (!request.IsLync && !IsOwn(request.UriHost))
        {
            return request.UriHost.Length == 0
                ? Refuse(turn, new(416, "Unsupported URI Scheme"))
                : Refuse(turn, new(404, "Not Found", null, "1003;reason=\"Domain is not served here\""));
        }

        var account = Directory.Find(request.User);
        return account is null || !IsOwn(request.Domain)
            ? Refuse(turn, new(404, "Not Found", null, "1003;reason=\"User does not exist\""))
            : SchemesFor(request.IsLync, turn) is [SipScheme.Digest] ? RegisterByDigest(request, account, turn)
            : Authenticate(request, account, verdict, turn);
    }

    private int RegisterByDigest(RegisterRequest request, SipAccount account, in Turn turn)
    {
        var proof = Judge(request, account, turn);
        _isProved = proof == ProofVerdict.Good && !Behaviour.DeniesAddresses;
        if (proof == ProofVerdict.OfAnotherUser || (proof == ProofVerdict.Good && Behaviour.DeniesAddresses))
        {
            return RefuseOther(turn);
        }

        return _isProved
            ? Admit(request, account, turn)
            : Offer(turn, request.IsLync, isStale: proof == ProofVerdict.Stale);
    }

    /// <summary>Who has proved to be the user.</summary>
    private int Admit(RegisterRequest request, SipAccount account, in Turn turn)
    {
        _isProved = true;
        if (_association is not null)
        {
            _association.HasRegistered = true;
        }

        if (account.Disabled)
        {
            return RefuseLocked(turn);
        }

        return RouteUser(request, account, turn);
    }

    /// <summary>
    /// What a device of Lync's family must not leave out (MS-SIPREGE section 3.1.2.5.1); <c>null</c> where all is well.
    /// </summary>
    private static Refusal? RefusalOfDialect(RegisterRequest request)
    {
        var supported = request.Supported;
        if (supported.HasFlag(SipOptionTags.EventCategories) && !supported.HasFlag(SipOptionTags.Gruu10))
        {
            return new(421, "Extension Required", null, "2057;reason=\"msrtc-event-categories needs gruu-10\"")
            {
                Require = "gruu-10",
            };
        }

        var isOfFamily = request.Event.Length > 0 || supported.HasFlag(SipOptionTags.EventCategories);
        return isOfFamily && !request.IsLync && !request.Contacts.IsEmpty
            && request.Contacts.All(contact => contact.Instance.Length == 0)
            ? new(400, "Bad Request", null, "4010;reason=\"Neither epid nor +sip.instance\"")
            : null;
    }

    /// <summary>
    /// The domain; and this server's own name and addresses, which people give to phones in its stead.
    /// </summary>
    private bool IsOwn(string host) => host == Directory.Domain.Text || _ownNames.Contains(host);

    /// <summary>
    /// The Request-URI as it stands; or another one of this server, since clients that go by way of a proxy, or are
    /// given an address, do not agree on which of the two is meant (RFC 3261 section 22.4).
    /// </summary>
    private bool IsOwnUri(string text, RegisterRequest request) => text == request.Uri
        || (SipUri.TryRead(Encoding.UTF8.GetBytes(text), out var uri, out _)
            && IsOwn(Encoding.UTF8.GetString(uri.Host).ToLowerInvariant()));

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

        if (refusal.Require.Length > 0)
        {
            _writer.Header(SipHeader.Require, refusal.Require);
        }

        if (refusal.Diagnostics.Length > 0)
        {
            _writer.Header(SipHeader.MsDiagnostics, Diagnostics(refusal.Diagnostics, ""));
            if (refusal.IsPublic)
            {
                _writer.Header(SipHeader.MsDiagnosticsPublic, refusal.Diagnostics);
            }
        }

        return Finish(turn, refusal.Status);
    }

    /// <summary>RFC 3261 section 8.2.2.3.</summary>
    private int RefuseExtensions(in Turn turn, string unsupported)
    {
        if (!TryBegin(turn, 420, "Bad Extension"u8))
        {
            return 400;
        }

        _writer.Header(SipHeader.Unsupported, unsupported);
        return Finish(turn, 420);
    }

    private ProofVerdict Judge(RegisterRequest request, SipAccount account, in Turn turn)
    {
        if (request.Credentials is not { } credentials)
        {
            return ProofVerdict.None;
        }

        // The hash first: stale=true is a promise that the password was right (RFC 7616 section 3.3).
        var owner = Named(credentials.Username);
        if (owner is null || !Settings.Algorithms.Contains(credentials.Algorithm)
            || credentials.Qop is not (DigestQop.Auth or DigestQop.None) || !IsOwnUri(credentials.Uri, request)
            || !credentials.Verify(owner.Secret, "REGISTER", _message.Body.Span))
        {
            Observed.WrongCredentials++;
            return ProofVerdict.Wrong;
        }

        if (_nonces.Judge(credentials.Nonce, credentials.NonceCount, turn.Now.Monotonic) != NonceVerdict.Good)
        {
            Observed.StaleNonces++;
            return ProofVerdict.Stale;
        }

        return owner == account ? ProofVerdict.Good : ProofVerdict.OfAnotherUser;
    }

    /// <summary>
    /// The name itself, with the domain, or with the scheme: clients differ in what they ask people for.
    /// </summary>
    private SipAccount? Named(string username)
    {
        var name = username.StartsWith("sip:", StringComparison.OrdinalIgnoreCase) ? username[4..] : username;
        var at = name.IndexOf('@', StringComparison.Ordinal);
        return at < 0 ? Directory.Find(name)
            : name.AsSpan(at + 1).Equals(Directory.Domain.Text, StringComparison.OrdinalIgnoreCase)
                ? Directory.Find(name[..at])
                : null;
    }

    private void WriteDigestOffers(bool isStale, in Turn turn)
    {
        // One nonce for all: a client answers one challenge of them.
        var nonce = _nonces.Make(turn.Now.Monotonic);
        foreach (var algorithm in Behaviour.OffersMd5Alone ? [DigestAlgorithm.Md5] : Settings.Algorithms)
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
    }

    private int Redirect(in Turn turn, ImmutableArray<string> to)
    {
        if (!TryBegin(turn, 301, "Redirect request to Home Server"u8))
        {
            return 400;
        }

        for (var i = 0; i < to.Length; i++)
        {
            _writer.Header(SipHeader.Contact, $"<sip:{to[i]};transport=TLS>;q=0.{Math.Max(1, 7 - (4 * i))}");
        }

        // How long the redirect may be remembered: thirty days, as the servers of this family say.
        _writer.Header(SipHeader.Expires, 2_592_000);
        return Finish(turn, 301);
    }

    /// <summary>What a request shows of who sent it.</summary>
    private enum ProofVerdict : byte
    {
        /// <summary>It has no credentials.</summary>
        None,

        /// <summary>They are not right.</summary>
        Wrong,

        /// <summary>They are right, but for their nonce.</summary>
        Stale,

        /// <summary>They are right, and those of somebody else (RFC 3261 section 10.3 step 4).</summary>
        OfAnotherUser,

        /// <summary>They are the user's.</summary>
        Good,
    }
}
