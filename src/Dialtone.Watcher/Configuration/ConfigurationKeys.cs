using System.Collections.Immutable;

namespace Dialtone.Watcher.Configuration;

/// <summary>
/// Every key that may stand in a configuration, by the object that it stands in. A probe is told by the words of
/// <c>dialtone test</c>.
/// </summary>
public static class ConfigurationKeys
{
    /// <summary>The keys of the whole. <c>$schema</c> is for editors.</summary>
    public static ImmutableArray<string> Root { get; } =
    [
        "$schema", "watcher", "listen", "publicAddress", "stateDirectory", "concurrency", "history", "token", "traces",
        "webhooks", "nagios", "sites", "accounts", "defaults", "checks", "modules",
    ];

    /// <summary>The keys of <c>history</c>.</summary>
    public static ImmutableArray<string> History { get; } = ["sqlite", "postgres", "lease", "keep"];

    /// <summary>The keys of <c>history.keep</c>.</summary>
    public static ImmutableArray<string> Keep { get; } = ["runs", "failures", "healthyReports", "size"];

    /// <summary>The keys of <c>traces</c>.</summary>
    public static ImmutableArray<string> Traces { get; } = ["otlp"];

    /// <summary>The keys of one of <c>webhooks</c>.</summary>
    public static ImmutableArray<string> Webhook { get; } = ["url", "key"];

    /// <summary>The keys of <c>nagios</c>.</summary>
    public static ImmutableArray<string> Nagios { get; } = ["commandFile", "host"];

    /// <summary>The keys of one of <c>sites</c>.</summary>
    public static ImmutableArray<string> Site { get; } = ["title", "labels"];

    /// <summary>The keys of one of <c>accounts</c>.</summary>
    public static ImmutableArray<string> Account { get; } =
        ["address", "login", "password", "number", "pin", "ticketCache"];

    /// <summary>The keys of a secret, of which one stands there.</summary>
    public static ImmutableArray<string> Secret { get; } = ["file", "environment", "credential"];

    /// <summary>The keys of what is run: of checks, modules and <c>defaults</c>.</summary>
    public static ImmutableArray<string> Probe { get; } =
    [
        "transaction", "account", "publisher", "wait", "profile", "auth", "targetFqdn", "registrarPort", "targetUri",
        "avEdgeAddress", "avEdgeUdpPort", "avEdgeTcpPort", "everyTarget", "remembers", "transport", "tlsPort",
        "tcpPort", "stepTimeout", "dns", "dhcp", "dhcp6", "interface", "ca", "trustOnFirstUse",
    ];

    /// <summary>The keys of <c>defaults</c>.</summary>
    public static ImmutableArray<string> Defaults { get; } =
        ["site", "interval", "timeout", "visibleAfter", .. Probe];

    /// <summary>The keys of one of <c>checks</c>.</summary>
    public static ImmutableArray<string> Check { get; } = ["name", "labels", .. Defaults];
}
