namespace Dialtone.Watcher.Configuration;

/// <summary>How much a configuration may hold. More is a mistake, and is refused with the number.</summary>
public static class ConfigurationLimits
{
    /// <summary>
    /// The largest file, in bytes: a thousand checks with all that can be said of each have half of it.
    /// </summary>
    public const int BytesMax = 4 * 1024 * 1024;

    /// <summary>The most checks.</summary>
    public const int ChecksMax = 1000;

    /// <summary>The most accounts: two of their own for each check.</summary>
    public const int AccountsMax = 2 * ChecksMax;

    /// <summary>The most sites.</summary>
    public const int SitesMax = ChecksMax;

    /// <summary>The most modules.</summary>
    public const int ModulesMax = 100;

    /// <summary>The most webhooks.</summary>
    public const int WebhooksMax = 16;

    /// <summary>The most labels of one check, those of its site included.</summary>
    public const int LabelsMax = 8;

    /// <summary>The most DNS servers of one check.</summary>
    public const int DnsServersMax = 8;

    /// <summary>The longest name of a check, site, account, module or webhook, in characters.</summary>
    public const int NameLengthMax = 64;

    /// <summary>The longest name of a label, in characters.</summary>
    public const int LabelNameLengthMax = 64;

    /// <summary>The longest value of a label and title of a site, in characters.</summary>
    public const int TitleLengthMax = 128;

    /// <summary>The longest of all other texts, in characters: paths and addresses.</summary>
    public const int TextLengthMax = 2048;

    /// <summary>The most runs at once.</summary>
    public const int ConcurrencyMax = 1000;

    /// <summary>The most runs in a row before something is shown.</summary>
    public const int VisibleAfterMax = 100;

    /// <summary>The shortest interval.</summary>
    public static readonly TimeSpan IntervalMin = TimeSpan.FromSeconds(1);

    /// <summary>The longest interval.</summary>
    public static readonly TimeSpan IntervalMax = TimeSpan.FromDays(1);

    /// <summary>The shortest of all other lengths of time.</summary>
    public static readonly TimeSpan TimeMin = TimeSpan.FromMilliseconds(100);

    /// <summary>The shortest time that anything is kept.</summary>
    public static readonly TimeSpan KeptMin = TimeSpan.FromMinutes(1);

    /// <summary>The longest time that anything is kept.</summary>
    public static readonly TimeSpan KeptMax = TimeSpan.FromDays(3650);

    /// <summary>The shortest lease: renewed three times in it, it must stand a slow database.</summary>
    public static readonly TimeSpan LeaseMin = TimeSpan.FromSeconds(5);

    /// <summary>The longest lease.</summary>
    public static readonly TimeSpan LeaseMax = TimeSpan.FromMinutes(10);

    /// <summary>The least bytes that a history may be limited to.</summary>
    public const long SizeMin = 16L * 1024 * 1024;

    /// <summary>The most.</summary>
    public const long SizeMax = 64L * 1024 * 1024 * 1024 * 1024;
}
