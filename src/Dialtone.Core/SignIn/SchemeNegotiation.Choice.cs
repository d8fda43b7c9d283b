using System.Text;
using Dialtone.Core.Certificates;
using Dialtone.Core.Devices;
using Dialtone.Core.Exchange.Web;
using Dialtone.Core.Journal;
using Dialtone.Core.Time;
using Dialtone.Wire.Auth.Signatures;
using Dialtone.Wire.WebServices;

namespace Dialtone.Core.SignIn;

/// <content>Which scheme, and what it takes to begin it: for TLS-DSK a certificate.</content>
internal sealed partial class SchemeNegotiation
{
    private readonly HashSet<SipScheme> _passedOver = [];
    private CertificateStage? _certificates;
    private bool _isCertificateNew;
    private bool _clockIsOff;

    /// <summary>Whether a challenge is one of Digest.</summary>
    internal static bool IsDigest(ReadOnlyMemory<byte> value) =>
        SipSchemeNames.TryFind(value.Span, out var scheme) && scheme == SipScheme.Digest;

    private RegisterStep? Choose(
        Now now, IReadOnlyList<ReadOnlyMemory<byte>> challenges, List<DeviceEffect> effects)
    {
        var offered = digest.Offered(challenges);
        foreach (var scheme in SchemeOrder.Of(settings))
        {
            if (_passedOver.Contains(scheme))
            {
                continue;
            }

            if (scheme == SipScheme.Digest)
            {
                if (challenges.Any(IsDigest))
                {
                    return null;
                }
            }
            else if (Find(challenges, scheme) is { } offer)
            {
                (_offer, _began) = (offer, now.Monotonic);
                if (WhyNot(now, scheme) is { } reason)
                {
                    Note(now, reason);
                    continue;
                }

                room.Journal.Write(new JournalEntry.Challenged(
                    now.Monotonic, registrar, offered, Encoding.ASCII.GetString(SipSchemeNames.NameOf(scheme))));
                return Begin(now, offer, effects);
            }
        }

        var kind = _clockIsOff ? RegisterFailureKind.ClockSkew
            : _passedOver.Count > 0 ? RegisterFailureKind.NoSchemeBegan : RegisterFailureKind.NothingUsableOffered;
        return new RegisterStep.Failed(new RegisterFailure { Kind = kind, Offered = offered });
    }

    // Why a scheme cannot be begun with this credential.
    private HandshakeStep.Failed? WhyNot(Now now, SipScheme scheme)
    {
        var (credential, account) = (settings.Credential, settings.Account);
        var isServed = scheme switch
        {
            SipScheme.Ntlm => credential.Ntlm(account) is not null,
            SipScheme.Kerberos => credential.Kerberos is not null,
            _ => credential.Kind != CredentialKind.Ha1
                || room.Certificates.Certificate?.IsUsable(now.WallClock) == true,
        };
        return isServed ? null : new(SchemeFault.NoCredential, "");
    }

    private RegisterStep Begin(Now now, SipChallenge offer, List<DeviceEffect> effects)
    {
        var (credential, account) = (settings.Credential, settings.Account);
        SchemeHandshake? handshake = offer.Scheme switch
        {
            SipScheme.Ntlm => new NtlmHandshake(credential.Ntlm(account)!, digest.Entropy),
            SipScheme.Kerberos => new KerberosHandshake(offer.TargetName, credential.Kerberos!, room.Flows),
            _ => room.Certificates.Certificate is { } kept && (_isCertificateNew || kept.IsUsable(now.WallClock))
                ? new TlsDskHandshake(kept.Pair, room.Flows) : null,
        };
        if (handshake is not null)
        {
            _handshake = handshake;
            return Advance(now, handshake.Begin(now), effects);
        }

        var sources = new CertificateSources(room.DhcpUrl, offer.StsUri, registrar.Host)
        {
            Lyncdiscover = room.WebServer,
        };
        _certificates = new CertificateStage(settings, sources, digest.Entropy, room.Flows, room.Journal)
        {
            Authentication = IntegratedAuthentication.Of(settings, digest.Entropy, room.Flows),
            FailedBefore = room.FailedServices,
        };
        _certificates.Begin(now, effects);
        return AfterCertificate(now, _certificates, effects);
    }

    private RegisterStep AfterCertificate(Now now, CertificateStage stage, List<DeviceEffect> effects)
    {
        switch (stage)
        {
            case { State: CertificateStageState.Done, Certificate: { } made }:
                (_certificates, _isCertificateNew, room.Certificates.Certificate) = (null, true, made);
                return Begin(now, _offer!, effects);
            case { State: CertificateStageState.Failed, Failure: { } failure }:
                _certificates = null;
                // A clock that is wrong by minutes makes every proof of this kind wrong.
                _clockIsOff |= failure.Kind is CertificateFailureKind.TicketNotValid
                    or CertificateFailureKind.NotValidNow;
                return failure.IsFinal ? Fail(KindOf(failure), failure.Reason)
                    : PassOver(now, new(SchemeFault.NoCertificate, failure.Summary), effects);
            default:
                return new RegisterStep.Proving();
        }
    }

    private static RegisterFailureKind KindOf(CertificateFailure failure) =>
        failure.Pin is PinReason.Locked or PinReason.Expired or PinReason.Disabled
            ? RegisterFailureKind.AccountUnusable : RegisterFailureKind.CredentialRejected;

    private static SipChallenge? Find(IReadOnlyList<ReadOnlyMemory<byte>> challenges, SipScheme scheme)
    {
        foreach (var value in challenges.Take(DigestExchange.ChallengesMax))
        {
            if (SipSchemeNames.TryFind(value.Span, out var named) && named == scheme
                && SipChallenge.TryRead(value.Span, out var challenge, out _))
            {
                return challenge;
            }
        }

        return null;
    }
}
