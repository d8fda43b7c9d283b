using System.Buffers.Binary;
using System.Text;
using Dialtone.Core.Time;
using Dialtone.Wire.Stun;

namespace Dialtone.Lab.Nodes;

/// <content>TURN of RFC 8656 with the long-term credentials of RFC 8489 section 9.2, and Binding without any.</content>
public sealed partial class MediaRelay
{
    private const string Software = "Dialtone lab";

    /// <summary>RFC 8656 section 18.7.</summary>
    private const byte ProtocolUdp = 17;

    /// <summary>RFC 8656 section 18.8.</summary>
    private const byte FamilyV4 = 1;
    private const byte FamilyV6 = 2;

    private byte[]? AnswerStandard(Now now, MediaRelayClient client, ReadOnlySpan<byte> bytes)
    {
        if (!StunMessage.TryRead(bytes, out var request, out _))
        {
            Observed.Malformed++;
            return null;
        }

        Observed.Requests++;
        if (request.Class != StunClass.Request)
        {
            return null;
        }

        if (UnknownOf(request) is { Count: > 0 } unknown)
        {
            return RefuseUnknown(request, unknown);
        }

        if (request.Method == StunMethod.Binding)
        {
            return Confirm(request, null, client);
        }

        if (request.Method is not (StunMethod.Allocate or StunMethod.Refresh or StunMethod.CreatePermission
            or StunMethod.ChannelBind))
        {
            return Refuse(now, request, 400);
        }

        var error = Judge(now, request, out var user, out var key);
        return error != 0 ? Refuse(now, request, error) : Do(now, client, request, user, key!);
    }

    /// <summary>What is wrong with a request's proof, as an error code; 0 where nothing is.</summary>
    private int Judge(Now now, StunMessage request, out string user, out StunKey? key)
    {
        (user, key) = ("", null);
        if (!request.TryGet(StunAttributeType.MessageIntegrity, out _))
        {
            Observed.Challenges++;
            return 401;
        }

        if (!request.TryGet(StunAttributeType.Username, out var username)
            || !request.TryGet(StunAttributeType.Realm, out _)
            || !request.TryGet(StunAttributeType.Nonce, out var nonce))
        {
            return 400;
        }

        if (!IsFresh(nonce, now.Monotonic))
        {
            return 438;
        }

        user = Encoding.UTF8.GetString(username);
        key = Settings.Passwords.TryGetValue(user, out var password)
            ? StunKey.LongTerm(user, Settings.Realm, password)
            : null;
        if (key is null || !request.IsIntact(key) || Behaviour.Refusal != MediaRelayRefusal.None)
        {
            Observed.WrongCredentials++;
            return 401;
        }

        return 0;
    }

    private byte[] Do(Now now, MediaRelayClient client, StunMessage request, string user, StunKey key)
    {
        _ = _allocations.TryFind(client, out var allocation);
        if (request.Method == StunMethod.Allocate)
        {
            return Allocate(now, client, request, allocation, user, key);
        }

        if (allocation is null || allocation.User != user)
        {
            return Refuse(now, request, allocation is null ? 437 : 441, key);
        }

        if (request.Method == StunMethod.Refresh)
        {
            return Refresh(now, request, allocation, key);
        }

        // Permissions and channels are granted and forgotten: no media comes that they would let through.
        var isWhole = request.TryGetAddress(StunAttributeType.XorPeerAddress, out _)
            && (request.Method == StunMethod.CreatePermission
                || request.TryGetNumber(StunAttributeType.ChannelNumber, out _));
        return isWhole ? Confirm(request, key, client) : Refuse(now, request, 400, key);
    }

    private byte[] Allocate(
        Now now, MediaRelayClient client, StunMessage request, MediaRelayAllocation? allocation, string user,
        StunKey key)
    {
        if (allocation is not null)
        {
            return allocation.Transaction.AsSpan().SequenceEqual(request.TransactionId)
                ? Confirm(request, key, client, allocation, allocation.Ends - now.Monotonic)
                : Refuse(now, request, 437, key);
        }

        if (!request.TryGet(StunAttributeType.RequestedTransport, out var transport) || transport.Length != 4)
        {
            return Refuse(now, request, 400, key);
        }

        if (transport[0] != ProtocolUdp)
        {
            return Refuse(now, request, 442, key);
        }

        var ownFamily = Settings.Udp.Address.IsV4 ? FamilyV4 : FamilyV6;
        if (request.TryGet(StunAttributeType.RequestedAddressFamily, out var family)
            && (family.IsEmpty || family[0] != ownFamily))
        {
            return Refuse(now, request, 440, key);
        }

        // The next port too, for another allocation, cannot be had.
        if (request.TryGet(StunAttributeType.EvenPort, out var even) && (even.IsEmpty || (even[0] & 0x80) != 0))
        {
            return Refuse(now, request, 508, key);
        }

        var lifetime = LifetimeFor(
            request.TryGetNumber(StunAttributeType.Lifetime, out var seconds) ? seconds : null);
        var made = Allocate(now.Monotonic, client, user, request.TransactionId, lifetime, []);
        return made is null ? Refuse(now, request, 486, key) : Confirm(request, key, client, made, lifetime);
    }

    private byte[] Refresh(Now now, StunMessage request, MediaRelayAllocation allocation, StunKey key)
    {
        if (request.TryGetNumber(StunAttributeType.Lifetime, out var seconds) && seconds == 0)
        {
            Free(now.Monotonic, allocation);
            return Confirm(request, key, allocation.Client, lifetime: TimeSpan.Zero);
        }

        var lifetime = LifetimeFor(seconds);
        _allocations.Renew(allocation, now.Monotonic + lifetime);
        return Confirm(request, key, allocation.Client, lifetime: lifetime);
    }

    /// <summary>What must be understood (RFC 8489 section 14) and is not.</summary>
    private static List<ushort> UnknownOf(StunMessage request)
    {
        var unknown = new List<ushort>();
        foreach (var attribute in request.Attributes)
        {
            if (attribute.Type < 0x8000 && !Enum.IsDefined((StunAttributeType)attribute.Type))
            {
                unknown.Add(attribute.Type);
            }
        }

        return unknown;
    }

    private static byte[] RefuseUnknown(StunMessage request, List<ushort> unknown)
    {
        var answer = Begin(request, StunClass.Error, stackalloc byte[AnswerBytesMax]);
        answer.AddError(420, StunErrorCode.ReasonOf(420));
        Span<byte> types = stackalloc byte[unknown.Count * sizeof(ushort)];
        for (var i = 0; i < unknown.Count; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(types[(i * sizeof(ushort))..], unknown[i]);
        }

        answer.Add(StunAttributeType.UnknownAttributes, types);
        return End(request, ref answer, null);
    }

    /// <summary>With realm and nonce where a client is to come again with them.</summary>
    private byte[] Refuse(Now now, StunMessage request, int code, StunKey? key = null)
    {
        var answer = Begin(request, StunClass.Error, stackalloc byte[AnswerBytesMax]);
        answer.AddError(code, StunErrorCode.ReasonOf(code));
        if (code is 401 or 438)
        {
            answer.Add(StunAttributeType.Realm, ToldRealm);
            answer.Add(StunAttributeType.Nonce, _nonces.Make(now.Monotonic));
        }

        return End(request, ref answer, key);
    }

    private byte[] Confirm(
        StunMessage request, StunKey? key, MediaRelayClient client, MediaRelayAllocation? allocation = null,
        TimeSpan? lifetime = null)
    {
        var answer = Begin(request, StunClass.Success, stackalloc byte[AnswerBytesMax]);
        if (allocation is not null)
        {
            answer.AddAddress(StunAttributeType.XorRelayedAddress, RelayedAddressOf(allocation));
        }

        if (lifetime is { } granted)
        {
            answer.AddNumber(StunAttributeType.Lifetime, (uint)granted.TotalSeconds);
        }

        if (request.Method is StunMethod.Binding or StunMethod.Allocate)
        {
            answer.AddAddress(StunAttributeType.XorMappedAddress, client.Client);
        }

        return End(request, ref answer, key);
    }

    private static StunWriter Begin(StunMessage request, StunClass messageClass, Span<byte> buffer) =>
        new(buffer, messageClass, request.Method, request.TransactionId);

    private static byte[] End(StunMessage request, ref StunWriter answer, StunKey? key)
    {
        answer.Add(StunAttributeType.Software, Software);
        if (key is not null)
        {
            answer.AddIntegrity(key);
        }

        if (request.TryGet(StunAttributeType.Fingerprint, out _))
        {
            answer.AddFingerprint();
        }

        return answer.Written.ToArray();
    }
}
