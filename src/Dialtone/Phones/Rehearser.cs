using Dialtone.Core.Certificates;
using Dialtone.Core.Memory;
using Dialtone.Core.Rehearsal;
using Dialtone.Live;
using Dialtone.Storage;

namespace Dialtone.Phones;

/// <summary>
/// Looks at the network that a phone is in, and says which outages it would get through. Breaks nothing, stores
/// nothing, and disturbs none of the user's endpoints: it signs in and out as one of its own.
/// </summary>
public static class Rehearser
{
    /// <summary>Looks at everything, then rehearses.</summary>
    /// <param name="options">The phone. What it remembers is read and left as it is.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="OperationCanceledException">The caller gave up; the exception carries its token.</exception>
    public static async Task<RehearsalReport> RunAsync(
        PhoneOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var entropy = new SystemEntropy();
        var settings = PhoneSetup.SettingsOf(options);
        var memory = Recall(options);
        var observation = new Observation(settings, memory, entropy) { Certificate = KeptBefore(options) };
        SystemRoots.ReadAhead();
        while (observation.Next() is { } step)
        {
            var driver = new LiveDriver(step, new LiveSettings
            {
                Time = options.Time,
                ExtraRoots = options.ExtraRoots,
            });
            await driver.RunAsync(() => step.IsDone, cancellationToken).ConfigureAwait(false);
        }

        return RehearsalReport.Of(settings, memory, observation, options.Time.GetUtcNow(), entropy);
    }

    private static KeptCertificate? KeptBefore(PhoneOptions options)
    {
        var file = MemoryFile.ForCertificate(
            options.StateDirectory ?? StateDirectory.Default(), options.Account.Uri, options.Profile.Name);
        return file.TryRead(out var stored, out _) && stored is not null
            && KeptCertificateFormat.TryRead(stored, options.Account.Uri, out var kept, out _) ? kept : null;
    }

    // What cannot be read is no memory to a phone either; setting it aside is left to one that signs in.
    private static DeviceMemory? Recall(PhoneOptions options)
    {
        var file = new MemoryFile(
            options.StateDirectory ?? StateDirectory.Default(), options.Account.Uri, options.Profile.Name);
        return file.TryRead(out var stored, out _) && stored is not null
            && DeviceMemoryFormat.TryRead(stored, options.Account.Uri, options.Profile.Name, out var memory, out _)
                ? memory : null;
    }
}
