using System.Text;
using Dialtone.Core.Time;
using Dialtone.Wire.MsTurn;
using Dialtone.Wire.Stun;

namespace Dialtone.Core.Exchange.Relays;

/// <summary>
/// The dialect of an A/V Edge Server with the token of MRAS as user name. There is no Refresh: an Allocate with a
/// lifetime of 0 gives back. A Binding is never sent: such a relay need not answer it.
/// </summary>
internal sealed class AvEdgeSpeech(RelayCredentials? credentials, IEntropy entropy) : RelaySpeech
{
    // Later versions have other proofs; every relay knows the first.
    private const uint Version = 1;

    private readonly MsTurnFraming _framing = new();
    private readonly byte[] _transactionId = new byte[MsTurnMessage.TransactionIdBytes];
    private readonly byte[] _hello = new byte[PseudoTls.ServerHelloBytes];
    private readonly byte[] _connectionId = new byte[MsTurnMessage.ConnectionIdBytes];
    private int _helloLength;
    private MsTurnKey? _key;
    private byte[] _realm = [];
    private byte[] _nonce = [];
    private uint? _sequence;

    public override bool IsGreeted => _helloLength == _hello.Length;

    public override byte[]? Hello(DateTimeOffset wallClock)
    {
        Span<byte> random = stackalloc byte[PseudoTls.RandomBytes];
        entropy.Fill(random);
        var hello = new byte[PseudoTls.ClientHelloBytes];
        PseudoTls.WriteClientHello((uint)wallClock.ToUnixTimeSeconds(), random, hello);
        return hello;
    }

    public override byte[] Ask()
    {
        var writer = Begin(new byte[StunLimits.MessageBytesMax]);
        return writer.Written.ToArray();
    }

    public override byte[] Prove(RelayAnswer challenge)
    {
        _realm = challenge.Realm ?? _realm;
        _nonce = challenge.Nonce ?? _nonce;
        _key = credentials!.AvEdgeKey(Encoding.UTF8.GetString(_realm));
        var writer = Begin(new byte[StunLimits.MessageBytesMax]);
        writer.Add(MsTurnAttributeType.Nonce, _nonce);
        writer.Add(MsTurnAttributeType.Realm, _realm);
        writer.AddNumber(MsTurnAttributeType.Lifetime, AskedLifetime);
        writer.AddIntegrity(_key);
        return writer.Written.ToArray();
    }

    public override byte[] Free()
    {
        var writer = Begin(new byte[StunLimits.MessageBytesMax]);
        writer.AddNumber(MsTurnAttributeType.Lifetime, 0);
        if (_sequence is { } sequence)
        {
            writer.AddSequence(_connectionId, sequence + 1);
        }

        // Realm and nonce are left out after the first success; the realm is part of the key all the same.
        if (_key is { } key)
        {
            writer.AddIntegrity(key);
        }

        return writer.Written.ToArray();
    }

    public override byte[] Frame(byte[] request) => MsTurnFraming.Frame(request);

    public override bool TryTake(ref ReadOnlySpan<byte> bytes, out byte[]? message, out StunFault fault)
    {
        message = null;
        fault = default;
        if (!IsGreeted)
        {
            var taken = bytes[..Math.Min(bytes.Length, _hello.Length - _helloLength)];
            taken.CopyTo(_hello.AsSpan(_helloLength));
            _helloLength += taken.Length;
            bytes = bytes[taken.Length..];
            if (PseudoTls.MatchServerHello(_hello.AsSpan(0, _helloLength)) == PseudoTlsMatch.Other)
            {
                fault = new(StunFaultKind.NotStun, 0);
            }

            if (!IsGreeted || fault.Kind != StunFaultKind.None)
            {
                return false;
            }
        }

        return _framing.TryTake(ref bytes, out message, out fault);
    }

    public override RelayAnswer? Hear(ReadOnlySpan<byte> message, out StunFault fault)
    {
        if (!MsTurnMessage.TryRead(message, out var read, out fault)
            || !read.TransactionId.SequenceEqual(_transactionId)
            || read.Type is not (MsTurnMessageType.AllocateResponse or MsTurnMessageType.AllocateError))
        {
            return null;
        }

        if (read.TryGetSequence(out var connectionId, out var sequence))
        {
            connectionId.CopyTo(_connectionId);
            _sequence = sequence;
        }

        var isError = read.Type == MsTurnMessageType.AllocateError;
        _ = read.TryGetError(out var error);
        return new()
        {
            Code = isError ? Math.Max(error.Code, 1) : 0,
            Reason = Encoding.UTF8.GetString(error.Reason),
            Realm = read.TryGet(MsTurnAttributeType.Realm, out var realm) ? realm.ToArray() : null,
            Nonce = read.TryGet(MsTurnAttributeType.Nonce, out var nonce) ? nonce.ToArray() : null,
            Reflexive = read.TryGetAddress(MsTurnAttributeType.XorMappedAddress, out var mapped) ? mapped : null,
            Relayed = read.TryGetAddress(MsTurnAttributeType.MappedAddress, out var relayed) ? relayed : null,
            Lifetime = read.TryGetNumber(MsTurnAttributeType.Lifetime, out var seconds)
                ? TimeSpan.FromSeconds(seconds)
                : null,
            IsProved = _key is null || read.IsIntact(_key),
        };
    }

    private MsTurnWriter Begin(byte[] destination)
    {
        entropy.Fill(_transactionId);
        var writer = new MsTurnWriter(destination, MsTurnMessageType.AllocateRequest, _transactionId);
        writer.AddNumber(MsTurnAttributeType.MsVersion, Version);
        if (credentials is not null)
        {
            writer.Add(MsTurnAttributeType.Username, credentials.Token);
        }

        return writer;
    }
}
