namespace Dialtone.Watcher.Alerts;

/// <summary>What bounds the sending of alerts.</summary>
public static class AlertLimits
{
    /// <summary>After which an event that nobody took is given up: by then somebody has seen the page.</summary>
    public static readonly TimeSpan EventAgeMax = TimeSpan.FromHours(24);

    /// <summary>After which an answer is not waited for any more: Standard Webhooks asks for 15 to 30 s.</summary>
    public static readonly TimeSpan AnswerWaitMax = TimeSpan.FromSeconds(15);

    /// <summary>How often history is asked for what turned.</summary>
    public static readonly TimeSpan Poll = TimeSpan.FromSeconds(2);

    /// <summary>How many events are read at once.</summary>
    public const int EventsAtOnce = 16;

    /// <summary>How many bytes the data of a run may have, that directions are read from.</summary>
    public const int ReportBytesMax = 4 * 1024 * 1024;

    /// <summary>How many bytes a signing key may have, decoded: Standard Webhooks, 24 to 64.</summary>
    public const int KeyBytesMax = 64;

    /// <summary>How many bytes a signing key must have, decoded.</summary>
    public const int KeyBytesMin = 24;

    /// <summary>How many passive results may wait for their file; the oldest are given up.</summary>
    public const int PassiveResultsMax = 1024;

    /// <summary>
    /// How many bytes a line for Nagios may have, its end included. What is longer than PIPE_BUF of Linux may be torn
    /// apart by another writer (pipe(7)), and Nagios itself takes 8192.
    /// </summary>
    public const int NagiosLineBytesMax = 4096;
}
