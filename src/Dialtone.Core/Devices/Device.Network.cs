using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;

namespace Dialtone.Core.Devices;

/// <content>What a change of this machine's own addresses means.</content>
public sealed partial class Device
{
    private void ChangeNetwork(Now now, DeviceInput.NetworkChanged changed, List<DeviceEffect> effects)
    {
        journal.Write(new JournalEntry.NetworkChanged(now.Monotonic, changed.Addresses));
        Settings = changed.Network is { } network ? Settings.On(network) : Settings;
        // What could not be reached from there may well be reached from here.
        _marks?.Clear();
        switch (Phase)
        {
            // What is under way was begun from other addresses: its questions, its connections, their time limits. One
            // that stands is not given up because there is another address now.
            case DevicePhase.Discovering or DevicePhase.Attempting
                when !changed.Addresses.IsDefault && !(_attempt?.Stands(changed.Addresses) ?? false):
            case DevicePhase.BackingOff
                when HasNetwork(changed) && !_isBarred:
                StopCycle(effects);
                _failedCycles = 0;
                BeginCycle(now, effects);
                break;
            case DevicePhase.SignedIn:
                Doubt(now, changed, _registration!, effects);
                break;
            default:
                break;
        }
    }

    /// <summary>
    /// A connection whose own address is gone is lost, although no system says so of its sockets. One that kept it may
    /// lead nowhere all the same: it is asked at once, by a refresh that has little time.
    /// </summary>
    private void Doubt(
        Now now, DeviceInput.NetworkChanged changed, Registration standing, List<DeviceEffect> effects)
    {
        var own = standing.Exchange.Local.Address;
        if (!changed.Addresses.IsDefault && !changed.Addresses.Contains(own))
        {
            journal.Write(new JournalEntry.ChannelLost(
                now.Monotonic, standing.Candidate, ChannelEnd.LocalAddressGone, own.ToString()));
            Leave(standing, effects);
            LoseNetwork(now, changed, standing, effects);
            return;
        }

        if (!standing.Refreshing)
        {
            SendRefresh(now, standing, effects);
        }

        standing.Doubt(now.Monotonic + Settings.Timings.Doubt);
    }

    private void LoseNetwork(
        Now now, DeviceInput.NetworkChanged changed, Registration standing, List<DeviceEffect> effects)
    {
        if (HasNetwork(changed))
        {
            standing.Doubt(now.Monotonic);
            Lose(now, standing, effects);
            return;
        }

        // Tries that can only fail would leave their marks, those of the system too: a neighbour that was asked for in
        // vain is not asked for again at once when the cable is back.
        StopFailback(effects);
        StopServices(effects);
        _registration = null;
        _failedCycles = 0;
        BackOff(now, Settings.Timings.NoNetwork, BackOffReason.NoNetwork);
    }

    private static bool HasNetwork(DeviceInput.NetworkChanged changed) =>
        changed.Addresses.IsDefault || changed.Addresses.Any(static each => !each.IsLoopback);
}
