using System.Collections.Immutable;
using Dialtone.Core.Candidates;
using Dialtone.Core.Devices;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Core.Memory;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Lab.Scenarios;
using Dialtone.Wire.Addresses;

namespace Dialtone.Simulation.Tests.Scenarios;

/// <summary>Devices with a planted fault: what the checks are checked with.</summary>
internal static class Canaries
{
    /// <summary>TCP before TLS: the device's own order, told with the transports exchanged.</summary>
    public static DeviceFactory OrderSwapped => (settings, entropy, journal, stored) =>
        DeviceNode.WithStored(settings, entropy, new SwappingJournal(journal), stored);

    /// <summary>Candidates that are tried and that no plan has.</summary>
    public static DeviceFactory PlanIgnored => (settings, entropy, journal, stored) =>
        DeviceNode.WithStored(settings, entropy, new ForgettingJournal(journal), stored);

    /// <summary>The next candidate is made ready as soon as the one whose turn it is has been begun.</summary>
    public static DeviceFactory MadeReadyAtOnce => (settings, entropy, journal, stored) => DeviceNode.WithStored(
        settings with { Timings = settings.Timings with { Silence = TimeSpan.Zero } }, entropy, journal, stored);

    /// <summary>Whatever connection becomes ready gets the REGISTER that another waits with.</summary>
    public static DeviceFactory RegistersAhead => Wrapping(() => new RegisteringAhead());

    /// <summary>Memory is used although Registrars were found, only because all of them failed.</summary>
    public static DeviceFactory MemoryTooEarly => (settings, entropy, journal, stored) => DeviceNode.WithStored(
        settings with { Profile = settings.Profile with { MemoryAfterEveryFailure = true } }, entropy, journal, stored);

    /// <summary>The deadline is lost once the device waits for its first back-off.</summary>
    public static DeviceFactory DeadlineLost => Wrapping(() => new DeadlineLosing());

    /// <summary>A connection that ends takes the memory with it.</summary>
    public static DeviceFactory MemoryFlushedOnFailure => Wrapping(() => new Flushing());

    /// <summary>Bytes go out as soon as TCP stands, before TLS does.</summary>
    public static DeviceFactory TalksBeforeTls => Wrapping(() => new TalkingEarly());

    /// <summary>Any certificate is good enough: the judge's clock is wherever the certificate wants it.</summary>
    public static DeviceFactory TrustsEverybody => Wrapping(() => new Trusting());

    /// <summary>Every memory is stored without the journal knowing, and with the last byte missing.</summary>
    public static DeviceFactory SavesHalf => Wrapping(() => new SavingHalf());

    /// <summary>A phone that was told to follow its contacts does not ask for them.</summary>
    public static DeviceFactory FollowsNobody => (settings, entropy, journal, stored) => DeviceNode.WithStored(
        settings with { FollowsPresence = false }, entropy, journal, stored);

    /// <summary>What cannot be read is dropped without a word.</summary>
    public static DeviceFactory HidesMalformed => (settings, entropy, journal, stored) =>
        DeviceNode.WithStored(settings, entropy, new HidingJournal(journal), stored);

    /// <summary>An answer of DNS that cannot be read is said to be something else.</summary>
    public static DeviceFactory HidesMalformedDns => (settings, entropy, journal, stored) =>
        DeviceNode.WithStored(settings, entropy, new DnsHidingJournal(journal), stored);

    /// <summary>A torn file is patched up instead of set aside.</summary>
    public static DeviceFactory PatchesMemory => (settings, entropy, journal, stored) =>
        stored is { } bytes && !DeviceMemoryFormat.TryRead(bytes.Span, out _, out _)
            ? new DeviceNode(settings, entropy, journal, Patched(settings))
            : DeviceNode.WithStored(settings, entropy, journal, stored);

    private static DeviceMemory Patched(DeviceSettings settings) => new()
    {
        Account = settings.Account.Uri,
        Profile = settings.Profile.Name,
        Registrar = new(HostName.Parse("pool01.contoso.example"), SipTransport.Tls, 5061),
        SavedAt = DateTimeOffset.UnixEpoch,
    };

    private static DeviceFactory Wrapping(Func<Wrapper> make) => (settings, entropy, journal, stored) =>
    {
        var wrapper = make();
        wrapper.Inner = DeviceNode.WithStored(settings, entropy, journal, stored);
        return wrapper;
    };

    private abstract class Wrapper : INode
    {
        public DeviceNode Inner { get; set; } = null!;

        public virtual Instant? Deadline => Inner.Deadline;

        public virtual void Handle(Now now, NetInput input, NetEffects effects) => Inner.Handle(now, input, effects);

        protected static void Replace(NetEffects effects, Func<NetEffect, NetEffect> change)
        {
            var changed = effects.Select(change).ToList();
            effects.Clear();
            changed.ForEach(effects.Add);
        }
    }

    private sealed class DeadlineLosing : Wrapper
    {
        private bool _lost;

        public override Instant? Deadline => _lost ? null : Inner.Deadline;

        public override void Handle(Now now, NetInput input, NetEffects effects)
        {
            base.Handle(now, input, effects);
            _lost |= ((DeviceNode)Inner).Device.Phase == DevicePhase.BackingOff;
        }
    }

    private sealed class Flushing : Wrapper
    {
        public override void Handle(Now now, NetInput input, NetEffects effects)
        {
            base.Handle(now, input, effects);
            if (input is NetInput.Ended)
            {
                effects.Add(new NetEffect.Save(null));
            }
        }
    }

    private sealed class TalkingEarly : Wrapper
    {
        private readonly HashSet<FlowId> _tls = [];

        public override void Handle(Now now, NetInput input, NetEffects effects)
        {
            base.Handle(now, input, effects);
            foreach (var effect in effects)
            {
                if (effect is NetEffect.Connect { Tls: not null } connect)
                {
                    _tls.Add(connect.Flow);
                }
            }

            if (input is NetInput.Connected connected && _tls.Contains(connected.Flow))
            {
                effects.Add(new NetEffect.Write(connected.Flow, "\r\n\r\n"u8.ToArray()));
            }
        }
    }

    private sealed class RegisteringAhead : Wrapper
    {
        private NetEffect.Write? _last;

        public override void Handle(Now now, NetInput input, NetEffects effects)
        {
            base.Handle(now, input, effects);
            var register = effects.OfType<NetEffect.Write>()
                .LastOrDefault(write => write.Bytes.Span.StartsWith("REGISTER "u8));
            if (register is null && _last is { } earlier && input is NetInput.Secured secured)
            {
                effects.Add(new NetEffect.Write(secured.Flow, earlier.Bytes));
            }

            _last = register is null ? _last : new(register.Flow, register.Bytes.ToArray());
        }
    }

    private sealed class Trusting : Wrapper
    {
        public override void Handle(Now now, NetInput input, NetEffects effects) =>
            base.Handle(
                now,
                input is NetInput.Secured secured ? secured with { Tls = Praised(secured.Tls, now) } : input,
                effects);

        private static TlsFacts Praised(TlsFacts facts, Now now) => facts with
        {
            Trust = ChainTrust.Trusted,
            Chain =
            [
                facts.Chain[0] with { NotBefore = now.WallClock.AddDays(-1), NotAfter = now.WallClock.AddDays(1) },
            ],
        };
    }

    private sealed class SavingHalf : Wrapper
    {
        public override void Handle(Now now, NetInput input, NetEffects effects)
        {
            base.Handle(now, input, effects);
            Replace(effects, effect => effect is NetEffect.Save { Memory: { } memory }
                ? new NetEffect.Save(memory[..^1])
                : effect);
        }
    }

    private sealed class HidingJournal(IJournal inner) : IJournal
    {
        public void Write(JournalEntry entry)
        {
            if (entry is not JournalEntry.Malformed)
            {
                inner.Write(entry);
            }
        }
    }

    private sealed class DnsHidingJournal(IJournal inner) : IJournal
    {
        public void Write(JournalEntry entry) => inner.Write(entry is JournalEntry.DnsSeen seen
            ? seen with { Outcome = seen.Outcome with { Tries = [.. seen.Outcome.Tries.Select(Quiet)] } }
            : entry);

        private static DnsTry Quiet(DnsTry one) => one with { Fault = null };
    }

    private sealed class SwappingJournal(IJournal inner) : IJournal
    {
        public void Write(JournalEntry entry) => inner.Write(entry switch
        {
            JournalEntry.Planned planned => planned with { Candidates = [.. planned.Candidates.Select(Swapped)] },
            JournalEntry.AttemptBegan attempt => attempt with { Candidate = Swapped(attempt.Candidate) },
            _ => entry,
        });

        private static Candidate Swapped(Candidate candidate) => candidate with
        {
            Transport = candidate.Transport == SipTransport.Tls ? SipTransport.Tcp : SipTransport.Tls,
        };
    }

    private sealed class ForgettingJournal(IJournal inner) : IJournal
    {
        public void Write(JournalEntry entry) => inner.Write(
            entry is JournalEntry.Planned { Cycle: Cycle.Scratch } planned
                ? planned with { Candidates = ImmutableArray<Candidate>.Empty }
                : entry);
    }
}
