using Microsoft.Extensions.Logging;

namespace Dialtone.Watcher.Logs;

/// <summary>What is logged of alerts: 5xx. A hook is called by its name; its address may hold a secret.</summary>
public static partial class AlertLog
{
    /// <summary>A hook that never sent begins with what happens from now on.</summary>
    [LoggerMessage(501, LogLevel.Information, "Webhook {Hook} begins with what turns from now on.",
        EventName = "hook-begun")]
    public static partial void HookBegun(this ILogger logger, string hook);

    /// <summary>The receiver took an event.</summary>
    [LoggerMessage(502, LogLevel.Information, "Webhook {Hook} delivered {Event} of {Check}.",
        EventName = "alert-delivered")]
    public static partial void AlertDelivered(this ILogger logger, string hook, Guid @event, string check);

    /// <summary>The receiver did not take an event; it is tried again.</summary>
    [LoggerMessage(503, LogLevel.Warning, "Webhook {Hook} tries {Event} of {Check} again in {Wait}: {Why}",
        EventName = "alert-retried")]
    public static partial void AlertRetried(
        this ILogger logger, string hook, Guid @event, string check, TimeSpan wait, string why);

    /// <summary>An event is not delivered, ever.</summary>
    [LoggerMessage(504, LogLevel.Error, "Webhook {Hook} gives up {Event} of {Check}: {Why}",
        EventName = "alert-given-up")]
    public static partial void AlertGivenUp(this ILogger logger, string hook, Guid @event, string check, string why);

    /// <summary>The receiver wants nothing any more.</summary>
    [LoggerMessage(505, LogLevel.Error,
        "Webhook {Hook} stops until the configuration changes: the receiver answers 410 Gone.",
        EventName = "hook-stopped")]
    public static partial void HookStopped(this ILogger logger, string hook);

    /// <summary>What turned cannot be read from history; said once until that works again.</summary>
    [LoggerMessage(506, LogLevel.Warning, "Webhook {Hook} waits for history: {Why}", EventName = "hook-waits")]
    public static partial void HookWaits(this ILogger logger, string hook, string why);

    /// <summary>What turned can be read again.</summary>
    [LoggerMessage(507, LogLevel.Information, "Webhook {Hook} goes on.", EventName = "hook-goes-on")]
    public static partial void HookGoesOn(this ILogger logger, string hook);

    /// <summary>Nobody takes passive results; said once until somebody does.</summary>
    [LoggerMessage(511, LogLevel.Warning, "{File} takes no passive results: {Why}", EventName = "nagios-away")]
    public static partial void NagiosAway(this ILogger logger, string file, string why);

    /// <summary>Passive results are taken again.</summary>
    [LoggerMessage(512, LogLevel.Information, "{File} takes passive results again; {Lost} were lost.",
        EventName = "nagios-back")]
    public static partial void NagiosBack(this ILogger logger, string file, long lost);
}
