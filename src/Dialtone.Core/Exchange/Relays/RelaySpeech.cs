using Dialtone.Core.Time;
using Dialtone.Wire.Stun;

namespace Dialtone.Core.Exchange.Relays;

/// <summary>
/// One dialect as the check speaks it: it writes requests, knows the answer to the last of them, and takes messages out
/// of a stream.
/// </summary>
internal abstract class RelaySpeech
{
    /// <summary>For how long an address is asked for, in seconds: it is given back at once.</summary>
    protected const uint AskedLifetime = 120;

    public static RelaySpeech Of(RelayTarget target, RelayCredentials? credentials, IEntropy entropy) =>
        target.Dialect == RelayDialect.AvEdge
            ? new AvEdgeSpeech(credentials, entropy)
            : new StandardSpeech(credentials, entropy);

    /// <summary>What is sent over a new connection before anything else; null where nothing is.</summary>
    public abstract byte[]? Hello(DateTimeOffset wallClock);

    /// <summary>Whether the hello, if there is one, was answered.</summary>
    public abstract bool IsGreeted { get; }

    /// <summary>The Allocate without proof.</summary>
    public abstract byte[] Ask();

    /// <summary>The Allocate with proof for what an answer demanded.</summary>
    public abstract byte[] Prove(RelayAnswer challenge);

    /// <summary>Gives back what was given.</summary>
    public abstract byte[] Free();

    /// <summary>A request as it goes over a stream.</summary>
    public abstract byte[] Frame(byte[] request);

    /// <summary>
    /// Takes the next message out of a stream, the hello first; a fault where the stream is of something else.
    /// </summary>
    public abstract bool TryTake(ref ReadOnlySpan<byte> bytes, out byte[]? message, out StunFault fault);

    /// <summary>
    /// Reads a message: null where it is sound, but does not answer the last request.
    /// </summary>
    public abstract RelayAnswer? Hear(ReadOnlySpan<byte> message, out StunFault fault);
}
