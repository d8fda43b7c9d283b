using System.Buffers.Binary;
using System.Collections.Immutable;
using Dialtone.Core.Discovery;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dhcp6;

namespace Dialtone.Core.Exchange.Dhcp6;

/// <summary>
/// One INFORMATION-REQUEST conversation (RFC 8415 section 18.2.6), asking for options 21 and 22 (RFC 3319). The first
/// answer with a SIP server is <see cref="Usable"/> at once; answers are collected to the end, so that servers that
/// disagree are seen. Begin it with <see cref="Begin"/>, then give it every input of the node.
/// </summary>
public sealed class Dhcp6InformationRequest
{
    private readonly Dhcp6InformationRequestOptions _options;
    private readonly Dhcp6Interface _interface;
    private readonly FlowId _flow;
    private readonly uint _transactionId;
    private readonly TimeSpan _firstDelay;
    private readonly Dhcp6RetransmissionTimer _timer;
    private ImmutableArray<Dhcp6Answer> _answers = [];
    private Dhcp6Ignored _ignored = new();
    private Dhcp6Unreadable? _unreadable;
    private Instant? _begun;
    private Instant _firstSent;
    private int _sent;

    /// <summary>A conversation not yet begun.</summary>
    /// <exception cref="ArgumentException">An option is out of its bounds.</exception>
    public Dhcp6InformationRequest(
        Dhcp6InformationRequestOptions options, Dhcp6Interface local, IEntropy entropy, FlowIds flows)
    {
        Dhcp6InformationRequestOptions.Validate(options);
        _options = options;
        _interface = local;
        _flow = flows.Next();
        Span<byte> id = stackalloc byte[4];
        entropy.Fill(id[1..]);
        _transactionId = BinaryPrimitives.ReadUInt32BigEndian(id);
        _firstDelay = TimeSpan.FromMilliseconds(entropy.Below((uint)options.FirstDelayMax.TotalMilliseconds + 1));
        _timer = new(options.FirstTimeout, options.TimeoutMax, entropy);
    }

    /// <summary>
    /// When it wants <see cref="NetInput.DeadlineReached"/>; <c>null</c> before the beginning and after the end.
    /// </summary>
    public Instant? Deadline { get; private set; }

    /// <summary>
    /// What may be used now: set when the first answer with a SIP server is in, else together with
    /// <see cref="Outcome"/>; never changed after that. <c>null</c> until then.
    /// </summary>
    public Dhcp6Outcome? Usable { get; private set; }

    /// <summary>The end of it, with every server's answer; <c>null</c> until then.</summary>
    public Dhcp6Outcome? Outcome { get; private set; }

    private Instant End => _begun!.Value + _options.CollectFor;

    private string Place => _interface.Name is { } name ? $" on {name}" : "";

    /// <summary>
    /// Opens the client port and sends the first INFORMATION-REQUEST, or will after its delay. Over at once where the
    /// interface has no address to ask from.
    /// </summary>
    /// <exception cref="InvalidOperationException">It was begun before.</exception>
    public void Begin(Now now, NetEffects effects)
    {
        if (_begun is not null)
        {
            throw new InvalidOperationException("A DHCPv6 conversation begins once.");
        }

        _begun = now.Monotonic;
        if (_options.AsksEverybody && !_interface.Addresses.Any(address => address.IsLinkLocal))
        {
            ConcludeWithoutAddress(now);
            return;
        }

        effects.Add(new NetEffect.OpenDatagrams(
            _flow, new(IpAddress.AnyV6, _options.LocalPort), Broadcast: true, _interface.Name));
        Deadline = now.Monotonic + _firstDelay;
        OnDeadline(now, effects);
    }

    /// <summary>
    /// Takes an input if it is for this conversation. A deadline may be anybody's and is looked at by all.
    /// </summary>
    /// <returns>Whether the input belonged to this conversation and to nobody else.</returns>
    public bool Handle(Now now, NetInput input, NetEffects effects)
    {
        switch (input)
        {
            case NetInput.DeadlineReached:
                OnDeadline(now, effects);
                return false;
            case NetInput.Datagram datagram when datagram.Flow == _flow:
                OnDatagram(now, datagram, effects);
                return true;
            case NetInput.Ended ended when ended.Flow == _flow:
                OnEnded(now, ended);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Ends it now with what is in, as its deadline would. Nothing happens if it is over.</summary>
    public void Abandon(Now now, NetEffects effects)
    {
        if (Deadline is not null)
        {
            effects.Add(new NetEffect.Close(_flow));
            Conclude(now, StatusByAnswers(), DetailByAnswers(now));
        }
    }

    private void OnDeadline(Now now, NetEffects effects)
    {
        if (Deadline is not { } deadline || now.Monotonic < deadline)
        {
            return;
        }

        if (now.Monotonic >= End)
        {
            Abandon(now, effects);
        }
        else
        {
            Send(now, effects);
        }
    }

    private void Send(Now now, NetEffects effects)
    {
        _firstSent = _sent == 0 ? now.Monotonic : _firstSent;
        var message = new Dhcp6Message
        {
            Type = Dhcp6MessageType.InformationRequest,
            TransactionId = _transactionId,
            Options =
            [
                Dhcp6Option.ClientIdentifier(_interface.Client),
                // The RFC wants 32 and 83 asked for, although nothing here lasts as long as they are about.
                Dhcp6Option.OptionRequest(
                    Dhcp6OptionCode.SipServerNames, Dhcp6OptionCode.SipServerAddresses,
                    Dhcp6OptionCode.InformationRefreshTime, Dhcp6OptionCode.InformationMaxRetransmission),
                Dhcp6Option.ElapsedTime(now.Monotonic - _firstSent),
            ],
        };
        effects.Add(new NetEffect.SendDatagram(_flow, _options.Server, message.ToBytes()));
        _sent++;
        Deadline = Instant.Earlier(now.Monotonic + _timer.Next(), End);
    }

    private void OnDatagram(Now now, NetInput.Datagram datagram, NetEffects effects)
    {
        if (Deadline is null)
        {
            return;
        }

        if (!Dhcp6Message.TryRead(datagram.Bytes.Span, out var message, out var fault))
        {
            KeepUnreadable(datagram, fault);
        }
        else if (IsForUs(message, out var server))
        {
            Keep(Dhcp6AnswerReader.Read(message, server, datagram.From, now.Monotonic - _firstSent));
            UseFirst(now);
            if (!_options.AsksEverybody)
            {
                // One server was asked by its address: nobody else will answer.
                Abandon(now, effects);
            }
        }
    }

    private void OnEnded(Now now, NetInput.Ended ended)
    {
        if (Deadline is null)
        {
            return;
        }

        // A flow may end after answers came, as when the interface goes down: what is in counts.
        var status = ended.Why switch
        {
            _ when _answers.Length > 0 => StatusByAnswers(),
            ChannelEnd.NotPermitted => Dhcp6Status.NotPermitted,
            ChannelEnd.Refused => Dhcp6Status.NoAnswer,
            _ => Dhcp6Status.Unavailable,
        };
        var said = ended.Detail.Length > 0 ? $" ({ended.Detail})" : "";
        Conclude(now, status, status switch
        {
            Dhcp6Status.NotPermitted => $"this process may not open UDP port {_options.LocalPort}{Place}{said}; "
                + "run it as administrator, or on Linux give it the capability CAP_NET_BIND_SERVICE",
            Dhcp6Status.NoAnswer => $"nobody listens at {_options.Server}{said}",
            Dhcp6Status.Unavailable => $"UDP port {_options.LocalPort}{Place} cannot be used: {ended.Why}{said}",
            _ => DetailByAnswers(now),
        });
        if (status == Dhcp6Status.Unavailable)
        {
            Outcome = Outcome! with { End = ended.Why };
            Usable = Outcome;
        }
    }

    private void KeepUnreadable(NetInput.Datagram datagram, Dhcp6Fault fault)
    {
        var bytes = datagram.Bytes.Span;
        if (bytes.Length < Dhcp6Limits.HeaderBytes
            || (BinaryPrimitives.ReadUInt32BigEndian(bytes) & Dhcp6Message.TransactionIdMax) != _transactionId)
        {
            _ignored = _ignored with { NotDhcp = _ignored.NotDhcp + 1 };
            return;
        }

        _unreadable ??= new(datagram.From, fault, Dhcp6AnswerReader.Evidence(bytes));
    }

    private bool IsForUs(Dhcp6Message message, out Duid server)
    {
        server = message.ServerIdentifier!;
        var ignored = message switch
        {
            _ when message.Type != Dhcp6MessageType.Reply => _ignored with { NotReply = _ignored.NotReply + 1 },
            _ when message.TransactionId != _transactionId =>
                _ignored with { OtherTransaction = _ignored.OtherTransaction + 1 },
            _ when !_interface.Client.Equals(message.ClientIdentifier) =>
                _ignored with { OtherClient = _ignored.OtherClient + 1 },
            _ when server is null => _ignored with { NoServerIdentifier = _ignored.NoServerIdentifier + 1 },
            _ => null,
        };
        _ignored = ignored ?? _ignored;
        return ignored is null;
    }

    private void Keep(Dhcp6Answer answer)
    {
        if (_answers.Any(kept => kept.Server.Equals(answer.Server)
            && kept.StatusCode == answer.StatusCode
            && kept.NamesBytes.AsSpan().SequenceEqual(answer.NamesBytes.AsSpan())
            && kept.AddressesBytes.AsSpan().SequenceEqual(answer.AddressesBytes.AsSpan())))
        {
            _ignored = _ignored with { Repeated = _ignored.Repeated + 1 };
        }
        else if (_answers.Length >= _options.AnswersMax)
        {
            _ignored = _ignored with { TooMany = _ignored.TooMany + 1 };
        }
        else
        {
            _answers = _answers.Add(answer);
        }
    }

    private void UseFirst(Now now)
    {
        if (Usable is null && _answers.Any(answer => answer.IsUsable))
        {
            Usable = Summarise(now, Dhcp6Status.Answered, "");
            Deadline = End;
        }
    }

    private void ConcludeWithoutAddress(Now now)
    {
        var place = _interface.Name ?? "the interface";
        if (_interface.Addresses.IsEmpty)
        {
            Conclude(now, Dhcp6Status.NoIpv6, $"{place} has no IPv6 address");
        }
        else
        {
            Conclude(now, Dhcp6Status.NoLinkLocalAddress,
                $"{place} has no IPv6 address of its link (fe80::) to ask from, only {_interface.Addresses[0]}");
        }
    }

    private void Conclude(Now now, Dhcp6Status status, string detail)
    {
        Deadline = null;
        Outcome = Summarise(now, status, detail);
        Usable ??= Outcome;
    }

    private Dhcp6Status StatusByAnswers() => _answers switch
    {
        _ when _answers.Any(answer => answer.IsUsable) => Dhcp6Status.Answered,
        _ when _unreadable is not null || _answers.Any(answer => answer.RegistrarFault.Length > 0) =>
            Dhcp6Status.Malformed,
        [] => Dhcp6Status.NoAnswer,
        _ when _answers.Any(answer => answer.StatusCode != Dhcp6StatusCode.Success) => Dhcp6Status.Refused,
        _ => Dhcp6Status.NoOption,
    };

    private string DetailByAnswers(Now now) => StatusByAnswers() switch
    {
        Dhcp6Status.NoAnswer => FormattableString.Invariant(
            $"no answer from {_options.Server} to {_sent} INFORMATION-REQUEST in {SecondsAt(now):0.#} s"),
        Dhcp6Status.NoOption => $"{_answers[0].From} answered without options 21 and 22",
        Dhcp6Status.Refused => RefusalOf(_answers.First(answer => answer.StatusCode != Dhcp6StatusCode.Success)),
        Dhcp6Status.Malformed when _answers.FirstOrDefault(answer => answer.RegistrarFault.Length > 0) is { } wrong =>
            $"{wrong.From}: {wrong.RegistrarFault}",
        Dhcp6Status.Malformed => $"{_unreadable!.From}: {_unreadable.Fault.Kind} at byte {_unreadable.Fault.Offset}",
        _ => "",
    };

    private double SecondsAt(Now now) => (now.Monotonic - _begun!.Value).TotalSeconds;

    private static string RefusalOf(Dhcp6Answer answer) =>
        $"{answer.From} answered with the status {answer.StatusCode}"
        + (answer.StatusMessage.Length > 0 ? $" ({answer.StatusMessage})" : "");

    private Dhcp6Outcome Summarise(Now now, Dhcp6Status status, string detail)
    {
        var used = _answers.FirstOrDefault(answer => answer.IsUsable);
        return new()
        {
            Status = status,
            RegistrarNames = used?.RegistrarNames ?? [],
            RegistrarAddresses = used?.RegistrarAddresses ?? [],
            Server = (used ?? _answers.FirstOrDefault())?.From,
            Answers = _answers,
            ServersDisagree = Differ(answer => string.Join(' ', answer.RegistrarNames))
                || Differ(answer => string.Join(' ', answer.RegistrarAddresses)),
            Detail = detail,
            // A port that could not be opened sent nothing.
            Sent = status == Dhcp6Status.NotPermitted ? 0 : _sent,
            LocalPort = _options.LocalPort,
            Interface = _interface.Name,
            Ignored = _ignored,
            Unreadable = _unreadable,
            Took = now.Monotonic - _begun!.Value,
        };
    }

    /// <summary>Who says nothing says nothing else.</summary>
    private bool Differ(Func<Dhcp6Answer, string> said) =>
        _answers.Where(answer => answer.IsUsable).Select(said).Where(text => text.Length > 0)
            .Distinct(StringComparer.Ordinal).Skip(1).Any();
}
