using System.Collections.Immutable;
using Dialtone.Core.Certificates;
using Dialtone.Core.Devices;
using Dialtone.Core.Journal;
using Dialtone.Core.Memory;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Core.Trace;
using Dialtone.Live;
using Dialtone.Net;
using Dialtone.Storage;

namespace Dialtone.Phones;

/// <summary>
/// One phone on the real network. <see cref="SignInAsync"/> switches it on and reports how the sign-in went; after that
/// it stays signed in, through outages, until <see cref="SignOutAsync"/> or its disposal.
/// </summary>
public sealed class Phone : IAsyncDisposable
{
    private readonly PhoneOptions _options;
    private readonly FollowedJournal _journal;
    private readonly DeviceNode _node;
    private readonly LiveDriver _driver;
    private readonly NetworkWatch _watch;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly DateTimeOffset _startedAt;
    private Task? _run;

    /// <summary>Prepares a phone. Nothing happens on the network yet.</summary>
    /// <param name="options">What it is told.</param>
    /// <param name="follow">Told each entry of the journal as it is written, on the phone's own thread; may be
    /// <c>null</c>.</param>
    public Phone(PhoneOptions options, Action<JournalEntry>? follow = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _startedAt = options.Time.GetUtcNow();
        _journal = new FollowedJournal(follow);
        var directory = options.StateDirectory ?? StateDirectory.Default();
        var file = new MemoryFile(directory, options.Account.Uri, options.Profile.Name);
        var certificate = MemoryFile.ForCertificate(directory, options.Account.Uri, options.Profile.Name);
        var roots = MemoryFile.ForRoots(directory, options.Account.Uri, options.Profile.Name);
        var settings = PhoneSetup.SettingsOf(options) with
        {
            Roots = options.LearnsRoots ? LearnedBefore(roots) : null,
        };
        _node = new DeviceNode(settings, new SystemEntropy(), _journal, Remembered(file));
        if (KeptBefore(certificate) is { } kept)
        {
            _node.Keep(kept);
        }

        INode running = options.Trace is { } trace ? new TracingNode(_node, trace) : _node;
        _driver = new LiveDriver(running, new LiveSettings
        {
            Time = options.Time,
            Start = options.Start,
            ExtraRoots = options.ExtraRoots,
            Save = file.Save,
            SaveCertificate = certificate.Save,
            SaveRoots = roots.Save,
        });
        _watch = new NetworkWatch(options.Time, addresses =>
            _driver.Post(new NetInput.NetworkChanged(addresses, PhoneSetup.NetworkOf(options))));
    }

    /// <summary>What the phone is doing.</summary>
    public DevicePhase Phase => _node.Device.Phase;

    /// <summary>Everything that was seen so far.</summary>
    public ImmutableArray<JournalEntry> Journal => _journal.Snapshot();

    /// <summary>
    /// Switches the phone on and waits until it is signed in and has its settings and relays, if there are any, or has
    /// been through everything there is to try once.
    /// A network that fails is a report, not an exception.
    /// </summary>
    /// <exception cref="OperationCanceledException">The caller gave up; the exception carries its token.</exception>
    /// <exception cref="InvalidOperationException">The phone was switched on before.</exception>
    public async Task<SignInReport> SignInAsync(CancellationToken cancellationToken = default)
    {
        if (_run is not null)
        {
            throw new InvalidOperationException("A phone is switched on once.");
        }

        _run = _driver.RunAsync(IsOver, _stop.Token);
        SystemRoots.ReadAhead();
        var first = await Task.WhenAny(_run, _settled.Task).WaitAsync(cancellationToken).ConfigureAwait(false);
        await first.ConfigureAwait(false);
        return Report();
    }

    /// <summary>What is known at this moment, as a report.</summary>
    public SignInReport Report()
    {
        var journal = _journal.Snapshot();
        return new(_options.Account, _options.Profile.Name, _startedAt, SignInSummary.Of(journal), journal);
    }

    /// <summary>Signs out, within the time limit for that, and switches the phone off.</summary>
    /// <returns>Whether the Registrar confirmed it.</returns>
    public async Task<bool> SignOutAsync()
    {
        if (_run is null)
        {
            return false;
        }

        _driver.Post(new NetInput.SignOut());
        await _run.ConfigureAwait(false);
        return _journal.Snapshot().OfType<JournalEntry.SignedOut>().LastOrDefault() is { Confirmed: true };
    }

    /// <summary>Cuts the power: nothing is said to the Registrar.</summary>
    public async ValueTask DisposeAsync()
    {
        _watch.Dispose();
        await _stop.CancelAsync().ConfigureAwait(false);
        if (_run is not null)
        {
            await _run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _stop.Dispose();
    }

    /// <summary>Writes down what whoever runs the phone has seen beside it.</summary>
    internal void Note(JournalEntry entry) => _journal.Write(entry);

    private bool IsOver()
    {
        if (Phase is DevicePhase.BackingOff or DevicePhase.Off
            || (Phase == DevicePhase.SignedIn && !_node.Device.AwaitsServices))
        {
            _ = _settled.TrySetResult();
        }

        return Phase == DevicePhase.Off;
    }

    private DeviceMemory? Remembered(MemoryFile file)
    {
        var fault = MemoryFault.None;
        DeviceMemory? memory = null;
        var isGood = Stored(file) is not { } stored || DeviceMemoryFormat.TryRead(
            stored, _options.Account.Uri, _options.Profile.Name, out memory, out fault);
        SetAsideUnless(isGood, file, fault);
        return memory;
    }

    private KeptCertificate? KeptBefore(MemoryFile file)
    {
        var fault = MemoryFault.None;
        KeptCertificate? kept = null;
        var isGood = Stored(file) is not { } stored
            || KeptCertificateFormat.TryRead(stored, _options.Account.Uri, out kept, out fault);
        SetAsideUnless(isGood, file, fault);
        return kept;
    }

    private LearnedRoots? LearnedBefore(MemoryFile file)
    {
        var fault = MemoryFault.None;
        LearnedRoots? roots = null;
        var isGood = Stored(file) is not { } stored
            || LearnedRootsFormat.TryRead(stored, _options.Account.Domain, out roots, out fault);
        SetAsideUnless(isGood, file, fault);
        return roots;
    }

    private byte[]? Stored(MemoryFile file)
    {
        if (!file.TryRead(out var stored, out var unreadable))
        {
            _journal.Write(new JournalEntry.MemorySetAside(Instant.Zero, unreadable.ToString()));
        }

        return stored;
    }

    private void SetAsideUnless(bool isGood, MemoryFile file, MemoryFault fault)
    {
        if (!isGood)
        {
            var moved = file.SetAside(out var aside, out var stuck) ? $"it is kept as {aside}" : stuck.ToString();
            _journal.Write(new JournalEntry.MemorySetAside(Instant.Zero, $"{fault}; {moved}"));
        }
    }
}
