using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Dialtone.Core.Candidates;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Auth;
using Dialtone.Wire.Auth.Digest;

namespace Dialtone.Core.SignIn;

/// <summary>
/// The client's side of Digest (RFC 3261 section 22, RFC 7616, RFC 8760): takes challenges, answers them, and remembers
/// nonces, so that later requests carry their proof at once. What one server asked is answered to that server only:
/// every entry point names the server, and each server, header and realm has its own nonce. One exchange may serve one
/// connection after another: the nonces are tried there too (RFC 7616 section 3.6), and one that the machine at the
/// other end does not know is no refusal.
/// </summary>
/// <param name="account">Who signs in; <c>null</c> where nothing is there that could answer.</param>
/// <param name="entropy">Where cnonces come from.</param>
public sealed class DigestExchange(DigestAccount? account, IEntropy entropy)
{
    /// <summary>
    /// Challenges answered in a row by one server: one, one more where its nonce was stale, and the same for a proxy
    /// before it; the rest is room for servers whose nonces age within a second.
    /// </summary>
    public const int RoundsMax = 6;

    /// <summary>Challenges looked at in one response; the rest is passed over.</summary>
    public const int ChallengesMax = 16;

    /// <summary>Realms answered at one server; further ones are passed over.</summary>
    public const int RealmsMax = 4;

    /// <summary>Nonces kept, of all servers; beyond it the oldest goes.</summary>
    public const int NoncesMax = 8;

    private const int CnonceBytes = 16;
    private const int SchemeLengthMax = 32;

    // Without a secret where nothing can be answered.
    private readonly DigestAccount _account = account ?? default;

    // One, as a rule, held for as long as a device is signed in; or an array of several.
    private object? _sessions;
    private Round? _round;

    internal IEntropy Entropy => entropy;

    private Session[] Sessions
    {
        get => _sessions switch
        {
            Session[] several => several,
            Session only => [only],
            _ => [],
        };
        set => _sessions = value is [var only] ? only : value;
    }

    /// <summary>How the server's 401 is answered, as <c>Digest SHA-256</c>; empty where it sent none.</summary>
    public string Mechanism(HostName server) =>
        Array.Find(Sessions, session => session.Server == server && !session.Proxy) is { } found
            ? Name(found.Challenge)
            : "";

    /// <summary>
    /// Another connection to a server: whatever it challenges there is a new nonce, and no refusal of an earlier proof.
    /// </summary>
    public void BeginConnection(HostName server)
    {
        Accepted(server);
    }

    /// <summary>
    /// The headers that the next request to a server is to carry: one for each realm that it asked for, each with its
    /// nonce count one higher. Empty before its first challenge.
    /// </summary>
    /// <exception cref="ArgumentException">The user name or <paramref name="uri"/> has a control character.</exception>
    public ImmutableArray<DigestAuthorization> Authorize(
        HostName server, string method, string uri, ReadOnlySpan<byte> body)
    {
        var headers = ImmutableArray.CreateBuilder<DigestAuthorization>();
        foreach (var session in Sessions)
        {
            if (session.Server == server)
            {
                headers.Add(new(session.Proxy, Answer(session, method, uri, body).ToHeaderValue()));
            }
        }

        return headers.ToImmutable();
    }

    /// <summary>Takes a 401 or 407.</summary>
    /// <param name="server">Who sent it.</param>
    /// <param name="proxy">Whether it is a 407.</param>
    /// <param name="challenges">The values of its WWW-Authenticate (401) or Proxy-Authenticate (407) headers.</param>
    public DigestOutcome Challenged(HostName server, bool proxy, IReadOnlyList<ReadOnlyMemory<byte>> challenges)
    {
        var usable = ReadAll(challenges, out var offered);
        _round = new(server, _round?.Server == server ? _round.Number + 1 : 1);
        if (_round.Number > RoundsMax)
        {
            Forget(server);
            return new(DigestStatus.TooManyRounds, offered, "");
        }

        var status = DigestStatus.NothingUsable;
        var chosen = "";
        foreach (var realm in usable.Select(each => each.Realm).Distinct(StringComparer.Ordinal).Take(RealmsMax))
        {
            if (DigestAlgorithms.IndexOfStrongest(usable, realm) is not (>= 0 and var index))
            {
                continue;
            }

            var challenge = usable[index];
            if (Refuses(server, proxy, challenge))
            {
                Forget(server);
                return new(DigestStatus.CredentialRejected, offered, Name(challenge));
            }

            Remember(new(server, proxy, challenge));
            chosen = chosen.Length == 0 ? Name(challenge) : chosen;
            status = challenge.Stale && status != DigestStatus.Answer ? DigestStatus.AnswerStale : DigestStatus.Answer;
        }

        return new(status, offered, chosen);
    }

    /// <summary>Every scheme and algorithm that is offered, as <see cref="DigestOutcome.Offered"/>.</summary>
    internal ImmutableArray<string> Offered(IReadOnlyList<ReadOnlyMemory<byte>> challenges)
    {
        _ = ReadAll(challenges, out var offered);
        return offered;
    }

    /// <summary>
    /// Takes notice that a server accepted the proof, which any final response but 401 and 407 says. From now on a
    /// challenge from it means that its nonce ran out, whether it says so or not: many Registrars never say
    /// <c>stale</c>.
    /// </summary>
    public void Accepted(HostName server)
    {
        _round = null;
        foreach (var session in Sessions)
        {
            session.IsFresh &= session.Server != server;
        }
    }

    /// <summary>
    /// Forgets what was sent: the answer to it is read, and no proof of the server is awaited any more. What the next
    /// request needs stays: of a -sess form, all of it.
    /// </summary>
    public void Rest()
    {
        _account.Secret?.Rest();
        foreach (var session in Sessions)
        {
            if (!DigestAlgorithms.IsSession(session.Algorithm))
            {
                session.Sent = null;
            }
        }
    }

    /// <summary>
    /// Takes the Authentication-Info (or Proxy-Authentication-Info) of a response to an authorized request.
    /// </summary>
    /// <param name="server">Who sent it.</param>
    /// <param name="proxy">Whether it is the proxy's.</param>
    /// <param name="headerValue">The header's value.</param>
    /// <param name="body">The body of the response.</param>
    public ServerProof TakeInfo(
        HostName server, bool proxy, ReadOnlySpan<byte> headerValue, ReadOnlySpan<byte> body)
    {
        if (!DigestAuthenticationInfo.TryRead(headerValue, out var info, out var fault))
        {
            return fault.Kind == AuthFaultKind.OtherScheme ? ServerProof.NotGiven : ServerProof.Malformed;
        }

        // The header names no realm, so with several of them it cannot be told whose it is.
        if (Array.FindAll(Sessions, each => each.Server == server && each.Proxy == proxy)
            is not [{ Sent: { } sent } session])
        {
            return ServerProof.NotGiven;
        }

        // The key of a -sess form is tied to the nonce that it began with; the server will call it stale in time.
        if (info.NextNonce is { } next && !DigestAlgorithms.IsSession(session.Algorithm))
        {
            session.Challenge = session.Challenge with { Nonce = next, Stale = false };
            session.NonceCount = 0;
        }

        return info.ResponseAuth is not { } proof ? ServerProof.NotGiven
            : DigestResponse.AreEqual(sent.ResponseAuth(_account.Secret, body), proof.ToLowerInvariant())
                ? ServerProof.Proved
                : ServerProof.Wrong;
    }

    private DigestCredentials Answer(Session session, string method, string uri, ReadOnlySpan<byte> body)
    {
        // A -sess key is made with the first cnonce, which therefore stays (RFC 7616 section 3.4.2).
        var cnonce = DigestAlgorithms.IsSession(session.Algorithm) ? session.Sent?.Cnonce : null;
        if (cnonce is null)
        {
            Span<byte> random = stackalloc byte[CnonceBytes];
            entropy.Fill(random);
            cnonce = Convert.ToHexStringLower(random);
        }

        session.WasAnswered = true;
        return session.Sent = DigestCredentials.Answer(
            session.Challenge, _account.Username, _account.Secret, method, uri, ++session.NonceCount,
            cnonce, body);
    }

    // Its challenge was answered and not accepted since, and the answer was not merely late.
    private bool Refuses(HostName server, bool proxy, DigestChallenge challenge) =>
        !challenge.Stale && Array.Exists(Sessions, session =>
            session.IsFor(server, proxy, challenge.Realm) && session is { IsFresh: true, WasAnswered: true });

    private void Forget(HostName server) => Sessions = Array.FindAll(Sessions, session => session.Server != server);

    private void Remember(Session session)
    {
        bool IsBeside(Session old) => old.Server == session.Server && old.Proxy == session.Proxy;

        var others = Array.FindAll(
            Sessions, old => !old.IsFor(session.Server, session.Proxy, session.Realm));
        if (others.Count(IsBeside) == RealmsMax)
        {
            var oldest = Array.Find(others, IsBeside);
            others = Array.FindAll(others, old => old != oldest);
        }

        Sessions = [.. others.Length == NoncesMax ? others[1..] : others, session];
    }

    private DigestChallenge[] ReadAll(
        IReadOnlyList<ReadOnlyMemory<byte>> challenges, out ImmutableArray<string> offered)
    {
        var usable = new List<DigestChallenge>();
        var names = ImmutableArray.CreateBuilder<string>();
        foreach (var value in challenges.Take(ChallengesMax))
        {
            if (DigestChallenge.TryRead(value.Span, out var challenge, out var fault))
            {
                names.Add(Name(challenge));
                if (_account.Secret?.Serves(challenge.Algorithm) ?? false)
                {
                    usable.Add(challenge);
                }
            }
            else
            {
                names.Add(fault.Kind == AuthFaultKind.OtherScheme
                    ? Scheme(value.Span)
                    : FormattableString.Invariant($"Digest, unreadable ({fault.Kind} at byte {fault.Offset})"));
            }
        }

        offered = names.ToImmutable();
        return [.. usable];
    }

    private static string Name(DigestChallenge challenge) => $"Digest {challenge.AlgorithmName}";

    private static string Scheme(ReadOnlySpan<byte> value)
    {
        value = value.TrimStart(" \t\r\n"u8);
        var end = value.IndexOfAny(" \t\r\n"u8);
        value = value[..Math.Min(end < 0 ? value.Length : end, SchemeLengthMax)];
        return value.ContainsAnyExceptInRange((byte)'!', (byte)'~') ? "unreadable" : Encoding.ASCII.GetString(value);
    }

    /// <summary>The challenges that a server has sent in a row.</summary>
    private sealed record Round(HostName Server, int Number);

    /// <summary>
    /// What a realm of a server asked for last. Held while a device is signed in: of the challenge only the nonce is
    /// its own, and is kept in bytes; the rest is that of many devices.
    /// </summary>
    private sealed class Session
    {
        private DigestChallenge _terms;
        private byte[] _nonce = [];

        public Session(HostName server, bool proxy, DigestChallenge challenge) =>
            (Server, Proxy, Challenge) = (server, proxy, challenge);

        public HostName Server { get; }

        public bool Proxy { get; }

        public string Realm => _terms.Realm;

        public DigestAlgorithm Algorithm => _terms.Algorithm;

        public DigestChallenge Challenge
        {
            get => _terms with { Nonce = Encoding.UTF8.GetString(_nonce) };
            [MemberNotNull(nameof(_terms))]
            set => (_terms, _nonce) =
                (SharedValues.Of(value with { Nonce = "" }), Encoding.UTF8.GetBytes(value.Nonce));
        }

        /// <summary>Requests sent with this nonce.</summary>
        public uint NonceCount { get; set; }

        /// <summary>Whether the server has accepted nothing since it challenged.</summary>
        public bool IsFresh { get; set; } = true;

        /// <summary>Whether an answer to the challenge was sent.</summary>
        public bool WasAnswered { get; set; }

        /// <summary>The last answer, against which the server's own proof is checked.</summary>
        public DigestCredentials? Sent { get; set; }

        public bool IsFor(HostName otherServer, bool otherProxy, string realm) => Server == otherServer
            && Proxy == otherProxy && string.Equals(_terms.Realm, realm, StringComparison.Ordinal);
    }
}
