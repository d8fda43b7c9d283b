using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Dialtone.Core.Net;
using Dialtone.Lab.Faults;
using Dialtone.Lab.Hosting.Http;
using Dialtone.Lab.Scenarios;
using Dialtone.Live;
using Dialtone.Wire.Presence;

namespace Dialtone.Lab.Hosting;

/// <summary>
/// A deployment on this machine: its servers on loopback addresses of their own, with real sockets and real TLS. Needs
/// no rights, runs beside other labs, and leaves nothing behind when it is disposed.
/// </summary>
public sealed class LoopbackLab : IAsyncDisposable
{
    // A port may be taken between finding and opening it; hardly five times in a row.
    private const int AttemptsMax = 5;

    // What a timer measures at the least.
    private static readonly TimeSpan TimerMin = TimeSpan.FromMilliseconds(1);

    private readonly Lock _turn = new();
    private readonly SortedSet<string> _faults = new(StringComparer.Ordinal);
    private readonly LabCertificates _certificates;
    private readonly KestrelHttp _http = new();
    private readonly ImmutableArray<HostedPlace> _places;
    private readonly DirectoryInfo _directory;
    private readonly TimeProvider _time;
    private LabControlServer? _control;
    private int _disposed;

    private LoopbackLab(Deployment deployment, LoopbackLabOptions options)
    {
        _time = options.Time;
        var entropy = new SystemEntropy();
        Nodes = new(deployment, _ => entropy);
        foreach (var fault in LabFault.All.Where(fault => options.Faults.Contains(fault.Name)))
        {
            fault.Switch(Nodes, true);
            _ = _faults.Add(fault.Name);
        }

        _certificates = new(deployment, options.Key, options.Time.GetUtcNow());
        foreach (var web in Nodes.Webs)
        {
            (web.Chain, web.ForeignChain) = ([_certificates.Root.RawData], [_certificates.ForeignRoot]);
        }

        // Should the process be killed, its number says whose the directory was.
        _directory = Directory.CreateTempSubdirectory(
            string.Create(CultureInfo.InvariantCulture, $"{LabControl.DirectoryPrefix}{Environment.ProcessId}-"));
        CaFile = Path.Combine(_directory.FullName, "ca.pem");
        var settings = new LiveSettings
        {
            Time = options.Time,
            ExtraRoots = [_certificates.Root],
            Identities = _certificates.Identities,
            Keytab = options.Keytab,
            ServeHttp = _http.Serve,
            Issue = _certificates.Issue,
        };
        _places = [.. PlacesOf(Nodes).Select(place => new HostedPlace(place, _turn, settings))];
    }

    /// <summary>
    /// The servers. What they have seen is read, and what they do wrong is changed, inside <see cref="Switch"/> or with
    /// the lab at rest: they run on threads of their own.
    /// </summary>
    public DeploymentNodes Nodes { get; }

    /// <summary>The deployment as it stands here: with its addresses and ports on this machine.</summary>
    public Deployment Deployment => Nodes.Deployment;

    /// <summary>The certificate of the authority that the lab's clients trust, without its key.</summary>
    public X509Certificate2 Root => _certificates.Root;

    /// <summary>The same in a PEM file, for other programs; removed with the lab.</summary>
    public string CaFile { get; }

    /// <summary>A directory of this lab alone, this user's only; removed with the lab and all that is in it.</summary>
    public string WorkDirectory => _directory.FullName;

    /// <summary>What is broken now, by name, in the order of the alphabet.</summary>
    public ImmutableArray<string> Faults
    {
        get
        {
            lock (_turn)
            {
                return [.. _faults];
            }
        }
    }

    /// <summary>Everything that a foreign client needs to know, as of now.</summary>
    public LabSheet Sheet
    {
        get
        {
            lock (_turn)
            {
                return LabSheet.Of(this, [.. _faults]);
            }
        }
    }

    /// <summary>The faults that can be had here, by name.</summary>
    public static ImmutableArray<string> FaultNames { get; } =
        [.. LabFault.All.Where(fault => fault.Hosting == FaultHosting.Everywhere).Select(fault => fault.Name)];

    /// <summary>
    /// What is wrong with the names of faults; <c>null</c> where all of them can be had in such a deployment.
    /// </summary>
    public static LabStart? Check(IReadOnlyList<string> faults, Deployment deployment)
    {
        ArgumentNullException.ThrowIfNull(faults);
        ArgumentNullException.ThrowIfNull(deployment);
        foreach (var name in faults)
        {
            if (!LabFault.TryFind(name, out var fault))
            {
                return new LabStart.UnknownFault(name, FaultNames);
            }

            if (fault.Hosting == FaultHosting.WorldOnly)
            {
                return new LabStart.FaultOfWorldOnly(name);
            }

            if (fault.NeedsBalancer && deployment.Pool01Balancer is null)
            {
                return new LabStart.FaultNeedsBalancer(name);
            }
        }

        return null;
    }

    /// <summary>
    /// Starts a lab, and waits until every port is open. What can go wrong is a value;
    /// <see cref="LabStart.Running"/> has the lab.
    /// </summary>
    /// <exception cref="OperationCanceledException">It was not to be started after all; nothing is left.</exception>
    /// <exception cref="IOException">There is no room for <see cref="CaFile"/>.</exception>
    public static async Task<LabStart> StartAsync(LoopbackLabOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (Check(options.Faults, options.Deployment) is { } wrong)
        {
            return wrong;
        }

        for (var attempt = 1; ; attempt++)
        {
            var (deployment, fault) = LabSite.Find(options.Deployment, options.KeepsPorts);
            if (deployment is null)
            {
                return fault!;
            }

            var lab = new LoopbackLab(deployment, options);
            var notBound = await lab.UpAsync(cancellationToken).ConfigureAwait(false);
            if (notBound is null)
            {
                return new LabStart.Running(lab);
            }

            if (attempt == AttemptsMax)
            {
                return notBound;
            }
        }
    }

    /// <summary>Switches a fault on or off while the lab runs. Any thread.</summary>
    /// <exception cref="ArgumentException">The fault can be had in a simulated world alone.</exception>
    public void Switch(LabFault fault, bool on)
    {
        ArgumentNullException.ThrowIfNull(fault);
        if (fault.Hosting == FaultHosting.WorldOnly)
        {
            throw new ArgumentException($"{new LabStart.FaultOfWorldOnly(fault.Name)}", nameof(fault));
        }

        lock (_turn)
        {
            fault.Switch(Nodes, on);
            _ = on ? _faults.Add(fault.Name) : _faults.Remove(fault.Name);
        }

        TellAll();
    }

    /// <summary>Plays a user to be something, whatever the user's phones publish.</summary>
    /// <param name="user">The user part of the SIP address.</param>
    /// <param name="played">What; <c>null</c> for what the phones publish.</param>
    /// <param name="note">What the user says of it.</param>
    /// <returns>Whether there is that user.</returns>
    public bool Play(string user, Availability? played, string note = "")
    {
        var isKnown = Nodes.Services.Presence.Play(user, played, note);
        TellAll();
        return isKnown;
    }

    /// <summary>
    /// Switches what a scenario says, when it says so, counted from now. Ends with the last of it.
    /// </summary>
    /// <param name="events">What is switched, in the order of time.</param>
    /// <param name="switched">Is told of each, when it is done.</param>
    /// <param name="cancellationToken">Ends it before that.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task PlayAsync(
        ImmutableArray<LabScenarioEvent> events, Action<LabScenarioEvent> switched,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(switched);
        var start = _time.GetTimestamp();
        foreach (var one in events)
        {
            if (one.At - _time.GetElapsedTime(start) is var left && left > TimerMin)
            {
                using var timer = new PeriodicTimer(left, _time);
                _ = await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false);
            }

            Switch(one.Fault, one.On);
            switched(one);
        }
    }

    /// <summary>
    /// Lets other processes of this user switch faults, by <see cref="LabControl"/>, until the lab is disposed.
    /// </summary>
    /// <returns>Why this system does not let it; empty where it does.</returns>
    public string Listen()
    {
        if (_control is not null)
        {
            return "";
        }

        (_control, var why) = LabControlServer.Start(this);
        return why;
    }

    /// <summary>Runs until it is cancelled. A defect of a server ends it too, with that server's exception.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        var first = await Task.WhenAny(_places.Select(place => place.Run)).WaitAsync(cancellationToken)
            .ConfigureAwait(false);
        await first.ConfigureAwait(false);
    }

    /// <summary>Stops every server, closes every port and connection, and removes the directory.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        if (_control is { } control)
        {
            await control.DisposeAsync().ConfigureAwait(false);
        }

        await Task.WhenAll(_places.Select(place => place.DisposeAsync().AsTask())).ConfigureAwait(false);
        await _http.DisposeAsync().ConfigureAwait(false);
        _certificates.Dispose();
        _directory.Delete(recursive: true);
    }

    private static IEnumerable<LabPlace> PlacesOf(DeploymentNodes nodes) => nodes.Balancer is { } balancer
        ? nodes.Places.Append(new("balancer", balancer.Settings.Address, balancer))
        : nodes.Places;

    private void TellAll()
    {
        foreach (var place in _places)
        {
            place.Tell(new NetInput.SettingsChanged());
        }
    }

    // Not up means not there: whatever it was, nothing of the lab stays.
    private async Task<LabStart.NotBound?> UpAsync(CancellationToken cancellationToken)
    {
        LabStart.NotBound? notBound = null;
        var isUp = false;
        try
        {
            await File.WriteAllTextAsync(CaFile, _certificates.Pem, cancellationToken).ConfigureAwait(false);
            foreach (var place in _places)
            {
                notBound ??= await place.UpAsync(cancellationToken).ConfigureAwait(false);
            }

            isUp = notBound is null;
            return notBound;
        }
        finally
        {
            if (!isUp)
            {
                await DisposeAsync().ConfigureAwait(false);
            }
        }
    }
}
