using System.Collections.Immutable;
using Dialtone.Core.Candidates;
using Dialtone.Core.Devices;
using Dialtone.Core.Journal;
using Dialtone.Live;

namespace Dialtone.Phones;

/// <summary>Looks for the Registrar as a phone would, and connects to nothing.</summary>
public static class Discoverer
{
    /// <summary>
    /// Asks every source and waits for all of them: DHCP servers are listened to for their whole time.
    /// </summary>
    /// <param name="options">The phone; of its account only the domain is used.</param>
    /// <param name="follow">Told each entry of the journal as it is written; may be <c>null</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="OperationCanceledException">The caller gave up; the exception carries its token.</exception>
    public static async Task<DiscoveryReport> RunAsync(
        PhoneOptions options, Action<JournalEntry>? follow = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var journal = new FollowedJournal(follow);
        var node = new DiscoveryNode(PhoneSetup.SettingsOf(options), new SystemEntropy(), journal);
        var driver = new LiveDriver(node, new LiveSettings { Time = options.Time });
        await driver.RunAsync(() => node.IsDone, cancellationToken).ConfigureAwait(false);
        return new DiscoveryReport(node.Plan, node.AnyResolved, journal.Snapshot());
    }
}
