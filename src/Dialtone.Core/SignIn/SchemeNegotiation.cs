using System.Diagnostics;
using Dialtone.Core.Candidates;
using Dialtone.Core.Certificates;
using Dialtone.Core.Devices;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.Net.Security;
using Dialtone.Core.Time;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Core.SignIn;

/// <summary>
/// The way to a security association: chooses a scheme by <see cref="SchemeOrder"/>, gets what it takes (a certificate,
/// a ticket, a step of a handshake) and does its handshake by one REGISTER after another. One that cannot begin gives
/// way to the next, by a REGISTER without a proof that is challenged anew.
/// </summary>
/// <param name="settings">The settings.</param>
/// <param name="registrar">The Registrar.</param>
/// <param name="room">What proving works with.</param>
/// <param name="digest">Who knows the challenges of Digest, and where chance comes from.</param>
/// <param name="isProxy">Whether it is a proxy that asks (407).</param>
internal sealed partial class SchemeNegotiation(
    DeviceSettings settings, Candidate registrar, ProofRoom room, DigestExchange digest, bool isProxy)
{
    /// <summary>
    /// Challenges answered in all: three of TLS-DSK, four more where a kept certificate was refused, two of NTLM, one
    /// of Kerberos, and room for a server that begins again.
    /// </summary>
    public const int RoundsMax = 16;

    /// <summary>The longest life of an association, which servers have too (MS-SIPAE section 3.1).</summary>
    public static readonly TimeSpan LifeMax = TimeSpan.FromHours(8);

    private SipChallenge? _offer;
    private SchemeHandshake? _handshake;
    private string _opaque = "";
    private ReadOnlyMemory<byte>? _token;
    private string _detail = "";
    private Instant _began;
    private Instant? _by;
    private int _rounds;

    /// <summary>The association, once this side has finished; it stands when the server has signed.</summary>
    public SecurityAssociation? Pending { get; private set; }

    /// <summary>Whether something is got that the next request needs.</summary>
    public bool IsWaiting => _by is not null || _certificates is not null;

    /// <summary>When that must have come.</summary>
    public Instant? Deadline => Instant.Earlier(_by, _certificates?.Deadline);

    /// <summary>A REGISTER with what is next: nothing, a token, or a signature.</summary>
    public ReadOnlyMemory<byte> Authorize(ReadOnlyMemory<byte> request)
    {
        if (_offer is not { } offer || (Pending is null && _token is null))
        {
            return request;
        }

        // Before version 4 the last REGISTER of a handshake is not signed (MS-SIPAE section 3.1).
        var token = _token;
        var signs = Pending is not null && (offer.Version >= SipSignatureText.VersionMax || token is null);
        _token = Pending is null ? token : null;
        return signs ? Pending!.Sign(request, digest.Entropy, token)
            : SecurityAssociation.Present(request, offer, _opaque, token, isProxy);
    }

    /// <summary>Takes the challenges of a 401 or 407, and what the server said besides.</summary>
    /// <returns>What comes next; <c>null</c> where Digest has its turn.</returns>
    public RegisterStep? Challenged(
        Now now, IReadOnlyList<ReadOnlyMemory<byte>> challenges, string diagnostics, List<DeviceEffect> effects)
    {
        if (++_rounds > RoundsMax)
        {
            return Fail(RegisterFailureKind.TooManyRounds, "");
        }

        if (_handshake is not { } running)
        {
            return Choose(now, challenges, effects);
        }

        var next = Find(challenges, _offer!.Scheme);
        if (Pending is null && next is { Token: { IsEmpty: false } token })
        {
            _opaque = next.Opaque ?? _opaque;
            return Advance(now, running.Take(now, token), effects);
        }

        return running.HasProved ? Refused(now, diagnostics, effects)
            : PassOver(now, new(SchemeFault.Malformed, "a challenge without a token"), effects);
    }

    /// <summary>Takes any input of the device, for what the host was asked.</summary>
    /// <returns>What comes next; <c>null</c> where it changed nothing.</returns>
    public RegisterStep? Handle(Now now, DeviceInput input, List<DeviceEffect> effects)
    {
        if (_certificates is { } stage)
        {
            stage.Handle(now, input, effects);
            return AfterCertificate(now, stage, effects);
        }

        switch (input)
        {
            case DeviceInput.OfHost { Input: var told } when _by is not null && IsOf(told, _handshake?.Flow):
                _by = null;
                return Advance(now, _handshake!.Hear(told), effects);
            case DeviceInput.DeadlineReached when _by <= now.Monotonic:
                return PassOver(now, new(SchemeFault.HostSilent, ""), effects);
            default:
                return null;
        }
    }

    /// <summary>Writes down that the association stands.</summary>
    public void Tell(Now now) => room.Journal.Write(new JournalEntry.Authenticated(
        now.Monotonic, registrar, Pending!.Scheme, PeerText.Of(_offer!.TargetName), Pending.Version,
        Pending.RenewAt - now.Monotonic, now.Monotonic - _began)
    {
        Detail = _detail,
    });

    /// <summary>Lets go of what is open at the host.</summary>
    public void Abandon(List<DeviceEffect> effects)
    {
        _certificates?.Abandon(effects);
        if (_handshake?.Flow is { } flow)
        {
            effects.Add(new DeviceEffect.OfHost(new NetEffect.Close(flow)));
        }

        (_certificates, _handshake, _by, _token, Pending) = (null, null, null, null, null);
        _opaque = "";
    }

    private RegisterStep Advance(Now now, HandshakeStep step, List<DeviceEffect> effects)
    {
        switch (step)
        {
            case HandshakeStep.Send send:
                _token = send.Token;
                return new RegisterStep.SendAgain([], "");
            case HandshakeStep.Ask ask:
                _by = now.Monotonic + settings.Timings.Host;
                effects.Add(new DeviceEffect.OfHost(ask.Effect));
                return new RegisterStep.Proving();
            case HandshakeStep.Done done:
                Finish(now, done, effects);
                return new RegisterStep.SendAgain([], "");
            case HandshakeStep.Failed failed:
                return PassOver(now, failed, effects);
            default:
                throw new UnreachableException();
        }
    }

    private void Finish(Now now, HandshakeStep.Done done, List<DeviceEffect> effects)
    {
        if (_handshake!.Flow is { } flow)
        {
            effects.Add(new DeviceEffect.OfHost(new NetEffect.Close(flow)));
        }

        (_token, _detail) = (done.Token, done.Detail);
        Pending = new(_offer!, _opaque, done.Signer, isProxy) { RenewAt = now.Monotonic + RenewalIn(now) };
    }

    /// <summary>
    /// When the association is renewed: five minutes before its end at the latest, and by chance up to ten more, since
    /// a building signs in within a minute.
    /// </summary>
    private TimeSpan RenewalIn(Now now)
    {
        var life = LifeMax;
        if (_offer!.Scheme == SipScheme.TlsDsk && room.Certificates.Certificate is { } certificate
            && certificate.NotAfter - now.WallClock < life)
        {
            life = certificate.NotAfter - now.WallClock;
        }

        var before = TimeSpan.FromMinutes(5) + TimeSpan.FromMilliseconds(digest.Entropy.Below(600_000));
        return life > 2 * before ? life - before : life / 2;
    }

    /// <summary>The scheme cannot go on: the next one has its turn, unless the credential itself was refused.</summary>
    private RegisterStep PassOver(Now now, HandshakeStep.Failed why, List<DeviceEffect> effects)
    {
        var (hasProved, wasKept) = (_handshake?.HasProved ?? false, !_isCertificateNew);
        Abandon(effects);
        switch (why.Host)
        {
            case SecurityFault.CredentialRejected:
                return Fail(RegisterFailureKind.CredentialRejected, why.Detail);
            case SecurityFault.AccountUnusable:
                return Fail(RegisterFailureKind.AccountUnusable, why.Detail);
            case SecurityFault.HandshakeFailed when _offer!.Scheme == SipScheme.TlsDsk && hasProved:
            case SecurityFault.Malformed when _offer!.Scheme == SipScheme.TlsDsk && wasKept:
                return Refused(now, why.Detail, effects);
            default:
                _clockIsOff |= why.Host == SecurityFault.ClockSkew;
                Note(now, why);
                return new RegisterStep.SendAgain([], "");
        }
    }

    private void Note(Now now, HandshakeStep.Failed why)
    {
        _ = _passedOver.Add(_offer!.Scheme);
        room.Journal.Write(new JournalEntry.SchemePassedOver(
            now.Monotonic, registrar, _offer.Scheme, why.Why, why.Detail)
        {
            Host = why.Host,
        });
    }

    /// <summary>
    /// What was proved is not believed. A certificate that was kept may be one that the server has forgotten: it is
    /// thrown away, once, and another one got.
    /// </summary>
    private RegisterStep Refused(Now now, string detail, List<DeviceEffect> effects)
    {
        Abandon(effects);
        if (_offer!.Scheme != SipScheme.TlsDsk)
        {
            return Fail(RegisterFailureKind.CredentialRejected, detail);
        }

        var refused = room.Certificates.Certificate;
        if (_isCertificateNew || refused is null)
        {
            return Fail(RegisterFailureKind.CertificateRejected, detail);
        }

        room.Certificates.Certificate = null;
        room.Journal.Write(new JournalEntry.CertificateDropped(now.Monotonic, registrar, refused.NotAfter, detail));
        effects.Add(new DeviceEffect.OfHost(new NetEffect.SaveCertificate(null)));
        return new RegisterStep.SendAgain([], "");
    }

    private static RegisterStep.Failed Fail(RegisterFailureKind kind, string reason) =>
        new(new RegisterFailure { Kind = kind, Reason = PeerText.Of(reason) });

    private static bool IsOf(NetInput input, FlowId? flow) => flow is { } own && own == input switch
    {
        NetInput.TlsDskStepped stepped => stepped.Flow,
        NetInput.TicketGiven given => given.Flow,
        NetInput.SecurityFailed failed => failed.Flow,
        NetInput.Ended ended => ended.Flow,
        _ => (FlowId?)null,
    };
}
