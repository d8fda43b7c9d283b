using System.Text;
using Dialtone.Core.Candidates;
using Dialtone.Core.Devices;
using Dialtone.Core.Journal;
using Dialtone.Core.Time;
using Dialtone.Wire.Auth.Signatures;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.SignIn;

/// <summary>
/// The client's side of the signing schemes over one connection (MS-SIPAE): the security association that stands, and
/// the negotiation of another one while there is none or it grows old. A device that proves itself by Digest has none
/// of this.
/// </summary>
/// <param name="settings">The settings.</param>
/// <param name="registrar">The Registrar.</param>
/// <param name="digest">What takes over where Digest is chosen.</param>
internal sealed class SchemeExchange(DeviceSettings settings, Candidate registrar, DigestExchange digest)
{
    private SchemeNegotiation? _negotiation;
    private bool _isAnew; // REGISTER goes out without a proof, to be challenged

    /// <summary>The association that requests are signed with; <c>null</c> while there is none.</summary>
    public SecurityAssociation? Association { get; private set; }

    /// <summary>What takes over where Digest is chosen.</summary>
    public DigestExchange Digest => digest;

    /// <summary>Whether something is got that the next request needs.</summary>
    public bool IsWaiting => _negotiation?.IsWaiting ?? false;

    /// <summary>When that must have come; <c>null</c> where nothing is waited for.</summary>
    public Instant? Deadline => _negotiation?.Deadline;

    /// <summary>The scheme that the user is proved by, as it stands in headers; empty where by none.</summary>
    public string Mechanism => Association is { } standing
        ? Encoding.ASCII.GetString(SipSchemeNames.NameOf(standing.Scheme)) : "";

    /// <summary>A request with what proves it, where something does.</summary>
    public ReadOnlyMemory<byte> Authorize(ReadOnlyMemory<byte> request, SipMethod method) => method switch
    {
        SipMethod.Register when _negotiation is { } negotiation => negotiation.Authorize(request),
        SipMethod.Register when _isAnew => request,
        _ => Association?.Sign(request, digest.Entropy) ?? request,
    };

    /// <summary>
    /// The next REGISTER goes out without a proof, as the first one did: the association is old, or the server does not
    /// know it any more. What stands holds until there is another.
    /// </summary>
    public void BeginAnew() => _isAnew = true;

    /// <summary>Takes a 401 or 407 to REGISTER.</summary>
    /// <param name="now">The time.</param>
    /// <param name="challenges">The values of its challenges.</param>
    /// <param name="isProxy">Whether it is a 407.</param>
    /// <param name="diagnostics">What the server said besides; may be empty.</param>
    /// <param name="room">What proving works with.</param>
    /// <param name="effects">Takes what follows.</param>
    /// <returns>What comes next; <c>null</c> where Digest has its turn.</returns>
    public RegisterStep? Challenged(
        Now now, IReadOnlyList<ReadOnlyMemory<byte>> challenges, bool isProxy, string diagnostics, ProofRoom room,
        List<DeviceEffect> effects)
    {
        if (_negotiation is null && Association is { } lost && !_isAnew)
        {
            // As good as a proof of what it does not know is no proof: the answer to it says nothing of the credential.
            room.Journal.Write(new JournalEntry.AssociationLost(now.Monotonic, registrar, lost.Scheme, diagnostics));
            Association = null;
            _isAnew = true;
            return new RegisterStep.SendAgain([], "");
        }

        _negotiation ??= new(settings, registrar, room, digest, isProxy);
        return _negotiation.Challenged(now, challenges, diagnostics, effects);
    }

    /// <summary>Takes any input of the device, for what the host was asked.</summary>
    /// <returns>What comes next; <c>null</c> where it changed nothing.</returns>
    public RegisterStep? Handle(Now now, DeviceInput input, List<DeviceEffect> effects) =>
        _negotiation?.Handle(now, input, effects);

    /// <summary>REGISTER was accepted: what was negotiated stands.</summary>
    public void Accepted(Now now, SipMessage response)
    {
        if (_negotiation?.Pending is { } made)
        {
            if (TryReadInfo(response, out var header, out _))
            {
                made.Named(header.Opaque);
            }

            Association = made;
            _negotiation.Tell(now);
        }

        (_negotiation, _isAnew) = (null, false);
    }

    /// <summary>Gives up what is under way; what stands holds.</summary>
    public void Abandon(List<DeviceEffect> effects)
    {
        _negotiation?.Abandon(effects);
        (_negotiation, _isAnew) = (null, false);
    }

    /// <summary>Looks at the signature of a message of the server.</summary>
    public SignatureVerdict Judge(SipMessage message)
    {
        var pending = _negotiation?.Pending;
        if ((Association ?? pending) is null)
        {
            return default;
        }

        if (!TryReadInfo(message, out var header, out var fault) || !header.IsSigned)
        {
            return new(fault ?? (MustBeSigned(message) ? SignatureFault.Missing : null), Association);
        }

        var by = Association is { } standing && (pending is null || standing.IsNamedBy(header.Opaque))
            ? standing : pending!;
        return new(by.Verify(message, header), by);
    }

    // A server may say before it knows the user that it works on it, that it wants proof, or that it will not.
    private bool MustBeSigned(SipMessage message) => message.IsRequest
        ? Association is not null
        : message.StatusCode switch
        {
            < 200 or 401 or 407 => false,
            < 300 => true,
            _ => Association is not null && (_negotiation is null && !_isAnew),
        };

    // Of several headers that of a proxy comes first (MS-SIPAE section 3.1).
    private static bool TryReadInfo(SipMessage message, out SipSignatureHeader header, out SignatureFault? unreadable)
    {
        unreadable = null;
        if (!message.TryGetHeader(SipHeader.ProxyAuthenticationInfo, out var value)
            && !message.TryGetHeader(SipHeader.AuthenticationInfo, out value))
        {
            header = default;
            return false;
        }

        if (SipSignatureHeader.TryRead(value, SipSide.Server, out header, out var fault))
        {
            return true;
        }

        unreadable = fault.Kind == Wire.Auth.AuthFaultKind.OtherScheme ? null : SignatureFault.Malformed;
        return false;
    }
}
