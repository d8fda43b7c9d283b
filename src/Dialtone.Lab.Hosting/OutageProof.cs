using System.Collections.Immutable;
using System.Globalization;
using Dialtone.Core.Memory;
using Dialtone.Core.Rehearsal;
using Dialtone.Core.SignIn;
using Dialtone.Lab.Faults;
using Dialtone.Phones;
using Dialtone.Storage;

namespace Dialtone.Lab.Hosting;

/// <summary>
/// Proves a rehearsal: breaks a lab as each of its rows says, boots a phone with the same memory and one without, and
/// sees which way they go. On loopback no machine can keep silent: what is dead refuses connections, but for DNS and
/// DHCP.
/// </summary>
public sealed class OutageProof(LoopbackLab lab, PhoneOptions phone)
{
    // A pool that is lost is found so at the first heartbeat after its time, and one that is back likewise.
    private static readonly TimeSpan Heartbeats = TimeSpan.FromSeconds(2);

    private int _boots;

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
            var fault = OutageFault.Of(row.Outage, OutageManner.Refusing);
            lab.Switch(fault, on: true);
            await SettleAsync(row, lab.Deployment.FailureDetectionInterval, cancellationToken).ConfigureAwait(false);
            var with = BootAsync(report.Memory, cancellationToken);
            var without = BootAsync(memory: null, cancellationToken);
            var (device, deviceTook) = await with.ConfigureAwait(false);
            var (newDevice, newDeviceTook) = await without.ConfigureAwait(false);
            rows.Add(new(row, device, newDevice, deviceTook, newDeviceTook));
            lab.Switch(fault, on: false);
            await SettleAsync(row, lab.Deployment.FailbackDetectionInterval, cancellationToken).ConfigureAwait(false);
        }

        return rows.ToImmutable();
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

    private async Task<(SignInPath? Path, TimeSpan Took)> BootAsync(
        DeviceMemory? memory, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref _boots);
        var state = Path.Combine(
            lab.WorkDirectory, string.Create(CultureInfo.InvariantCulture, $"boot-{number}"));
        if (memory is not null)
        {
            var file = new MemoryFile(state, phone.Account.Uri, phone.Profile.Name);
            if (file.Replace(DeviceMemoryFormat.Write(memory)) is { } fault)
            {
                throw new IOException(fault.ToString());
            }
        }

        var booted = new Phone(phone with { StateDirectory = state });
        await using (booted.ConfigureAwait(false))
        {
            var report = await booted.SignInAsync(cancellationToken).ConfigureAwait(false);
            if (report.Summary.Registered is not null)
            {
                _ = await booted.SignOutAsync().ConfigureAwait(false);
            }

            return (SignInPath.Of(report.Journal), report.Summary.Took);
        }
    }
}
