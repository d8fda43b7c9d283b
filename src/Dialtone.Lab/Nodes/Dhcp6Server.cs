using System.Collections.Immutable;
using System.Text;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dhcp6;

namespace Dialtone.Lab.Nodes;

/// <summary>
/// A stateless DHCPv6 server: answers INFORMATION-REQUEST with options 21 and 22, as far as they are asked for, gives
/// no addresses, and keeps silent to everything else. What it does wrong may be changed while it runs.
/// </summary>
public sealed class Dhcp6Server : INode
{
    /// <summary>
    /// The most answers that wait for their <see cref="Delay"/>; further questions are dropped, as a busy server does.
    /// </summary>
    public const int WaitingMax = 256;

    private static readonly ImmutableArray<Dhcp6OptionCode> IdentityAssociations =
        [(Dhcp6OptionCode)3, (Dhcp6OptionCode)4, (Dhcp6OptionCode)25];

    private readonly FlowId _flow = new FlowIds().Next();
    private readonly List<Waiting> _waiting = [];

    /// <summary>Who it is.</summary>
    public required Duid Identifier { get; init; }

    /// <summary>Where it listens.</summary>
    public EndPointAddress Local { get; init; } = new(IpAddress.AnyV6, Dhcp6Ports.Server);

    /// <summary>The group that it hears; <c>null</c> for none, where it is asked by its own address alone.</summary>
    public IpAddress? Group { get; init; } = Dhcp6Ports.Everybody;

    /// <summary>The interface it listens on by name; <c>null</c> for any.</summary>
    public string? Interface { get; init; }

    /// <summary>The Registrars that option 21 names; empty for no such option.</summary>
    public ImmutableArray<HostName> RegistrarNames { get; set; } = [];

    /// <summary>The Registrars that option 22 gives; empty for no such option.</summary>
    public ImmutableArray<IpAddress> RegistrarAddresses { get; set; } = [];

    /// <summary>After how long it wants to be asked again; <c>null</c> to leave that to the client.</summary>
    public TimeSpan? RefreshAfter { get; set; }

    /// <summary>Wrong: hears and does not answer.</summary>
    public bool Silent { get; set; }

    /// <summary>Wrong: answers without options 21 and 22. Goes before the other faults of these options.</summary>
    public bool OmitOptions { get; set; }

    /// <summary>Wrong: option 21 is cut short. Goes before text and compression.</summary>
    public bool MalformedOption21 { get; set; }

    /// <summary>
    /// Wrong: option 21 is the first name as text, as a server sends it whose option was defined as a string.
    /// </summary>
    public bool AsciiOption21 { get; set; }

    /// <summary>Wrong: the first name of option 21 ends in a compression pointer (RFC 8415 section 10).</summary>
    public bool CompressedOption21 { get; set; }

    /// <summary>Wrong for who asks: answers with this status and no option.</summary>
    public Dhcp6StatusCode Status { get; set; }

    /// <summary>How long it takes to answer.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Seen: questions that it answers, those kept silent to among them.</summary>
    public int InformationRequests { get; private set; }

    /// <summary>Seen: answers sent.</summary>
    public int Answers { get; private set; }

    /// <summary>Seen: datagrams that are no question for this server.</summary>
    public int Others { get; private set; }

    /// <summary>Seen: the last question; <c>null</c> before the first.</summary>
    public Dhcp6Message? LastInformationRequest { get; private set; }

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
                effects.Add(new NetEffect.OpenDatagrams(_flow, Local, Interface: Interface, Group: Group));
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
        if (!Dhcp6Message.TryRead(datagram.Bytes.Span, out var message, out _) || !IsForUs(message))
        {
            Others++;
            return;
        }

        InformationRequests++;
        LastInformationRequest = message;
        if (!Silent && _waiting.Count < WaitingMax)
        {
            _waiting.Add(new(now.Monotonic + Delay, datagram.From, Answer(message)));
        }
    }

    /// <summary>
    /// RFC 8415 section 16.12: not for another server, and not about addresses. A client need not say who it is.
    /// </summary>
    private bool IsForUs(Dhcp6Message message) =>
        message.Type == Dhcp6MessageType.InformationRequest
        && (message.ServerIdentifier is not { } server || server.Equals(Identifier))
        && !message.Options.Any(static option => IdentityAssociations.Contains(option.Code));

    private byte[] Answer(Dhcp6Message question)
    {
        var options = ImmutableArray.CreateBuilder<Dhcp6Option>(5);
        if (question.ClientIdentifier is { } client)
        {
            options.Add(Dhcp6Option.ClientIdentifier(client));
        }

        options.Add(Dhcp6Option.ServerIdentifier(Identifier));
        if (Status != Dhcp6StatusCode.Success)
        {
            options.Add(Dhcp6Option.StatusCode(Status, "the lab says so"));
        }
        else
        {
            AddServers(question, options);
        }

        return new Dhcp6Message
        {
            Type = Dhcp6MessageType.Reply,
            TransactionId = question.TransactionId,
            Options = options.DrainToImmutable(),
        }.ToBytes();
    }

    private void AddServers(Dhcp6Message question, ImmutableArray<Dhcp6Option>.Builder options)
    {
        if (!OmitOptions && !RegistrarNames.IsEmpty && question.AsksFor(Dhcp6OptionCode.SipServerNames))
        {
            options.Add(new(Dhcp6OptionCode.SipServerNames, Option21()));
        }

        if (!OmitOptions && !RegistrarAddresses.IsEmpty && question.AsksFor(Dhcp6OptionCode.SipServerAddresses))
        {
            options.Add(Dhcp6Option.SipServers(RegistrarAddresses.AsSpan()));
        }

        if (RefreshAfter is { } after && question.AsksFor(Dhcp6OptionCode.InformationRefreshTime))
        {
            options.Add(Dhcp6Option.InformationRefreshTime(after));
        }
    }

    private byte[] Option21()
    {
        var names = Dhcp6SipServers.ToBytes(RegistrarNames.AsSpan());
        return MalformedOption21 ? names[..^5]
            : AsciiOption21 ? Encoding.ASCII.GetBytes(RegistrarNames[0].Text)
            : CompressedOption21 ? [.. names[..(1 + names[0])], 0xC0, 0x00]
            : names;
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
