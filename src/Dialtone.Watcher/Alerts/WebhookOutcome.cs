using System.Net;
using System.Net.Http.Headers;

namespace Dialtone.Watcher.Alerts;

/// <summary>What one attempt to deliver an event came to.</summary>
public abstract record WebhookOutcome
{
    private WebhookOutcome()
    {
    }

    /// <summary>The receiver took it.</summary>
    public sealed record Taken : WebhookOutcome;

    /// <summary>The receiver will never take it.</summary>
    /// <param name="Why">Why, in words.</param>
    public sealed record Refused(string Why) : WebhookOutcome;

    /// <summary>The receiver wants nothing any more.</summary>
    public sealed record Gone : WebhookOutcome;

    /// <summary>It may be taken later.</summary>
    /// <param name="Why">Why it was not, in words.</param>
    /// <param name="Wait">How long the receiver wants to be left alone; <c>null</c> where it did not say.</param>
    public sealed record Later(string Why, TimeSpan? Wait = null) : WebhookOutcome;

    /// <summary>
    /// What an answer means (Standard Webhooks 1.0.0, "Delivery success and failure"). A redirect is not followed: it
    /// would carry what is signed to somewhere nobody configured.
    /// </summary>
    public static WebhookOutcome Of(HttpStatusCode status, RetryConditionHeaderValue? retryAfter, DateTimeOffset now) =>
        (int)status switch
        {
            >= 200 and < 300 => new Taken(),
            410 => new Gone(),
            >= 300 and < 400 => new Refused($"it answers {(int)status}, and redirects are not followed"),
            408 or 429 or >= 500 => new Later($"it answers {(int)status}", WaitOf(retryAfter, now)),
            _ => new Refused($"it answers {(int)status}"),
        };

    // RFC 9110 section 10.2.3: seconds or a date. More than the age of an event is as good as that age.
    private static TimeSpan? WaitOf(RetryConditionHeaderValue? retryAfter, DateTimeOffset now)
    {
        var wait = retryAfter?.Delta ?? retryAfter?.Date - now;
        return wait > AlertLimits.EventAgeMax ? AlertLimits.EventAgeMax : wait;
    }
}
