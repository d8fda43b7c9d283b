using Dialtone.Core.Candidates;
using Dialtone.Core.Devices;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.Rehearsal;

/// <summary>
/// A network for one device that rehearses: answers each of its effects as the real one was seen to, after as long, but
/// for what is declared dead. What nobody has looked at keeps silent, and is listed.
/// </summary>
internal sealed class RehearsedNetwork(DeviceSettings settings, ObservedNetwork observed)
{
    // How long an access proxy is taken to wait for each silent address of the pool behind it: nothing shows that from
    // outside.
    private static readonly TimeSpan NextHopLimit = TimeSpan.FromSeconds(5);

    private static readonly EndPointAddress Somewhere = new(IpAddress.AnyV4, 0);

    private readonly PriorityQueue<(DeviceInput Input, int Asking), (Instant At, int Order)> _coming = new();
    private readonly Dictionary<FlowId, DeviceEffect.OpenChannel> _open = [];
    private readonly Dictionary<string, Instant> _kept = []; // what DNS answered, for its time to live
    private readonly HashSet<FlowId> _bound = [];
    private readonly List<string> _unseen = [];
    private Outage _outage = new(OutageKind.Nothing);
    private OutageManner _manner;
    private int _order;
    private int _asking = 1;

    /// <summary>When something happens next; <c>null</c> for never.</summary>
    public Instant? Next => _coming.TryPeek(out _, out var when) ? when.At : null;

    /// <summary>What the device turned to that nobody has looked at.</summary>
    public IReadOnlyList<string> Unseen => _unseen;

    /// <summary>Something dies now, and the device notices it: connections to what is dead end.</summary>
    public void Break(Now now, Outage outage, OutageManner manner)
    {
        (_outage, _manner) = (outage, manner);
        foreach (var open in _open.Values.Where(IsDead))
        {
            var why = manner == OutageManner.Refusing ? ChannelEnd.Reset : ChannelEnd.TimedOut;
            End(now, TimeSpan.Zero, open.Channel, why, "");
        }
    }

    /// <summary>What happens next; <c>null</c> where the device does not wait for it any more.</summary>
    public DeviceInput? Take()
    {
        var (input, asking) = _coming.Dequeue();
        return input switch
        {
            DeviceInput.ChannelConnected connected => _open.ContainsKey(connected.Channel) ? input : null,
            DeviceInput.ChannelSecured secured => _open.ContainsKey(secured.Channel) ? input : null,
            DeviceInput.SipResponse response => _open.ContainsKey(response.Channel) ? input : null,
            DeviceInput.ChannelEnded ended => _open.Remove(ended.Channel) ? input : null,
            _ => asking == _asking ? input : null,
        };
    }

    /// <summary>Does what the device wants done.</summary>
    public void Perform(Now now, DeviceEffect effect)
    {
        switch (effect)
        {
            case DeviceEffect.AskDns ask:
                var records = Dns(now, observed.Of(ask.Question), ask.Question.Name.Host, $"{ask.Question}");
                Later(now, records.Took, new DeviceInput.DnsAnswered(ask.Question, records));
                break;
            case DeviceEffect.AskAddresses ask:
                var seen = observed.AddressesOf(ask.Name);
                // What was not asked for had come beside the SRV records, and is kept as long as they are.
                var what = seen is { FromCache: true } && !ask.Via.IsEmpty
                    ? $"{new DnsQuestion(ask.Via, DnsType.Srv)}" : $"the addresses of {ask.Name}";
                var addresses = Dns(now, seen, ask.Name, what);
                Later(now, addresses.Took, new DeviceInput.AddressesAnswered(ask.Name, addresses));
                break;
            case DeviceEffect.AskDhcp:
                var dhcp = _outage.Dhcp || observed.Dhcp is null
                    ? new() { Status = DhcpStatus.NoAnswer, Took = settings.Dhcp.CollectFor } : observed.Dhcp;
                Later(now, FirstOf(dhcp), new DeviceInput.DhcpAnswered(dhcp));
                break;
            case DeviceEffect.AskDhcp6:
                var dhcp6 = _outage.Dhcp || observed.Dhcp6 is null
                    ? new() { Status = Dhcp6Status.NoAnswer, Took = settings.Dhcp6.Options.CollectFor }
                    : observed.Dhcp6;
                Later(now, FirstOf(dhcp6), new DeviceInput.Dhcp6Answered(dhcp6));
                break;
            case DeviceEffect.StopAsking:
                _asking++;
                break;
            case DeviceEffect.FlushAnswers:
                _kept.Clear();
                break;
            case DeviceEffect.OpenChannel open:
                _open.Add(open.Channel, open);
                Open(now, open);
                break;
            case DeviceEffect.CloseChannel close:
                _ = _open.Remove(close.Channel);
                break;
            case DeviceEffect.SendSip send when _open.TryGetValue(send.Channel, out var open):
                Answer(now, open, send.Message);
                break;
            default:
                break;
        }
    }

    // A device goes on with the first answer that serves; who looks listens on.
    private static TimeSpan FirstOf(DhcpOutcome outcome) => outcome.Status == DhcpStatus.Answered
        && outcome.Answers.FirstOrDefault(answer => answer.Server == outcome.Server) is { } first
            ? first.Took : outcome.Took;

    private static TimeSpan FirstOf(Dhcp6Outcome outcome) => outcome.Status == Dhcp6Status.Answered
        && outcome.Answers.FirstOrDefault(
            answer => !answer.RegistrarNames.IsEmpty || !answer.RegistrarAddresses.IsEmpty) is { } first
            ? first.Took : outcome.Took;

    private bool IsDead(DeviceEffect.OpenChannel open) => _outage.Addresses.Contains(open.To.Address);

    private DnsOutcome Dns(Now now, DnsOutcome? seen, HostName name, string what)
    {
        var dns = settings.Dns;
        if (seen is { TimeToLive: var kept } && kept > TimeSpan.Zero)
        {
            if (_kept.TryGetValue(what, out var until) && now.Monotonic < until)
            {
                return seen with { Took = TimeSpan.Zero };
            }

            if (!_outage.Dns)
            {
                _kept[what] = now.Monotonic + kept;
            }
        }

        if (seen is { Status: DnsStatus.NoServer } || !_outage.Dns)
        {
            return seen ?? Note(what, new DnsOutcome { Status = DnsStatus.NoSuchName, Name = name });
        }

        // The last server is asked after all staggers, and has its whole time.
        var silence = dns.ServerTimeLimit + (dns.Stagger * Math.Max(dns.Servers.Length - 1, 0));
        return new() { Status = DnsStatus.TimedOut, Name = name, Took = silence };
    }

    private void Open(Now now, DeviceEffect.OpenChannel open)
    {
        var server = observed.At(open.To, open.Transport);
        if (open.Transport == SipTransport.Udp)
        {
            Later(now, TimeSpan.Zero, new DeviceInput.ChannelConnected(open.Channel, LocalOf(server), open.To));
        }
        else if (IsDead(open))
        {
            if (_manner == OutageManner.Refusing)
            {
                End(now, TimeSpan.Zero, open.Channel, ChannelEnd.Refused, "");
            }
        }
        else if (server?.Connection is JournalEntry.Connected connected)
        {
            Later(now, connected.Took, new DeviceInput.ChannelConnected(open.Channel, connected.Local, open.To));
            Secure(now, connected.Took, open, server);
        }
        else if (server?.Connection is JournalEntry.ConnectFailed failed)
        {
            EndAsSeen(now, TimeSpan.Zero, open.Channel, failed.Why, failed.Detail, failed.Took, tls: null);
        }
        else
        {
            _ = Note($"{open.To} over {open.Transport.ViaName()}", open);
        }
    }

    private void Secure(Now now, TimeSpan after, DeviceEffect.OpenChannel open, ObservedServer server)
    {
        switch (server.Handshake)
        {
            case JournalEntry.Secured secured:
                Later(now, after + secured.Took, new DeviceInput.ChannelSecured(open.Channel, Aged(secured, now)));
                break;
            case JournalEntry.HandshakeFailed failed:
                EndAsSeen(now, after, open.Channel, failed.Why, failed.Detail, failed.Took, failed.Facts);
                break;
            default:
                break;
        }
    }

    // A certificate whose end is taken to have come ended just now.
    private TlsFacts Aged(JournalEntry.Secured secured, Now now) => secured.Facts.Chain is [var leaf, ..]
        && leaf.NotAfter <= _outage.CertificatesEnd
            ? secured.Facts with
            {
                Chain = [leaf with { NotAfter = now.WallClock.AddSeconds(-1) }, .. secured.Facts.Chain.Skip(1)],
            }
            : secured.Facts;

    private void Answer(Now now, DeviceEffect.OpenChannel open, ReadOnlyMemory<byte> request)
    {
        var server = observed.At(open.To, open.Transport);
        if (IsDead(open))
        {
            if (_manner == OutageManner.Refusing)
            {
                End(now, TimeSpan.Zero, open.Channel, ChannelEnd.Refused, "");
            }
        }
        else if (server?.Answer is JournalEntry.RegisterFailed
            { Failure: { Kind: RegisterFailureKind.ConnectionLost, Reason: var reason } })
        {
            End(now, server.AnswerTook, open.Channel, ChannelEnd.ClosedByPeer, reason);
        }
        else if (server?.Answer is { } answer)
        {
            var (after, served) = Served(open.To.Address, answer);
            if (RehearsedAnswer.Write(request, served, isRefresh: !_bound.Add(open.Channel)) is { } response)
            {
                Later(now, server.AnswerTook + after, new DeviceInput.SipResponse(open.Channel, response));
            }
        }
        else
        {
            _ = Note($"what {open.To} says to REGISTER", open);
        }
    }

    /// <summary>
    /// What a server says once the user's primary pool is dead: a backup that sent the user home takes him, and an
    /// access proxy finds the backup behind it, or nobody.
    /// </summary>
    private (TimeSpan After, JournalEntry Answer) Served(IpAddress address, JournalEntry answer)
    {
        if (_outage.Primary.IsEmpty || (answer is JournalEntry.Registered && !_outage.Proxies.Contains(address)))
        {
            return (TimeSpan.Zero, answer);
        }

        if (_outage.Proxies.Contains(address))
        {
            var silence = _manner == OutageManner.Silent ? NextHopLimit * _outage.Primary.Length : TimeSpan.Zero;
            return (silence, _outage.Backup.IsEmpty ? RehearsedAnswer.NextHopDead : RehearsedAnswer.OnBackup);
        }

        return (TimeSpan.Zero, _outage.Backup.Contains(address) ? RehearsedAnswer.OnBackup : answer);
    }

    // What the device itself gave up was silence, and is so again.
    private void EndAsSeen(
        Now now, TimeSpan after, FlowId channel, ChannelEnd why, string detail, TimeSpan took, TlsFacts? tls)
    {
        if (why != ChannelEnd.TimedOut)
        {
            Later(now, after + took, new DeviceInput.ChannelEnded(channel, why, detail, tls));
        }
    }

    private void End(Now now, TimeSpan after, FlowId channel, ChannelEnd why, string detail) =>
        Later(now, after, new DeviceInput.ChannelEnded(channel, why, detail, Tls: null));

    private void Later(Now now, TimeSpan after, DeviceInput input) =>
        _coming.Enqueue((input, _asking), (now.Monotonic + after, _order++));

    private T Note<T>(string what, T then)
    {
        if (!_unseen.Contains(what))
        {
            _unseen.Add(what);
        }

        return then;
    }

    private static EndPointAddress LocalOf(ObservedServer? server) =>
        server?.Connection is JournalEntry.Connected connected ? connected.Local : Somewhere;
}
