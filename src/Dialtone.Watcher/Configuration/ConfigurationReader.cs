using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text.Json;
using System.Text.Unicode;
using Dialtone.Watcher.History;

namespace Dialtone.Watcher.Configuration;

/// <summary>
/// Reads the configuration of the watcher: JSON (RFC 8259) in which comments and commas at the end are allowed. It is
/// strict: what is not known, does not go together or is too much is refused with its place, and the whole with it.
/// </summary>
public sealed class ConfigurationReader
{
    private static readonly JsonDocumentOptions Options = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        MaxDepth = 16,
    };

    private readonly string _baseDirectory;
    private readonly ConfigurationFields _root;
    private readonly Dictionary<string, WatchAccount> _accounts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, WatchSite> _sites = new(StringComparer.Ordinal);

    private ConfigurationReader(ConfigurationFields root, string baseDirectory) =>
        (_root, _baseDirectory) = (root, baseDirectory);

    /// <summary>Reads a configuration.</summary>
    /// <param name="json">The content of the file, UTF-8.</param>
    /// <param name="baseDirectory">The directory of the file: relative paths begin there.</param>
    /// <param name="configuration">The configuration; its paths are absolute.</param>
    /// <param name="fault">The first thing that is wrong.</param>
    public static bool TryRead(
        ReadOnlyMemory<byte> json, string baseDirectory,
        [NotNullWhen(true)] out WatchConfiguration? configuration, [NotNullWhen(false)] out ConfigurationFault? fault)
    {
        configuration = null;
        if (json.Length > ConfigurationLimits.BytesMax)
        {
            fault = new("", $"The file has {json.Length} bytes; there may be {ConfigurationLimits.BytesMax}.");
            return false;
        }

        if (!Utf8.IsValid(json.Span))
        {
            fault = new("", "It is not UTF-8.");
            return false;
        }

        var text = json.Span.StartsWith("\uFEFF"u8) ? json[3..] : json;
        try
        {
            using var document = JsonDocument.Parse(text, Options);
            var note = new FaultNote();
            var root = new ConfigurationPlace("", document.RootElement, note).Fields(ConfigurationKeys.Root);
            var read = new ConfigurationReader(root, Path.GetFullPath(baseDirectory)).Read();
            fault = note.First;
            configuration = fault is null ? read : null;
        }
        catch (JsonException error)
        {
            // The words of the parser may quote what stands there, which may be a secret in the wrong place.
            fault = new("", "It is not JSON: something is missing, too much or nested too deep at or before line "
                + $"{error.LineNumber + 1}, byte {error.BytePositionInLine + 1}.");
        }
        catch (InvalidOperationException)
        {
            // JSON allows it, and no text can be made of it.
            fault = new("", "It has half of a character in it: a \\ud… without the other half.");
        }

        return configuration is not null;
    }

    private WatchConfiguration Read()
    {
        var plain = new WatchConfiguration();
        ReadSites();
        ReadAccounts();
        var defaults = _root["defaults"].Fields(ConfigurationKeys.Defaults);
        var probes = new ProbeReader(_accounts, _baseDirectory);
        // What is wrong in them is wrong though nobody may use it.
        _ = probes.Values(defaults);
        var history = _root["history"].Fields(ConfigurationKeys.History);
        var state = _root["stateDirectory"].File(_baseDirectory) ?? WatchConfiguration.DefaultStateDirectory();
        var postgres = history["postgres"].Secret("connection string", _baseDirectory);
        if (postgres is not null && history["sqlite"].IsGiven)
        {
            history["postgres"].Refuse("goes without sqlite: the history is in one of them.");
        }

        return plain with
        {
            Watcher = _root["watcher"].Reference<string>(ConfigurationNames.TryName, "a name") ?? plain.Watcher,
            Listen = _root["listen"].Reference<string>(
                TryListen, "an address such as http://127.0.0.1:9560, with an IP address or localhost, and a port")
                ?? plain.Listen,
            PublicAddress = UrlAt(_root["publicAddress"]),
            StateDirectory = state,
            Concurrency = _root["concurrency"].Whole(1, ConfigurationLimits.ConcurrencyMax) ?? plain.Concurrency,
            SqliteFile = postgres is not null ? null
                : history["sqlite"].File(state) ?? Path.Combine(state, WatchConfiguration.DefaultSqliteFile),
            Postgres = postgres,
            LeaseDuration = history["lease"].Time(ConfigurationLimits.LeaseMin, ConfigurationLimits.LeaseMax)
                ?? plain.LeaseDuration,
            Retention = RetentionAt(history["keep"]),
            Token = _root["token"].Secret("token", _baseDirectory),
            Otlp = UrlAt(_root["traces"].Fields(ConfigurationKeys.Traces)["otlp"]),
            Webhooks = [.. _root["webhooks"].Named(ConfigurationLimits.WebhooksMax).Select(ReadWebhook)
                .OfType<WebhookSettings>()],
            Nagios = ReadNagios(),
            Sites = _sites.ToImmutableSortedDictionary(
                each => each.Key, each => each.Value.Title, StringComparer.Ordinal),
            Accounts = [.. _accounts.Values],
            Checks = new CheckReader(probes, _sites, defaults).Read(_root["checks"]),
            Modules = _root["modules"].Named(ConfigurationLimits.ModulesMax).ToImmutableSortedDictionary(
                each => each.Name,
                each => probes.Read(new(each.Place, ConfigurationKeys.Probe) { Otherwise = defaults }),
                StringComparer.Ordinal),
        };
    }

    private void ReadSites()
    {
        foreach (var (name, place) in _root["sites"].Named(ConfigurationLimits.SitesMax))
        {
            var fields = place.Fields(ConfigurationKeys.Site);
            _sites[name] = new(
                fields["title"].Text(ConfigurationLimits.TitleLengthMax) ?? name, LabelsAt(fields["labels"]));
        }
    }

    private void ReadAccounts()
    {
        foreach (var (name, place) in _root["accounts"].Named(ConfigurationLimits.AccountsMax))
        {
            _accounts[name] = AccountReader.Read(name, place, _baseDirectory);
        }
    }

    private WebhookSettings? ReadWebhook((string Name, ConfigurationPlace Place) webhook)
    {
        var fields = webhook.Place.Fields(ConfigurationKeys.Webhook);
        if (!fields["url"].IsGiven)
        {
            webhook.Place.Refuse("needs url.");
        }

        var key = fields["key"].Secret("key", _baseDirectory);
        return UrlAt(fields["url"]) is { } url ? new(webhook.Name, url) { Key = key } : null;
    }

    private NagiosSettings? ReadNagios()
    {
        var fields = _root["nagios"].Fields(ConfigurationKeys.Nagios);
        var (file, host) = (fields["commandFile"].File(_baseDirectory), fields["host"].Reference<string>(
            ConfigurationNames.TryName, "the name of a host"));
        if (_root["nagios"].IsGiven && (file is null || host is null))
        {
            _root["nagios"].Refuse("needs commandFile and host.");
        }

        return file is not null && host is not null ? new(file, host) : null;
    }

    private static RetentionSettings RetentionAt(ConfigurationPlace place)
    {
        var plain = new RetentionSettings();
        var fields = place.Fields(ConfigurationKeys.Keep);
        return new()
        {
            Runs = KeptAt(fields["runs"]) ?? plain.Runs,
            Failures = KeptAt(fields["failures"]) ?? plain.Failures,
            HealthyReports = KeptAt(fields["healthyReports"]) ?? plain.HealthyReports,
            BytesMax = fields["size"].Size(ConfigurationLimits.SizeMin, ConfigurationLimits.SizeMax) ?? plain.BytesMax,
        };
    }

    private static TimeSpan? KeptAt(ConfigurationPlace place) =>
        place.Time(ConfigurationLimits.KeptMin, ConfigurationLimits.KeptMax);

    // What stands in an address may be a secret of its own: it is not shown.
    private static Uri? UrlAt(ConfigurationPlace place)
    {
        if (place.Text() is not { } text)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            && url.UserInfo.Length == 0)
        {
            return url;
        }

        place.Refuse("takes an address that begins with http:// or https://, without a name or password in it.");
        return null;
    }

    internal static ImmutableSortedDictionary<string, string> LabelsAt(ConfigurationPlace place)
    {
        var labels = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in place.Properties())
        {
            if (!ConfigurationNames.IsLabel(name, out var why))
            {
                value.Refuse(why);
            }
            else if (value.Text(ConfigurationLimits.TitleLengthMax) is { } text && !labels.TryAdd(name, text))
            {
                value.Refuse("is there twice.");
            }
        }

        if (labels.Count > ConfigurationLimits.LabelsMax)
        {
            place.Refuse($"has {labels.Count} labels; there may be {ConfigurationLimits.LabelsMax}.");
        }

        return labels.ToImmutable();
    }

    // A name that is none of this machine's own would open every address of it.
    private static bool TryListen(string text, out string? listen)
    {
        var isAddress = Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == "http"
            && url.PathAndQuery == "/" && url.UserInfo.Length == 0
            && (url.Host == "localhost" || IPAddress.TryParse(url.DnsSafeHost, out _));
        listen = isAddress ? text.TrimEnd('/') : null;
        return isAddress;
    }
}
