using System.Buffers.Binary;
using System.Collections.Immutable;
using Dialtone.Core.Discovery;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dhcp;

namespace Dialtone.Core.Exchange.Dhcp;

/// <summary>
/// One DHCPINFORM conversation (RFC 2131 section 4.4.3), as what and for which options <see cref="DhcpPurpose"/> says.
/// The first answer that serves is <see cref="Usable"/> at once; answers are collected to the end, so that servers that
/// disagree are seen. Begin it with <see cref="Begin"/>, then give it every input of the node.
/// </summary>
public sealed class DhcpInform
{
    private readonly DhcpInformOptions _options;
    private readonly DhcpInterface _interface;
    private readonly FlowId _flow;
    private readonly uint _transactionId;
    private ImmutableArray<DhcpAnswer> _answers = [];
    private DhcpIgnored _ignored = new();
    private DhcpUnreadable? _unreadable;
    private Instant _begun;
    private int _sent;

    /// <summary>A conversation not yet begun.</summary>
    /// <exception cref="ArgumentException">An option is out of its bounds, or an address is not IPv4.</exception>
    public DhcpInform(DhcpInformOptions options, DhcpInterface local, IEntropy entropy, FlowIds flows)
    {
        DhcpInformOptions.Validate(options);
        if (!local.Address.IsV4)
        {
            throw new ArgumentException($"The interface's address {local.Address} is not IPv4.", nameof(local));
        }

        _options = options;
        _interface = local;
        _flow = flows.Next();
        Span<byte> id = stackalloc byte[4];
        entropy.Fill(id);
        _transactionId = BinaryPrimitives.ReadUInt32BigEndian(id);
    }

    /// <summary>
    /// When it wants <see cref="NetInput.DeadlineReached"/>; <c>null</c> before the beginning and after the end.
    /// </summary>
    public Instant? Deadline { get; private set; }

    /// <summary>
    /// What may be used now: set when the first answer that serves is in, or that decides, else together with
    /// <see cref="Outcome"/>; never changed after that. <c>null</c> until then.
    /// </summary>
    public DhcpOutcome? Usable { get; private set; }

    /// <summary>
    /// <see cref="Usable"/> with the answers that came since, from the first such answer on; <c>null</c> before. What
    /// is used is not changed by it.
    /// </summary>
    public DhcpOutcome? Heard { get; private set; }

    /// <summary>The end of it, with every server's answer; <c>null</c> until then.</summary>
    public DhcpOutcome? Outcome { get; private set; }

    /// <summary>Opens the client port and sends the first DHCPINFORM.</summary>
    /// <exception cref="InvalidOperationException">It was begun before.</exception>
    public void Begin(Now now, NetEffects effects)
    {
        if (_sent > 0)
        {
            throw new InvalidOperationException("A DHCPINFORM conversation begins once.");
        }

        _begun = now.Monotonic;
        // Bound to any address: an answer may come as a broadcast, which a socket bound to one address does not hear.
        effects.Add(new NetEffect.OpenDatagrams(
            _flow, new(IpAddress.AnyV4, _options.LocalPort), Broadcast: true, _interface.Name));
        Send(now, effects);
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

        if (now.Monotonic >= _begun + _options.CollectFor)
        {
            Abandon(now, effects);
        }
        else
        {
            Send(now, effects);
        }
    }

    private void OnDatagram(Now now, NetInput.Datagram datagram, NetEffects effects)
    {
        if (Deadline is null)
        {
            return;
        }

        if (!DhcpMessage.TryRead(datagram.Bytes.Span, out var message, out var fault))
        {
            KeepUnreadable(datagram, fault);
        }
        else if (IsForUs(message))
        {
            var before = _answers.Length;
            Keep(DhcpAnswerReader.Read(message, datagram.From, now.Monotonic - _begun, _options.Purpose));
            Heard = Usable is not null && _answers.Length > before
                ? Summarise(now, StatusByAnswers(), DetailByAnswers(now)) : Heard;
            UseFirst(now);
            if (_options.Server.Address != IpAddress.Broadcast)
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
            ChannelEnd.NotPermitted => DhcpStatus.NotPermitted,
            ChannelEnd.Refused => DhcpStatus.NoAnswer,
            _ => DhcpStatus.Unavailable,
        };
        var place = _interface.Name is { } name ? $" on {name}" : "";
        var said = ended.Detail.Length > 0 ? $" ({ended.Detail})" : "";
        Conclude(now, status, status switch
        {
            DhcpStatus.NotPermitted => $"this process may not open UDP port {_options.LocalPort}{place}{said}; "
                + "run it as administrator, or on Linux give it the capability CAP_NET_BIND_SERVICE",
            DhcpStatus.NoAnswer => $"nobody listens at {_options.Server}{said}",
            DhcpStatus.Unavailable => $"UDP port {_options.LocalPort}{place} cannot be used: {ended.Why}{said}",
            _ => DetailByAnswers(now),
        });
        if (status == DhcpStatus.Unavailable)
        {
            Outcome = Outcome! with { End = ended.Why };
            Usable = Outcome;
        }
    }

    private void Send(Now now, NetEffects effects)
    {
        var elapsed = now.Monotonic - _begun;
        var message = new DhcpMessage
        {
            Operation = DhcpOperation.Request,
            TransactionId = _transactionId,
            Seconds = (ushort)elapsed.TotalSeconds,
            ClientAddress = _interface.Address,
            HardwareAddress = _interface.HardwareAddress,
            Options = [DhcpOption.MessageType(DhcpMessageType.Inform), .. AskedFor(_options.Purpose)],
        };
        effects.Add(new NetEffect.SendDatagram(_flow, _options.Server, message.ToBytes()));
        _sent++;
        SetDeadline();
    }

    private static ImmutableArray<DhcpOption> AskedFor(DhcpPurpose purpose) => purpose switch
    {
        DhcpPurpose.SipServers => [DhcpOption.ParameterRequest(DhcpOptionCode.SipServers)],
        DhcpPurpose.VoiceVlan =>
        [
            DhcpOption.ParameterRequest(DhcpOptionCode.VendorSpecific),
            DhcpOption.VendorClass(VoiceVlanOption.VendorClass),
        ],
        _ =>
        [
            DhcpOption.ParameterRequest(DhcpOptionCode.SipServers, DhcpOptionCode.VendorSpecific),
            DhcpOption.VendorClass(UcVendorOption.VendorClass),
        ],
    };

    private void SetDeadline()
    {
        var silent = _sent >= _options.SendAt.Length || (Usable is not null && !_options.SendsOn);
        Deadline = _begun + (silent ? _options.CollectFor : _options.SendAt[_sent]);
    }

    private void KeepUnreadable(NetInput.Datagram datagram, DhcpFault fault)
    {
        var bytes = datagram.Bytes.Span;
        if (bytes.Length < 8 || BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]) != _transactionId)
        {
            _ignored = _ignored with { NotDhcp = _ignored.NotDhcp + 1 };
            return;
        }

        _unreadable ??= new(datagram.From, fault, DhcpAnswerReader.Evidence(bytes));
    }

    private bool IsForUs(DhcpMessage message)
    {
        var ignored = message switch
        {
            _ when message.Operation != DhcpOperation.Reply => _ignored with { NotReply = _ignored.NotReply + 1 },
            _ when message.TransactionId != _transactionId =>
                _ignored with { OtherTransaction = _ignored.OtherTransaction + 1 },
            _ when message.HardwareAddress != _interface.HardwareAddress =>
                _ignored with { OtherHardware = _ignored.OtherHardware + 1 },
            _ when message.MessageType != DhcpMessageType.Ack => _ignored with { NotAck = _ignored.NotAck + 1 },
            _ => null,
        };
        _ignored = ignored ?? _ignored;
        return ignored is null;
    }

    private void Keep(DhcpAnswer answer)
    {
        if (_answers.Any(kept => kept.Server == answer.Server
            && kept.SipServersBytes.AsSpan().SequenceEqual(answer.SipServersBytes.AsSpan())
            && kept.UcVendorBytes.AsSpan().SequenceEqual(answer.UcVendorBytes.AsSpan())))
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
        if (Usable is null && _answers.Length > 0
            && (_answers.Any(Serves) || _options.Purpose == DhcpPurpose.SipServers))
        {
            Usable = Summarise(now, StatusByAnswers(), DetailByAnswers(now));
            SetDeadline();
        }
    }

    private bool Serves(DhcpAnswer answer) => _options.Purpose == DhcpPurpose.VoiceVlan
        ? answer.Vlan is not null
        : answer.Registrar is not null
            || (_options.Purpose == DhcpPurpose.SipServers && !answer.RegistrarAddresses.IsEmpty);

    private void Conclude(Now now, DhcpStatus status, string detail)
    {
        Deadline = null;
        Outcome = Summarise(now, status, detail);
        Usable ??= Outcome;
    }

    private DhcpStatus StatusByAnswers() => _answers switch
    {
        _ when _answers.Any(Serves) => DhcpStatus.Answered,
        _ when _unreadable is not null || _answers.Any(answer => answer.RegistrarFault.Length > 0) =>
            DhcpStatus.Malformed,
        [] => DhcpStatus.NoAnswer,
        _ => DhcpStatus.NoOption,
    };

    private string DetailByAnswers(Now now) => StatusByAnswers() switch
    {
        DhcpStatus.NoAnswer => FormattableString.Invariant(
            $"no answer from {_options.Server} to {_sent} DHCPINFORM in {(now.Monotonic - _begun).TotalSeconds:0.#} s"),
        DhcpStatus.NoOption when _answers.FirstOrDefault(answer => answer.RegistrarAddresses.Length > 0) is { } some =>
            $"{some.Server} answered with addresses in option 120, not with a name",
        DhcpStatus.NoOption when _options.Purpose == DhcpPurpose.VoiceVlan =>
            $"{_answers[0].Server} answered without a VLAN in option 43",
        DhcpStatus.NoOption => $"{_answers[0].Server} answered without option 120",
        DhcpStatus.Malformed when _answers.FirstOrDefault(answer => answer.RegistrarFault.Length > 0) is { } wrong =>
            $"{wrong.Server}: {wrong.RegistrarFault}",
        DhcpStatus.Malformed => $"{_unreadable!.From}: {_unreadable.Fault.Kind} at byte {_unreadable.Fault.Offset}",
        _ => "",
    };

    private DhcpOutcome Summarise(Now now, DhcpStatus status, string detail)
    {
        // S18: the first answer that serves is used, whatever else it lacks. Only if none does do the others count.
        var used = _answers.FirstOrDefault(Serves)
            ?? _answers.FirstOrDefault(answer => answer.WebServicesUrl is not null)
            ?? _answers.FirstOrDefault();
        return new()
        {
            Status = status,
            Purpose = _options.Purpose,
            Registrar = used?.Registrar,
            RegistrarNames = used?.RegistrarNames ?? [],
            RegistrarAddresses = used?.RegistrarAddresses ?? [],
            WebServicesUrl = used?.WebServicesUrl,
            Server = used?.Server,
            Answers = _answers,
            ServersDisagree = Differ(Named) || Differ(answer => answer.WebServicesUrl)
                || Differ(answer => answer.Vlan is { } vlan ? $"{vlan.Id}" : null),
            Detail = detail,
            // A port that could not be opened sent nothing.
            Sent = status == DhcpStatus.NotPermitted ? 0 : _sent,
            LocalPort = _options.LocalPort,
            Interface = _interface.Name,
            Ignored = _ignored,
            Unreadable = _unreadable,
            Took = now.Monotonic - _begun,
        };
    }

    private string? Named(DhcpAnswer answer) => !Serves(answer) || answer.Vlan is not null ? null
        : answer.Registrar?.Text ?? string.Join(", ", answer.RegistrarAddresses);

    private bool Differ(Func<DhcpAnswer, string?> said) =>
        _answers.Select(said).Where(text => text is not null).Distinct(StringComparer.Ordinal).Skip(1).Any();
}
