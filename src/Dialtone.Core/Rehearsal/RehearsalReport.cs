using System.Collections.Immutable;
using Dialtone.Core.Devices;
using Dialtone.Core.Journal;
using Dialtone.Core.Memory;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;

namespace Dialtone.Core.Rehearsal;

/// <summary>
/// Which outages a device would get through, worked out from what its network shows now. Nothing was broken for it.
/// </summary>
public sealed record RehearsalReport
{
    /// <summary>For whom.</summary>
    public required AddressOfRecord Account { get; init; }

    /// <summary>The name of the profile.</summary>
    public required string Profile { get; init; }

    /// <summary>When, by the device's own clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The sign-in that was really had, with nothing dead.</summary>
    public required ImmutableArray<JournalEntry> SignIn { get; init; }

    /// <summary>What the device remembered before it; <c>null</c> for nothing.</summary>
    public required DeviceMemory? Memory { get; init; }

    /// <summary>Who is who in the network.</summary>
    public required OutageTable Table { get; init; }

    /// <summary>
    /// A row for each outage; empty where the Registrar refuses the user, for whom nothing can be said.
    /// </summary>
    public required ImmutableArray<RehearsalRow> Rows { get; init; }

    /// <summary>Whether what was really had with nothing dead went the way that the rehearsal says.</summary>
    public bool AgreesWithSignIn => Rows is [{ Device.Path: var path }, ..] && path == SignInPath.Of(SignIn);

    /// <summary>Rehearses every outage.</summary>
    /// <param name="settings">What the device is told.</param>
    /// <param name="memory">What it remembers; <c>null</c> for nothing.</param>
    /// <param name="observation">The network, looked at to the end.</param>
    /// <param name="wallClock">The device's clock.</param>
    /// <param name="entropy">Chance.</param>
    public static RehearsalReport Of(
        DeviceSettings settings, DeviceMemory? memory, Observation observation, DateTimeOffset wallClock,
        IEntropy entropy)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(observation);
        var signIn = observation.SignIn
            ?? throw new ArgumentException("The network was not looked at.", nameof(observation));
        var registered = signIn.Journal.OfType<JournalEntry.Registered>().FirstOrDefault();
        var table = new OutageTable(observation.Network, settings.Profile, registered, signIn.Memory, memory);
        return new()
        {
            Account = settings.Account,
            Profile = settings.Profile.Name,
            At = wallClock,
            SignIn = signIn.Journal,
            Memory = memory,
            Table = table,
            Rows = observation.IsRefused ? [] : [.. table.Outages.Select(RowOf)],
        };

        RehearsalRow RowOf(Outage outage)
        {
            return new(outage, Run(memory, OutageManner.Silent), Run(null, OutageManner.Silent))
            {
                DeviceRefused = Run(memory, OutageManner.Refusing),
                NewDeviceRefused = Run(null, OutageManner.Refusing),
                SignedIn = RehearsalRun.Stay(
                    settings, signIn.Memory, observation.Network, outage, OutageManner.Silent, wallClock, entropy),
            };

            RehearsedSignIn Run(DeviceMemory? remembered, OutageManner manner) => RehearsalRun.Boot(
                settings, remembered, observation.Network, outage, manner, wallClock, entropy);
        }
    }
}
