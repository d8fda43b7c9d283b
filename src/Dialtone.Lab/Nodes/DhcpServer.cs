using System.Collections.Immutable;
using System.Text;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dhcp;

namespace Dialtone.Lab.Nodes;

/// <summary>
/// The Registrar's own DHCP responder: answers DHCPINFORM of the vendor class MS-UC-Client that asks for option 120 or
/// 43, gives no addresses, and keeps silent to everything else but, where it is told so, phones of standard SIP. What
/// it does wrong may be changed while it runs.
/// </summary>
public sealed class DhcpServer : INode
{
    /// <summary>
    /// The most answers that wait for their <see cref="Delay"/>; further questions are dropped, as a busy server does.
    /// </summary>
    public const int WaitingMax = 256;

    private static readonly byte[] MistypedIdentifier = Encoding.ASCII.GetBytes("ms-uc-client");

    private readonly FlowId _flow = new FlowIds().Next();
    private readonly List<Waiting> _waiting = [];

    /// <summary>Its own address: the server identifier of its answers.</summary>
    public required IpAddress Address { get; init; }

    /// <summary>Where it listens.</summary>
    public EndPointAddress Local { get; init; } = new(IpAddress.AnyV4, 67);

    /// <summary>The interface it listens on by name; <c>null</c> for any.</summary>
    public string? Interface { get; init; }

    /// <summary>The Registrar that option 120 names.</summary>
    public required HostName Registrar { get; set; }

    /// <summary>The web services that option 43 names.</summary>
    public required UcVendorOption WebServices { get; set; }

    /// <summary>
    /// Answers to where the question came from instead of port 68 of <c>ciaddr</c>: several devices share one address
    /// where the lab is hosted on loopback.
    /// </summary>
    public bool ReplyToSource { get; init; }

    /// <summary>
    /// Whether questions without a vendor class for option 120 are answered too, as by any DHCP server that has the
    /// option set (RFC 3361).
    /// </summary>
    public bool ServesStandardSip { get; init; }

    /// <summary>Wrong: hears and does not answer.</summary>
    public bool Silent { get; set; }

    /// <summary>Wrong: answers without option 120. Goes before the other faults of that option.</summary>
    public bool OmitOption120 { get; set; }

    /// <summary>Wrong: option 120 is cut short. Goes before text and addresses.</summary>
    public bool MalformedOption120 { get; set; }

    /// <summary>
    /// Wrong: option 120 is the name as text, as a server sends it whose option was defined as a string.
    /// </summary>
    public bool AsciiOption120 { get; set; }

    /// <summary>Wrong for UC phones: option 120 has these addresses instead of a name; empty for the name.</summary>
    public ImmutableArray<IpAddress> AddressesInsteadOfName { get; set; } = [];

    /// <summary>Wrong: answers without option 43.</summary>
    public bool OmitOption43 { get; set; }

    /// <summary>Wrong: the UCIdentifier of option 43 is in lower case.</summary>
    public bool WrongUcIdentifier { get; set; }

    /// <summary>Wrong: option 120 has these bytes; <c>null</c> for what it should have.</summary>
    public ReadOnlyMemory<byte>? Option120Bytes { get; set; }

    /// <summary>Wrong: option 43 has these bytes; <c>null</c> for what it should have.</summary>
    public ReadOnlyMemory<byte>? Option43Bytes { get; set; }

    /// <summary>Wrong: what follows the header of its answers is no list of options.</summary>
    public bool Garbage { get; set; }

    /// <summary>Wrong: its answers bear another transaction than their question.</summary>
    public bool WrongTransaction { get; set; }

    /// <summary>How long it takes to answer.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Seen: questions for UC clients, those kept silent to among them.</summary>
    public int Informs { get; private set; }

    /// <summary>Seen: answers sent.</summary>
    public int Answers { get; private set; }

    /// <summary>Seen: datagrams that are no question for this responder.</summary>
    public int Others { get; private set; }

    /// <summary>Seen: the last question; <c>null</c> before the first.</summary>
    public DhcpMessage? LastInform { get; private set; }

    /// <summary>Seen: why it cannot listen, or no longer; <c>null</c> while it can.</summary>
    public NetInput.Ended? ListenFailure { get; private set; }

    /// <inheritdoc/>
    public Instant? Deadline { get; private set; }

    /// <inheritdoc/>
    public void Handle(Now now, NetInput input, NetEffects effects)
    {
        switch (input)
        {
            case NetInput.PowerOn:
                effects.Add(new NetEffect.OpenDatagrams(_flow, Local, Broadcast: true, Interface));
                break;
            case NetInput.Datagram datagram when datagram.Flow == _flow:
                OnDatagram(now, datagram);
                break;
            case NetInput.Ended ended when ended.Flow == _flow:
                ListenFailure = ended;
                _waiting.Clear();
                break;
            default:
                break;
        }

        SendWhatIsDue(now, effects);
    }

    private void OnDatagram(Now now, NetInput.Datagram datagram)
    {
        if (!DhcpMessage.TryRead(datagram.Bytes.Span, out var message, out _) || !IsForUs(message))
        {
            Others++;
            return;
        }

        Informs++;
        LastInform = message;
        if (!Silent && _waiting.Count < WaitingMax)
        {
            var to = ReplyToSource ? datagram.From
                : message.RelayAddress != IpAddress.AnyV4 ? new(message.RelayAddress, 67)
                : new EndPointAddress(message.ClientAddress, 68);
            _waiting.Add(new(now.Monotonic + Delay, to, Answer(message)));
        }
    }

    /// <summary>
    /// What Set-CsRegistrarConfiguration documents: DHCPINFORM only, that class only, 43 or 120 asked for.
    /// </summary>
    private bool IsForUs(DhcpMessage message) =>
        message is { Operation: DhcpOperation.Request, MessageType: DhcpMessageType.Inform }
        && (message.VendorClass == UcVendorOption.VendorClass || (ServesStandardSip && message.VendorClass.Length == 0))
        && message.ClientAddress != IpAddress.AnyV4
        && (Asks(message, DhcpOptionCode.SipServers) || Asks(message, DhcpOptionCode.VendorSpecific));

    private static bool Asks(DhcpMessage message, DhcpOptionCode code) => message.ParameterRequest.Contains((byte)code);

    private byte[] Answer(DhcpMessage question)
    {
        var options = ImmutableArray.CreateBuilder<DhcpOption>(4);
        options.Add(DhcpOption.MessageType(DhcpMessageType.Ack));
        options.Add(DhcpOption.ServerIdentifier(Address));
        if (!OmitOption120 && Asks(question, DhcpOptionCode.SipServers))
        {
            options.Add(new(DhcpOptionCode.SipServers, Option120()));
        }

        if (!OmitOption43 && Asks(question, DhcpOptionCode.VendorSpecific))
        {
            options.Add(new(DhcpOptionCode.VendorSpecific, Option43()));
        }

        var bytes = new DhcpMessage
        {
            Operation = DhcpOperation.Reply,
            TransactionId = WrongTransaction ? ~question.TransactionId : question.TransactionId,
            Broadcast = question.Broadcast,
            ClientAddress = question.ClientAddress,
            RelayAddress = question.RelayAddress,
            HardwareAddress = question.HardwareAddress,
            Options = options.DrainToImmutable(),
        }.ToBytes();
        if (Garbage)
        {
            bytes.AsSpan(DhcpLimits.HeaderBytes).Fill(0x42);
        }

        return bytes;
    }

    private byte[] Option120()
    {
        if (Option120Bytes is { } bytes)
        {
            return bytes.ToArray();
        }

        var name = SipServersOption.Of(Registrar).ToBytes();
        return MalformedOption120 ? name[..^5]
            : AsciiOption120 ? Encoding.ASCII.GetBytes(Registrar.Text)
            : !AddressesInsteadOfName.IsEmpty ? SipServersOption.Of(AddressesInsteadOfName.AsSpan()).ToBytes()
            : name;
    }

    private byte[] Option43()
    {
        if (Option43Bytes is { } bytes)
        {
            return bytes.ToArray();
        }

        var value = WebServices.ToBytes();
        if (WrongUcIdentifier)
        {
            MistypedIdentifier.CopyTo(value, 2);
        }

        return value;
    }

    private void SendWhatIsDue(Now now, NetEffects effects)
    {
        foreach (var answer in _waiting)
        {
            if (answer.Due <= now.Monotonic)
            {
                effects.Add(new NetEffect.SendDatagram(_flow, answer.To, answer.Bytes));
                Answers++;
            }
        }

        _ = _waiting.RemoveAll(answer => answer.Due <= now.Monotonic);
        Deadline = _waiting.Count == 0 ? null : _waiting.Min(answer => answer.Due);
    }

    private readonly record struct Waiting(Instant Due, EndPointAddress To, byte[] Bytes);
}
