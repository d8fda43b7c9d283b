using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;

namespace Dialtone.Lab.Nodes;

/// <summary>A REGISTER that a Registrar saw, and its answer.</summary>
/// <param name="At">When.</param>
/// <param name="From">From where.</param>
/// <param name="IsTls">Whether it came over TLS.</param>
/// <param name="User">The user of To; empty where it cannot be read.</param>
/// <param name="CallId">The Call-ID.</param>
/// <param name="CSeq">The sequence number.</param>
/// <param name="HasCredentials">Whether it carried what is to prove somebody.</param>
/// <param name="Status">The status code of the answer; 0 for none.</param>
public sealed record SeenRegister(
    Instant At, EndPointAddress From, bool IsTls, string User, string CallId, uint CSeq, bool HasCredentials,
    int Status);

/// <summary>What a Registrar saw.</summary>
public sealed class RegistrarObservations
{
    /// <summary>How many of the last REGISTERs are kept.</summary>
    public const int LastRegistersMax = 16;

    private readonly Queue<SeenRegister> _lastRegisters = new();

    /// <summary>Connections accepted.</summary>
    public long Connections { get; internal set; }

    /// <summary>Connections that stand now.</summary>
    public int OpenConnections { get; internal set; }

    /// <summary>REGISTERs.</summary>
    public long Registers { get; private set; }

    /// <summary>Challenges sent (401).</summary>
    public long Challenges { get; private set; }

    /// <summary>REGISTERs answered with 200.</summary>
    public long Successes { get; private set; }

    /// <summary>Ends of registrations, and what else there was to tell of one, told by NOTIFY.</summary>
    public long Notifies { get; internal set; }

    /// <summary>Answers to them.</summary>
    public long NotifiesAnswered { get; internal set; }

    /// <summary>Notifications of contacts and presence that were sent.</summary>
    public long PresenceNotifies { get; internal set; }

    /// <summary>SUBSCRIBEs.</summary>
    public long Subscribes { get; internal set; }

    /// <summary>SERVICEs.</summary>
    public long Services { get; internal set; }

    /// <summary>Credentials that were not right.</summary>
    public long WrongCredentials { get; internal set; }

    /// <summary>Signatures that did not fit their message.</summary>
    public long WrongSignatures { get; internal set; }

    /// <summary>Signed messages that came again.</summary>
    public long Replays { get; internal set; }

    /// <summary>Nonces that came back too old, used or unknown.</summary>
    public long StaleNonces { get; internal set; }

    /// <summary>Messages that could not be read or answered.</summary>
    public long Malformed { get; internal set; }

    /// <summary>Keep-alives (CRLF CRLF).</summary>
    public long KeepAlives { get; internal set; }

    /// <summary>Requests over UDP that came again and were given the answer that they had before.</summary>
    public long Retransmissions { get; internal set; }

    /// <summary>
    /// Kept answers that went before their time, for <see cref="RegistrarSettings.TransactionsMax"/>.
    /// </summary>
    public long TransactionsDropped { get; internal set; }

    /// <summary>
    /// Answers over UDP that were not sent: longer than <see cref="Registrar.UnprovedAnswerRatioMax"/> times a request
    /// without proof.
    /// </summary>
    public long AnswersWithheld { get; internal set; }

    /// <summary>Connections that the host did not bring: their handshake failed, or the host was at a limit.</summary>
    public long NotAccepted { get; internal set; }

    /// <summary>Connections that came when there were <see cref="RegistrarSettings.ConnectionsMax"/>.</summary>
    public long ConnectionsOverLimit { get; internal set; }

    /// <summary>
    /// Connections that were closed because nobody proved in <see cref="RegistrarSettings.NewcomerTimeMax"/> whose they
    /// are.
    /// </summary>
    public long NewcomersClosed { get; internal set; }

    /// <summary>Bytes that are held of messages that are not complete.</summary>
    public long BufferBytes { get; internal set; }

    /// <summary>Connections that were closed for <see cref="RegistrarSettings.BufferBytesMax"/>.</summary>
    public long BuffersOverLimit { get; internal set; }

    /// <summary>The last REGISTERs, oldest first.</summary>
    public IReadOnlyCollection<SeenRegister> LastRegisters => _lastRegisters;

    internal void Add(SeenRegister seen)
    {
        Registers++;
        Challenges += seen.Status == 401 ? 1 : 0;
        Successes += seen.Status == 200 ? 1 : 0;
        if (_lastRegisters.Count == LastRegistersMax)
        {
            _lastRegisters.Dequeue();
        }

        _lastRegisters.Enqueue(seen);
    }
}
