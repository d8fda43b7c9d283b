using System.Collections.Immutable;

namespace Dialtone.Watcher.Configuration;

/// <summary>Reads the checks, each with what the defaults say besides.</summary>
internal sealed class CheckReader(
    ProbeReader probes, IReadOnlyDictionary<string, WatchSite> sites, ConfigurationFields defaults)
{
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);

    public ImmutableArray<WatchCheck> Read(ConfigurationPlace checks)
    {
        _ = TimingOf(defaults);
        return [.. checks.Items(ConfigurationLimits.ChecksMax).Select(ReadCheck)];
    }

    private WatchCheck ReadCheck(ConfigurationPlace place)
    {
        var fields = new ConfigurationFields(place, ConfigurationKeys.Check) { Otherwise = defaults };
        var site = SiteAt(fields["site"]);
        var (interval, timeout, visibleAfter) = TimingOf(fields);
        return new(NameAt(fields), probes.Read(fields))
        {
            Site = fields["site"].Text() ?? "",
            Interval = interval,
            Timeout = timeout,
            VisibleAfter = visibleAfter,
            Labels = LabelsOf(fields["labels"], site),
        };
    }

    private string NameAt(ConfigurationFields fields)
    {
        if (!fields["name"].IsGiven)
        {
            fields.Place.Refuse("needs name.");
        }

        var name = fields["name"].Text() ?? "";
        if (name.Length > 0 && !ConfigurationNames.IsName(name, out var why))
        {
            fields["name"].Refuse(why);
        }
        else if (!_names.Add(name))
        {
            fields["name"].Refuse($"another check is called {name}; a name stands for one, whether written large or "
                + "small.");
        }

        return name;
    }

    private WatchSite? SiteAt(ConfigurationPlace place)
    {
        if (place.Text() is not { } name)
        {
            return null;
        }

        if (!sites.TryGetValue(name, out var site))
        {
            place.Refuse(NearestWord.Of(name, sites.Keys) is { } meant
                ? $"there is no site {name}; perhaps {meant} is meant." : $"there is no site {name}.");
        }

        return site;
    }

    private static (TimeSpan Interval, TimeSpan Timeout, int VisibleAfter) TimingOf(ConfigurationFields fields)
    {
        var interval = fields["interval"].Time(ConfigurationLimits.IntervalMin, ConfigurationLimits.IntervalMax)
            ?? WatchCheck.IntervalDefault;
        var given = fields["timeout"].Time(ConfigurationLimits.TimeMin, ConfigurationLimits.IntervalMax);
        if (given >= interval)
        {
            // What the check itself says is at fault, rather than what stands for all.
            var place = fields.Own("timeout").IsGiven || !fields.Own("interval").IsGiven ? "timeout" : "interval";
            fields[place].Refuse(
                $"the timeout of {UnitText.Of(given.Value)} is not shorter than the interval of "
                + $"{UnitText.Of(interval)}: the next run would begin before the last is over.");
        }

        return (interval, given ?? interval * WatchCheck.TimeoutShare,
            fields["visibleAfter"].Whole(1, ConfigurationLimits.VisibleAfterMax) ?? WatchCheck.VisibleAfterDefault);
    }

    private static ImmutableSortedDictionary<string, string> LabelsOf(ConfigurationPlace place, WatchSite? site)
    {
        var own = ConfigurationReader.LabelsAt(place);
        var labels = site is null ? own : site.Labels.SetItems(own);
        if (labels.Count > ConfigurationLimits.LabelsMax)
        {
            place.Refuse($"has {labels.Count} labels with those of the site; there may be "
                + $"{ConfigurationLimits.LabelsMax}.");
        }

        return labels;
    }
}
