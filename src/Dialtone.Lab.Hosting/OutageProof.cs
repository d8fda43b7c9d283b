using System.Collections.Immutable;
using System.Globalization;
using Dialtone.Core.Journal;
using Dialtone.Core.Memory;
using Dialtone.Core.Rehearsal;
using Dialtone.Core.SignIn;
using Dialtone.Lab.Faults;
using Dialtone.Phones;
using Dialtone.Storage;

namespace Dialtone.Lab.Hosting;

/// <summary>
/// Proves a rehearsal: breaks a lab as each of its rows says under a phone that is signed in, boots one with the same
/// memory and one without, and sees which way they go. On loopback no machine can keep silent: what is dead refuses
/// connections, but for DNS and DHCP.
/// </summary>
public sealed class OutageProof(LoopbackLab lab, PhoneOptions phone)
{
    // A pool that is lost is found so at the first heartbeat after its time, and one that is back likewise.
    private static readonly TimeSpan Heartbeats = TimeSpan.FromSeconds(2);

    // What a phone is given to be registered again, in tenths of a second.
    private const int LooksMax = 200;

    private int _phones;

    /// <summary>Breaks and mends the lab, row by row.</summary>
    /// <param name="report">The rehearsal of that phone in that lab.</param>
    /// <param name="cancellationToken">Gives up; the lab may then be broken.</param>
    /// <exception cref="OperationCanceledException">The caller gave up; the exception carries its token.</exception>
    public async Task<ImmutableArray<ProvedRow>> RunAsync(RehearsalReport report, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        var rows = ImmutableArray.CreateBuilder<ProvedRow>();
        foreach (var row in report.Rows)
        {
            rows.Add(await ProveAsync(row, report.Memory, cancellationToken).ConfigureAwait(false));
        }

        return rows.ToImmutable();
    }

    private async Task<ProvedRow> ProveAsync(
        RehearsalRow row, DeviceMemory? memory, CancellationToken cancellationToken)
    {
        var fault = OutageFault.Of(row.Outage, OutageManner.Refusing);
        var standing = PhoneWith(memory);
        await using (standing.ConfigureAwait(false))
        {
            _ = await standing.SignInAsync(cancellationToken).ConfigureAwait(false);
            var before = standing.Journal.Length;
            lab.Switch(fault, on: true);
            var began = phone.Time.GetTimestamp();
            await SettleAsync(row, lab.Deployment.FailureDetectionInterval, cancellationToken).ConfigureAwait(false);
            var with = BootAsync(memory, cancellationToken);
            var without = BootAsync(memory: null, cancellationToken);
            var (device, newDevice) = (await with.ConfigureAwait(false), await without.ConfigureAwait(false));
            var seen = () => standing.Journal[before..];
            if (row.SignedIn?.Path is not null && (row.Outage.Others.IsEmpty || IsLost(seen())))
            {
                await UntilAsync(() => SignInPath.Of(seen()) is not null, cancellationToken).ConfigureAwait(false);
            }

            var stayed = Stayed(seen(), phone.Time.GetElapsedTime(began));
            _ = await standing.SignOutAsync().ConfigureAwait(false);
            lab.Switch(fault, on: false);
            await SettleAsync(row, lab.Deployment.FailbackDetectionInterval, cancellationToken).ConfigureAwait(false);
            return new(row, device, newDevice, stayed);
        }
    }

    private static bool IsLost(ImmutableArray<JournalEntry> seen) =>
        seen.Any(entry => entry is JournalEntry.ChannelLost or JournalEntry.CycleBegan);

    private static ProvedPhone Stayed(ImmutableArray<JournalEntry> seen, TimeSpan took) =>
        IsLost(seen)
            ? new(IsKept: false, SignInPath.Of(seen), took)
            : new(IsKept: true, Path: null, took);

    private async Task UntilAsync(Func<bool> isSo, CancellationToken cancellationToken)
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(100), phone.Time);
        for (var looks = 0; looks < LooksMax && !isSo(); looks++)
        {
            _ = await look.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    // A backup takes users only once it has found the primary dead, and gives them back once it is home again.
    private async Task SettleAsync(RehearsalRow row, TimeSpan interval, CancellationToken cancellationToken)
    {
        if (!row.Outage.Primary.IsEmpty)
        {
            using var passed = new PeriodicTimer(interval + Heartbeats, phone.Time);
            _ = await passed.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<ProvedPhone> BootAsync(DeviceMemory? memory, CancellationToken cancellationToken)
    {
        var booted = PhoneWith(memory);
        await using (booted.ConfigureAwait(false))
        {
            var report = await booted.SignInAsync(cancellationToken).ConfigureAwait(false);
            if (report.Summary.Registered is not null)
            {
                _ = await booted.SignOutAsync().ConfigureAwait(false);
            }

            return new(IsKept: false, SignInPath.Of(report.Journal), report.Summary.Took);
        }
    }

    private Phone PhoneWith(DeviceMemory? memory)
    {
        var state = Path.Combine(
            lab.WorkDirectory, string.Create(CultureInfo.InvariantCulture, $"phone-{++_phones}"));
        if (memory is not null)
        {
            var file = new MemoryFile(state, phone.Account.Uri, phone.Profile.Name);
            if (file.Replace(DeviceMemoryFormat.Write(memory)) is { } fault)
            {
                throw new IOException(fault.ToString());
            }
        }

        return new Phone(phone with { StateDirectory = state });
    }
}
