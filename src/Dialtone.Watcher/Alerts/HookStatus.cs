namespace Dialtone.Watcher.Alerts;

/// <summary>How a webhook stands, since the start of this watcher.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Delivered">How many events its receiver took.</param>
/// <param name="Retried">How many attempts failed and were made again.</param>
/// <param name="GivenUp">How many events are not delivered, ever.</param>
/// <param name="IsStopped">Whether it sends nothing until the configuration changes.</param>
/// <param name="IsFailing">Whether its last attempt failed.</param>
public sealed record HookStatus(
    string Name, long Delivered = 0, long Retried = 0, long GivenUp = 0, bool IsStopped = false,
    bool IsFailing = false);
