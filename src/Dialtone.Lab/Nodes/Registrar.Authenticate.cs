using System.Collections.Immutable;
using System.Text;
using Dialtone.Core.Net;
using Dialtone.Core.Net.Security;
using Dialtone.Core.Time;
using Dialtone.Wire.Auth.Ntlm;
using Dialtone.Wire.Auth.Signatures;
using Dialtone.Wire.Auth.TlsDsk;
using Dialtone.Wire.Sip;

namespace Dialtone.Lab.Nodes;

/// <content>
/// The handshakes of NTLM, Kerberos and TLS-DSK in REGISTER and its 401 (MS-SIPAE section 3.3). What the host has to do
/// for one does not hold others up: the REGISTER is put aside, and read again when the host has answered.
/// </content>
public sealed partial class Registrar
{
    /// <summary>In the place of a status code: the answer comes when the host has done its part.</summary>
    private const int Waiting = -1;

    private const int OpaqueBytes = 4;

    private const string WrongProof = "1000;reason=\"Final handshake failed\"";
    private const string Skewed = "1013;reason=\"Significant time skew detected during authentication\"";

    // By the flow of the host's work.
    private readonly Dictionary<FlowId, WaitingRegister> _waiting = [];

    // What the host said to the REGISTER that is read again, and of which handshake; null for one that has just come.
    private NetInput? _hostSaid;
    private SecurityAssociation? _hostSaidOf;

    /// <summary>What a client may prove itself with, the best first.</summary>
    private ImmutableArray<SipScheme> SchemesFor(bool isLync, in Turn turn) =>
        !Behaviour.Schemes.IsDefault ? Behaviour.Schemes
        : isLync && !turn.Origin.IsDatagram ? Settings.Schemes
        : [SipScheme.Digest];

    /// <summary>A REGISTER of a user, after what was found of its signature.</summary>
    private int Authenticate(RegisterRequest request, SipAccount account, SignatureVerdict verdict, in Turn turn)
    {
        if (verdict == SignatureVerdict.Good)
        {
            return _association!.Account == account ? Admit(request, account, turn) : RefuseOther(turn);
        }

        if (verdict is SignatureVerdict.Wrong or SignatureVerdict.Replayed)
        {
            return Offer(turn, request.IsLync, WrongProof, DetailOf(verdict));
        }

        if (!TryReadProof(out var proof, out var fault))
        {
            return fault.Length > 0 ? ReplyMalformed(turn, fault) : Offer(turn, request.IsLync);
        }

        // A signature without a token belongs to an association that is no more: it all begins anew.
        return proof.HasToken && SchemesFor(request.IsLync, turn).Contains(proof.Scheme)
            && _connections.TryGetValue(turn.Origin.Flow, out var connection)
            ? Shake(connection, request, account, proof, turn)
            : Offer(turn, request.IsLync);
    }

    private int Shake(
        SipServerConnection connection, RegisterRequest request, SipAccount account,
        scoped in SipSignatureHeader proof, in Turn turn)
    {
        var token = proof.GetToken();
        if (token.Length > 0 && Behaviour.CutsHandshakes)
        {
            Close(connection, turn.Effects);
            return 0;
        }

        return proof.Scheme switch
        {
            SipScheme.Ntlm when token.Length == 0 => ChallengeNtlm(connection, account, proof, turn),
            SipScheme.Ntlm => EndNtlm(connection, request, proof, token, turn),
            SipScheme.Kerberos => ShakeKerberos(connection, request, account, proof, token, turn),
            _ => ShakeTlsDsk(connection, account, proof, token, turn),
        };
    }

    private int ShakeKerberos(
        SipServerConnection connection, RegisterRequest request, SipAccount account,
        scoped in SipSignatureHeader proof, byte[] token, in Turn turn)
    {
        switch (_hostSaid)
        {
            case null:
                var flow = _ids.Next();
                turn.Effects.Add(new NetEffect.TakeTicket(flow, TargetOf(SipScheme.Kerberos), token));
                return Wait(flow, connection, null);
            case NetInput.TicketTaken taken:
                var association = NewAssociation(account, proof);
                var owner = Directory.FindPrincipal(taken.Principal);
                return RefusalOf(association, owner, turn)
                    ?? AdmitProved(connection, request, association, taken.Signer, proof, turn);
            default:
                return RefuseByHost(turn);
        }
    }

    private int ShakeTlsDsk(
        SipServerConnection connection, SipAccount account, scoped in SipSignatureHeader proof, byte[] token,
        in Turn turn)
    {
        if (_hostSaid is null)
        {
            var begun = proof.Opaque.IsEmpty
                ? BeginTlsDsk(connection, account, proof, turn)
                : connection.Associations.Find(proof.Opaque, turn.Now.Monotonic);
            if (begun is not { Handshake: { } handshake })
            {
                return Offer(turn, isLync: true);
            }

            turn.Effects.Add(new NetEffect.ContinueTlsDsk(handshake, token));
            return Wait(handshake, connection, begun);
        }

        var association = _hostSaidOf!;
        if (_hostSaid is not NetInput.TlsDskStepped step)
        {
            association.Handshake = null;
            connection.Associations.Remove(association);
            return RefuseByHost(turn);
        }

        if (step.Result is { } result)
        {
            Drop(connection, association, turn.Effects);
            var owner = OwnerOf(result.PeerCertificate, out var life, turn);
            if (RefusalOf(association, owner, turn, "The certificate was not published for the user") is { } refused)
            {
                return refused;
            }

            Establish(connection, association, new TlsDskSigner(result.Keys, SipSide.Server), life, turn);
        }

        return Challenge(association, step.Token.Span, turn);
    }

    private SecurityAssociation BeginTlsDsk(
        SipServerConnection connection, SipAccount account, scoped in SipSignatureHeader proof, in Turn turn)
    {
        var association = NewAssociation(account, proof);
        association.Handshake = _ids.Next();
        turn.Effects.Add(new NetEffect.AcceptTlsDsk(association.Handshake.Value, Settings.TlsIdentity));
        Add(connection, association, turn.Effects);
        return association;
    }

    /// <summary>Puts the present REGISTER aside until the host has made its step.</summary>
    private int Wait(FlowId flow, SipServerConnection connection, SecurityAssociation? association)
    {
        _waiting[flow] = new(connection.Flow, _message.Bytes.ToArray(), association);
        return Waiting;
    }

    /// <summary>The host has made a step: the REGISTER that waits for it is read again.</summary>
    private void Resume(Now now, FlowId flow, NetInput said, NetEffects effects)
    {
        if (!_waiting.Remove(flow, out var held) || !_connections.TryGetValue(held.Connection, out var connection)
            || !SipMessage.TryRead(held.Message, Settings.Limits, _message, out _))
        {
            return;
        }

        (_hostSaid, _hostSaidOf) = (said, held.Association);
        TakeRequest(new Turn(now, connection.Origin, effects), connection);
        (_hostSaid, _hostSaidOf) = (null, null);
        SendGathered(connection, effects);
    }

    private SecurityAssociation NewAssociation(
        SipAccount account, scoped in SipSignatureHeader proof, NtlmChallenge? challenge = null)
    {
        Span<byte> opaque = stackalloc byte[OpaqueBytes];
        _entropy.Fill(opaque);
        return new()
        {
            Scheme = proof.Scheme,
            Opaque = Convert.ToHexString(opaque),
            Account = account,
            TargetName = TargetOf(proof.Scheme),
            Challenge = challenge,
            Version = Math.Clamp(proof.Version, SipSignatureText.VersionMin, SipSignatureText.VersionMax),
        };
    }

    private string TargetOf(SipScheme scheme) =>
        scheme == SipScheme.Kerberos ? $"sip/{Settings.Name}" : Settings.Name.Text;

    private void Add(SipServerConnection connection, SecurityAssociation association, NetEffects effects)
    {
        if (connection.Associations.Add(association) is { } oldest)
        {
            Drop(connection, oldest, effects);
        }
    }

    /// <summary>Forgets an association, and ends its handshake in the host.</summary>
    private void Drop(SipServerConnection connection, SecurityAssociation association, NetEffects effects)
    {
        connection.Associations.Remove(association);
        if (association.Handshake is { } flow)
        {
            association.Handshake = null;
            _ = _waiting.Remove(flow);
            effects.Add(new NetEffect.Close(flow));
        }
    }

    private void Establish(
        SipServerConnection connection, SecurityAssociation association, MessageSigner signer, TimeSpan life,
        in Turn turn)
    {
        association.Establish(signer, turn.Now.Monotonic + life);
        Add(connection, association, turn.Effects);
    }

    /// <summary>
    /// What is wrong with a proof whose cryptography is right; <c>null</c> where nothing is, and the owner's address is
    /// that of the REGISTER.
    /// </summary>
    private int? RefusalOf(
        SecurityAssociation association, SipAccount? owner, in Turn turn, string stranger = "") =>
        Behaviour.RefusesProofs ? RefuseProof(turn, "")
        : Behaviour.IsSkewed ? Offer(turn, isLync: true, Skewed)
        : owner is null ? RefuseProof(turn, stranger)
        : owner.Locked || Behaviour.LocksAccounts ? RefuseLocked(turn)
        : owner != association.Account || Behaviour.DeniesAddresses ? RefuseOther(turn)
        : null;

    /// <summary>The last REGISTER of a handshake, which is signed already (from version 4 on).</summary>
    private int AdmitProved(
        SipServerConnection connection, RegisterRequest request, SecurityAssociation association,
        MessageSigner signer, scoped in SipSignatureHeader proof, in Turn turn)
    {
        Establish(connection, association, signer, SecurityAssociation.LifetimeMax, turn);
        if (association.Version == SipSignatureText.VersionMax || proof.IsSigned)
        {
            var verdict = proof.IsSigned ? Verify(association, proof) : SignatureVerdict.Wrong;
            if (verdict != SignatureVerdict.Good)
            {
                Drop(connection, association, turn.Effects);
                return RefuseProof(turn, DetailOf(verdict));
            }
        }

        _association = association;
        return Admit(request, association.Account, turn);
    }

    private int RefuseByHost(in Turn turn) => _hostSaid switch
    {
        NetInput.SecurityFailed { Why: SecurityFault.ClockSkew } => Offer(turn, isLync: true, Skewed),
        NetInput.SecurityFailed failed => RefuseProof(turn, $"{failed.Why}"),
        _ => RefuseProof(turn, ""),
    };

    private int RefuseProof(in Turn turn, string detail)
    {
        Observed.WrongCredentials++;
        return Offer(turn, isLync: true, WrongProof, detail);
    }

    private int RefuseLocked(in Turn turn) => Refuse(
        turn, new(403, "Forbidden", null, "4141;reason=\"User disabled\"") { IsPublic = true });

    private int RefuseOther(in Turn turn) => Refuse(turn, new(403, "Forbidden", null,
        "4004;reason=\"Credentials provided are not authorized to act as specified from URI\"") { IsPublic = true });

    /// <summary>
    /// The first challenge: what there is to choose from, and where something went wrong what that was.
    /// </summary>
    private int Offer(in Turn turn, bool isLync, string diagnostics = "", string detail = "", bool isStale = false)
    {
        if (!TryBegin(turn, 401, "Unauthorized"u8))
        {
            return 400;
        }

        foreach (var scheme in SchemesFor(isLync, turn))
        {
            WriteOffer(scheme, isStale, turn);
        }

        if (Behaviour.OffersBasic)
        {
            _writer.Header(SipHeader.WwwAuthenticate, $"Basic realm=\"{Realm}\"");
        }

        if (diagnostics.Length > 0)
        {
            _writer.Header(SipHeader.MsDiagnostics, Diagnostics(diagnostics, detail));
        }

        // A challenge belongs to no association, also where the request did.
        _association = null;
        return Finish(turn, 401);
    }

    private void WriteOffer(SipScheme scheme, bool isStale, in Turn turn)
    {
        if (scheme == SipScheme.Digest)
        {
            WriteDigestOffers(isStale, turn);
            return;
        }

        WriteChallenge(new()
        {
            Scheme = scheme,
            Realm = Encoding.ASCII.GetString(SipSignatureText.Realm),
            TargetName = TargetOf(scheme),
            Version = SipSignatureText.VersionMax,
            StsUri = scheme == SipScheme.TlsDsk && Settings.CertificateService.Length > 0
                ? Behaviour.CertificateService ?? Settings.CertificateService
                : null,
        });
    }

    /// <summary>The server's part of a handshake.</summary>
    private int Challenge(SecurityAssociation association, ReadOnlySpan<byte> token, in Turn turn)
    {
        if (!TryBegin(turn, 401, "Unauthorized"u8))
        {
            return 400;
        }

        WriteChallenge(new()
        {
            Scheme = association.Scheme,
            Realm = Encoding.ASCII.GetString(SipSignatureText.Realm),
            TargetName = association.TargetName,
            Version = association.Version,
            Opaque = association.Opaque,
            Token = token.ToArray(),
        });
        return Finish(turn, 401);
    }

    private void WriteChallenge(SipChallenge challenge)
    {
        _writer.BeginHeader(SipHeader.WwwAuthenticate);
        challenge.Write(_writer);
        _writer.EndHeader();
    }
}
