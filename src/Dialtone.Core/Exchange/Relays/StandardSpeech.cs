using System.Text;
using Dialtone.Core.Time;
using Dialtone.Wire.Stun;

namespace Dialtone.Core.Exchange.Relays;

/// <summary>TURN of RFC 8656 with long-term credentials.</summary>
internal sealed class StandardSpeech(RelayCredentials? credentials, IEntropy entropy) : RelaySpeech
{
    private readonly StunFraming _framing = new();
    private readonly byte[] _transactionId = new byte[StunMessage.TransactionIdBytes];
    private StunMethod _method;
    private StunKey? _key;
    private byte[] _realm = [];
    private byte[] _nonce = [];

    public override bool IsGreeted => true;

    public override byte[]? Hello(DateTimeOffset wallClock) => null;

    public override byte[] Ask() => Allocate();

    public override byte[] Prove(RelayAnswer challenge)
    {
        _realm = challenge.Realm ?? _realm;
        _nonce = challenge.Nonce ?? _nonce;
        _key = credentials!.StandardKey(Encoding.UTF8.GetString(_realm));
        return Allocate();
    }

    public override byte[] Free()
    {
        var writer = Begin(new byte[StunLimits.MessageBytesMax], StunMethod.Refresh);
        writer.AddNumber(StunAttributeType.Lifetime, 0);
        return End(ref writer);
    }

    public override byte[] Frame(byte[] request) => request;

    public override bool TryTake(ref ReadOnlySpan<byte> bytes, out byte[]? message, out StunFault fault) =>
        _framing.TryTake(ref bytes, out message, out fault);

    public override RelayAnswer? Hear(ReadOnlySpan<byte> message, out StunFault fault)
    {
        if (!StunMessage.TryRead(message, out var read, out fault) || read.Method != _method
            || !read.TransactionId.SequenceEqual(_transactionId)
            || read.Class is not (StunClass.Success or StunClass.Error))
        {
            return null;
        }

        var isError = read.Class == StunClass.Error;
        _ = read.TryGetError(out var error);
        return new()
        {
            Code = isError ? Math.Max(error.Code, 1) : 0,
            Reason = Encoding.UTF8.GetString(error.Reason),
            Realm = read.TryGet(StunAttributeType.Realm, out var realm) ? realm.ToArray() : null,
            Nonce = read.TryGet(StunAttributeType.Nonce, out var nonce) ? nonce.ToArray() : null,
            Software = read.TryGet(StunAttributeType.Software, out var software)
                ? Encoding.UTF8.GetString(software)
                : "",
            Reflexive = read.TryGetAddress(StunAttributeType.XorMappedAddress, out var mapped) ? mapped : null,
            Relayed = read.TryGetAddress(StunAttributeType.XorRelayedAddress, out var relayed) ? relayed : null,
            Lifetime = read.TryGetNumber(StunAttributeType.Lifetime, out var seconds)
                ? TimeSpan.FromSeconds(seconds)
                : null,
            IsProved = _key is null || read.IsIntact(_key),
        };
    }

    private byte[] Allocate()
    {
        var writer = Begin(new byte[StunLimits.MessageBytesMax], StunMethod.Allocate);
        writer.AddRequestedUdp();
        writer.AddNumber(StunAttributeType.Lifetime, AskedLifetime);
        return End(ref writer);
    }

    private StunWriter Begin(byte[] destination, StunMethod method)
    {
        _method = method;
        entropy.Fill(_transactionId);
        return new(destination, StunClass.Request, method, _transactionId);
    }

    private byte[] End(ref StunWriter writer)
    {
        if (_key is { } key)
        {
            writer.Add(StunAttributeType.Username, credentials!.Username);
            writer.Add(StunAttributeType.Realm, _realm);
            writer.Add(StunAttributeType.Nonce, _nonce);
            writer.AddIntegrity(key);
        }

        writer.AddFingerprint();
        return writer.Written.ToArray();
    }
}
