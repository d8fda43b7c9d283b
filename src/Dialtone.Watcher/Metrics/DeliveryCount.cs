namespace Dialtone.Watcher.Metrics;

/// <summary>How often telling a webhook came out so.</summary>
/// <param name="Hook">The name of the webhook.</param>
/// <param name="Outcome">How it came out, in a word or two of kebab case: <c>delivered</c>.</param>
/// <param name="Count">How often, since the process began.</param>
public readonly record struct DeliveryCount(string Hook, string Outcome, long Count);
