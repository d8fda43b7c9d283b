using System.Globalization;
using Dialtone.Reports;
using Dialtone.Reports.Html;
using Dialtone.Watcher.Configuration;

namespace Dialtone.Watcher.Pages;

/// <summary>What a check is, as far as everybody may know: no login, no password, and not where these are.</summary>
internal static class SettingsPart
{
    /// <summary>Writes the part.</summary>
    public static void Write(HtmlWriter html, WatchCheck check)
    {
        var probe = check.Probe;
        html.Open("section", ("id", "settings"), ("aria-labelledby", "settings-title"));
        html.Element("h2", "Settings", ("id", "settings-title"));
        html.Open("dl");
        Property(html, "Transaction", Words.Of(probe.Transaction));
        Property(html, "User", NameOf(probe.Account));
        if (probe.Publisher is { } publisher)
        {
            Property(html, "Publisher", NameOf(publisher));
        }

        Property(html, "Device", probe.Profile.Name);
        Property(html, "Interval", $"{Words.Of(check.Interval)}, given up after {Words.Of(check.Timeout)}");
        Property(html, "Shown after", Words.Count(check.VisibleAfter, "run", "runs in a row"));
        Property(html, "Memory", probe.Remembers ? "remembers what worked" : "begins as on the first day");
        WriteWays(html, probe);
        foreach (var (name, value) in check.Labels)
        {
            Property(html, name, value);
        }

        html.Close();
        html.Close();
    }

    private static void WriteWays(HtmlWriter html, ProbeSettings probe)
    {
        if (probe.Registrar is { } registrar)
        {
            Property(html, "Registrar", probe.RegistrarPort is { } port
                ? string.Create(CultureInfo.InvariantCulture, $"{registrar}:{port}, given") : $"{registrar}, given");
        }

        if (probe.TargetUri is { } target)
        {
            Property(html, "Web Services", $"{target}, given");
        }

        if (!probe.DnsServers.IsEmpty)
        {
            Property(html, "DNS servers", string.Join(", ", probe.DnsServers));
        }

        Property(html, "DHCP", !probe.UseDhcp ? "not asked"
            : (probe.DhcpServer is { } server ? $"asks {server}" : "asks everybody")
                + (probe.Interface is { } name ? $" on {name}" : ""));
        if (!probe.Schemes.IsEmpty)
        {
            Property(html, "Schemes", string.Join(", ", probe.Schemes));
        }

        if (probe.EveryTarget)
        {
            Property(html, "Targets", "signs in at every address besides");
        }
    }

    private static string NameOf(WatchAccount account) =>
        account.Address?.Address ?? (account.Number is { } number ? $"number {number}" : account.Name);

    private static void Property(HtmlWriter html, string name, string value)
    {
        html.Open("div");
        html.Element("dt", name);
        html.Element("dd", value);
        html.Close();
    }
}
