using System.Collections.Immutable;
using Dialtone.Core.Certificates;
using Dialtone.Core.Devices;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Core.Trace;
using Dialtone.Core.Transactions;
using Dialtone.Core.UserServices;
using Dialtone.Live;
using Dialtone.Phones;
using Dialtone.Storage;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Transactions;

/// <summary>One transaction under way: its phones, in the order in which they were switched on.</summary>
internal sealed class TransactionRun : IAsyncDisposable
{
    private readonly TransactionRequest _request;
    private readonly Action<JournalEntry>? _follow;
    private readonly TimeProvider _time;
    private readonly DateTimeOffset _startedAt;
    private readonly long _start;
    private readonly PassingState _state;
    private readonly List<(Phone Phone, MessageTrace? Trace)> _phones = [];
    private readonly FollowedJournal _before;
    private MessageTrace? _traceBefore;
    private PhoneOptions? _signedInAs;
    private TaskCompletionSource _told = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TransactionRun(TransactionRequest request, Action<JournalEntry>? follow)
    {
        if (request.Kind == TransactionKind.Presence && request.Publisher is null)
        {
            throw new ArgumentException("A presence transaction has two users.", nameof(request));
        }

        (_request, _follow, _time) = (request, follow, request.Phone.Time);
        (_startedAt, _start) = (_time.GetUtcNow(), _time.GetTimestamp());
        _before = new(follow);
        _state = new(request.Phone.StateDirectory);
    }

    public async Task<TransactionResult> RunAsync(CancellationToken cancellation)
    {
        try
        {
            await (_request.Kind switch
            {
                TransactionKind.PhoneBootstrap => BootstrapAsync(cancellation),
                TransactionKind.Presence => PresenceAsync(cancellation),
                _ => SignInAsync(Options(_request.Phone), cancellation),
            }).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // What was seen by then is the result.
        }

        foreach (var (phone, _) in _phones)
        {
            _ = await phone.SignOutAsync().ConfigureAwait(false);
        }

        return _request.EveryTarget && _signedInAs is { } options
            ? await SurveyAsync(Result(), options, cancellation).ConfigureAwait(false) : Result();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (phone, _) in _phones)
        {
            await phone.DisposeAsync().ConfigureAwait(false);
        }

        _state.Dispose();
    }

    private PhoneOptions Options(PhoneOptions given) => given with
    {
        Endpoint = given.Endpoint.Length > 0 ? given.Endpoint : TransactionRunner.Endpoint,
        StateDirectory = _state.Directory,
        CertificateService = _request.TargetUri ?? given.CertificateService,
        Schemes = _request.Kind is TransactionKind.ClientAuth or TransactionKind.PhoneBootstrap
            ? [SipScheme.TlsDsk] : given.Schemes,
        AvEdge = _request.AvEdgeAddress is { } address
            ? new GivenRelay(address, _request.AvEdgeUdpPort, _request.AvEdgeTcpPort) : given.AvEdge,
        Start = _start,
    };

    private async Task<SignInReport> SignInAsync(PhoneOptions options, CancellationToken cancellation)
    {
        var trace = NewTrace();
        var phone = new Phone(options with { Trace = trace }, Hear);
        _phones.Add((phone, trace));
        _signedInAs = options;
        return await phone.SignInAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Where the caller gives up, the transaction alone is the result.</summary>
    private async Task<TransactionResult> SurveyAsync(
        TransactionResult result, PhoneOptions options, CancellationToken cancellation)
    {
        try
        {
            var surveyor = new TargetSurveyor(_request.Kind, options, _request.KeepsMessages, _follow);
            return await surveyor.RunAsync(result, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return result;
        }
    }

    private MessageTrace? NewTrace() => _request.KeepsMessages ? new() : null;

    /// <summary>
    /// Number and PIN say who the user is, and give the certificate that the phone then signs in with.
    /// </summary>
    private async Task BootstrapAsync(CancellationToken cancellation)
    {
        var options = Options(_request.Phone);
        var settings = PhoneSetup.SettingsOf(options);
        var node = new BootstrapNode(settings, _request.User, new SystemEntropy(), _before);
        _traceBefore = NewTrace();
        INode running = _traceBefore is { } trace ? new TracingNode(node, trace) : node;
        var driver = new LiveDriver(running, new LiveSettings
        {
            Time = _time,
            Start = _start,
            ExtraRoots = options.ExtraRoots,
        });
        SystemRoots.ReadAhead();
        await driver.RunAsync(() => node.IsDone, cancellation).ConfigureAwait(false);
        if (node is not { User: { } user, Certificate: { } certificate })
        {
            return;
        }

        var file = MemoryFile.ForCertificate(_state.Directory, user.Uri, options.Profile.Name);
        if (file.Replace(KeptCertificateFormat.Write(certificate)) is { } fault)
        {
            throw new IOException(fault.ToString());
        }

        _ = await SignInAsync(options with { Account = user, Epid = settings.Epid }, cancellation)
            .ConfigureAwait(false);
    }

    /// <summary>The one subscribes, then the other signs in and publishes, which the first is told.</summary>
    private async Task PresenceAsync(CancellationToken cancellation)
    {
        var publisher = _request.Publisher!;
        var subscribed = await SignInAsync(
            Options(_request.Phone) with { Watched = publisher.Account }, cancellation).ConfigureAwait(false);
        if (!subscribed.Summary.IsSignedIn)
        {
            return;
        }

        var published = await SignInAsync(
            Options(publisher) with { PublishesVisibly = true }, cancellation).ConfigureAwait(false);
        if (published.Journal.OfType<JournalEntry.Published>().Any())
        {
            await AwaitNotificationAsync(published, cancellation).ConfigureAwait(false);
        }
    }

    private async Task AwaitNotificationAsync(SignInReport publisher, CancellationToken cancellation)
    {
        var until = Now + _request.Notification;
        for (var told = _told.Task; !PresenceJudge.IsNotified(Journal()); told = _told.Task)
        {
            var left = until - Now;
            if (left <= TimeSpan.Zero)
            {
                _phones[0].Phone.Note(new JournalEntry.NotificationMissed(
                    Now, publisher.Account.Uri, _request.Notification, publisher.Contacts?.Own));
                return;
            }

            await told.WaitAsync(left, _time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private void Hear(JournalEntry entry)
    {
        _follow?.Invoke(entry);
        if (entry is JournalEntry.PresenceNotified)
        {
            Interlocked.Exchange(ref _told, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        }
    }

    private Instant Now => new(_time.GetElapsedTime(_start).Ticks);

    private ImmutableArray<JournalEntry> Journal() =>
        [.. _before.Snapshot(), .. _phones.SelectMany(each => each.Phone.Journal)];

    private TransactionResult Result()
    {
        var result = TransactionResult.Of(_request.Kind, Journal());
        return result with
        {
            StartedAt = _startedAt,
            Profile = _request.Phone.Profile.Name,
            Messages = MessageJoin.Of([_traceBefore, .. _phones.Select(each => each.Trace)]),
            MessagesLeftOut = (_traceBefore?.LeftOut ?? 0) + _phones.Sum(each => each.Trace?.LeftOut ?? 0),
        };
    }
}
