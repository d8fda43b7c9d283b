using Dialtone.Core.Time;
using Dialtone.Wire.Mras;
using Dialtone.Wire.MsTurn;

namespace Dialtone.Lab.Nodes;

/// <content>
/// The dialect of the A/V Edge (MS-TURN): Allocate makes an allocation, keeps it, and with a lifetime of 0 ends it. A
/// bare Binding, whose header is another, gets no answer.
/// </content>
public sealed partial class MediaRelay
{
    private const uint MsVersion = 1;

    // In kilobits a second, as much as a client may want for voice and video.
    private const uint Bandwidth = 6144;

    private byte[]? AnswerAvEdge(Now now, MediaRelayClient client, ReadOnlySpan<byte> bytes)
    {
        if (!MsTurnMessage.TryRead(bytes, out var request, out _))
        {
            Observed.Malformed++;
            return null;
        }

        Observed.Requests++;
        if (request.Type != MsTurnMessageType.AllocateRequest)
        {
            return null;
        }

        if (!request.TryGet(MsTurnAttributeType.MessageIntegrity, out _))
        {
            Observed.Challenges++;
            return RefuseAvEdge(now, request, 401);
        }

        _ = _allocations.TryFind(client, out var allocation);
        var error = JudgeAvEdge(now, request, allocation, out var user, out var key);
        if (error != 0)
        {
            Observed.WrongCredentials += error is 430 or 431 or 436 or 441 ? 1 : 0;
            return RefuseAvEdge(now, request, error);
        }

        return AllocateAvEdge(now, client, request, allocation, user, key!);
    }

    /// <summary>What is wrong with an authenticated request, as an error code; 0 where nothing is.</summary>
    private int JudgeAvEdge(
        Now now, MsTurnMessage request, MediaRelayAllocation? allocation, out string user, out MsTurnKey? key)
    {
        (user, key) = ("", null);
        if (!request.TryGet(MsTurnAttributeType.Username, out var username))
        {
            return 432;
        }

        // A client that has an allocation leaves both out.
        var hasNonce = request.TryGet(MsTurnAttributeType.Nonce, out var nonce);
        if (allocation is null && (!hasNonce || !request.TryGet(MsTurnAttributeType.Realm, out _)))
        {
            return hasNonce ? 434 : 435;
        }

        var keys = Settings.Keys!;
        if (MrasToken.Verify(username, keys, out var token) != MrasTokenFault.None
            || Behaviour.Refusal == MediaRelayRefusal.UnknownUsername)
        {
            return 436;
        }

        if (token!.ExpiresAt <= now.WallClock || Behaviour.Refusal == MediaRelayRefusal.StaleCredentials)
        {
            return 430;
        }

        key = new(username, Settings.Realm, MrasToken.PasswordOf(username, keys));
        if (!request.IsIntact(key) || Behaviour.Refusal == MediaRelayRefusal.IntegrityCheckFailure)
        {
            return 431;
        }

        user = Convert.ToHexStringLower(token.ClientId.Span);
        return hasNonce && !IsFresh(nonce, now.Monotonic) ? 438
            : allocation is not null && allocation.User != user ? 441
            : request.TryGetSequence(out var connection, out _) && allocation is not null
                && !connection.SequenceEqual(allocation.ConnectionId) ? 400
            : 0;
    }

    private byte[] AllocateAvEdge(
        Now now, MediaRelayClient client, MsTurnMessage request, MediaRelayAllocation? allocation, string user,
        MsTurnKey key)
    {
        uint? asked = request.TryGetNumber(MsTurnAttributeType.Lifetime, out var seconds) ? seconds : null;
        if (asked == 0)
        {
            if (allocation is null)
            {
                return RefuseAvEdge(now, request, 437);
            }

            Free(now.Monotonic, allocation);
            return ConfirmAvEdge(request, allocation, TimeSpan.Zero, key);
        }

        var lifetime = LifetimeFor(asked);
        if (allocation is not null)
        {
            _allocations.Renew(allocation, now.Monotonic + lifetime);
            return ConfirmAvEdge(request, allocation, lifetime, key);
        }

        var connectionId = new byte[MsTurnMessage.ConnectionIdBytes];
        _entropy.Fill(connectionId);
        var made = Allocate(now.Monotonic, client, user, request.TransactionId, lifetime, connectionId);
        return made is null ? RefuseAvEdge(now, request, 500) : ConfirmAvEdge(request, made, lifetime, key);
    }

    private byte[] ConfirmAvEdge(
        MsTurnMessage request, MediaRelayAllocation allocation, TimeSpan lifetime, MsTurnKey key)
    {
        var answer = new MsTurnWriter(
            stackalloc byte[AnswerBytesMax], MsTurnMessageType.AllocateResponse, request.TransactionId);
        answer.AddAddress(MsTurnAttributeType.MappedAddress, RelayedAddressOf(allocation));
        answer.AddNumber(MsTurnAttributeType.Lifetime, (uint)lifetime.TotalSeconds);
        answer.AddNumber(MsTurnAttributeType.Bandwidth, Bandwidth);
        answer.AddAddress(MsTurnAttributeType.XorMappedAddress, allocation.Client.Client);
        _ = request.TryGetSequence(out _, out var sequence);
        answer.AddSequence(allocation.ConnectionId, sequence);
        answer.AddIntegrity(key);
        return answer.Written.ToArray();
    }

    /// <summary>With realm and nonce where a client is to come again with them.</summary>
    private byte[] RefuseAvEdge(Now now, MsTurnMessage request, int code)
    {
        var answer = new MsTurnWriter(
            stackalloc byte[AnswerBytesMax], MsTurnMessageType.AllocateError, request.TransactionId);
        answer.AddError(code, MsTurnErrors.ReasonOf(code));
        if (code is 401 or 438)
        {
            answer.Add(MsTurnAttributeType.Realm, ToldRealm);
            answer.Add(MsTurnAttributeType.Nonce, _nonces.Make(now.Monotonic));
        }

        answer.AddNumber(MsTurnAttributeType.MsVersion, MsVersion);
        return answer.Written.ToArray();
    }
}
