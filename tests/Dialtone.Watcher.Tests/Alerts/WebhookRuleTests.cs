using System.Net;
using System.Net.Http.Headers;
using Dialtone.Watcher.Alerts;

namespace Dialtone.Watcher.Tests.Alerts;

public class WebhookRuleTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // The example of the reference implementations of Standard Webhooks.
    [Fact]
    public void The_signature_is_that_of_the_specification()
    {
        WebhookSignature.TrySign(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330,
            """{"test": 2432232314}"""u8, out var signature, out var why).ShouldBeTrue(why);
        signature.ShouldBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    [Theory]
    [InlineData("")]
    [InlineData("a password")]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_")]
    [InlineData("whsec_not Base64!")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS")]
    [InlineData("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    public void What_is_no_key_signs_nothing(string key)
    {
        WebhookSignature.TrySign(key, "id", 1, "{}"u8, out _, out var why).ShouldBeFalse();
        why.ShouldBe("the key is not whsec_ followed by Base64 of 24 to 64 bytes");
    }

    [Theory]
    [InlineData(23, false)]
    [InlineData(24, true)]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void A_key_has_24_to_64_bytes(int bytes, bool isKey) => WebhookSignature.TrySign(
        $"whsec_{Convert.ToBase64String(new byte[bytes])}", "id", 1, "{}"u8, out _, out _).ShouldBe(isKey);

    [Theory]
    [InlineData(200, "Taken")]
    [InlineData(204, "Taken")]
    [InlineData(299, "Taken")]
    [InlineData(301, "Refused")]
    [InlineData(304, "Refused")]
    [InlineData(307, "Refused")]
    [InlineData(400, "Refused")]
    [InlineData(401, "Refused")]
    [InlineData(404, "Refused")]
    [InlineData(408, "Later")]
    [InlineData(410, "Gone")]
    [InlineData(422, "Refused")]
    [InlineData(429, "Later")]
    [InlineData(500, "Later")]
    [InlineData(503, "Later")]
    [InlineData(599, "Later")]
    public void An_answer_means(int status, string outcome) =>
        WebhookOutcome.Of((HttpStatusCode)status, null, Now).GetType().Name.ShouldBe(outcome);

    [Theory]
    [InlineData("120", 120)]
    [InlineData("0", 0)]
    [InlineData("Tue, 01 Jan 2030 00:10:00 GMT", 600)]
    [InlineData("Mon, 31 Dec 2029 23:00:00 GMT", -3600)]
    [InlineData("9999999", 86400)]
    public void What_a_receiver_asks_for_is_read_and_bounded(string retryAfter, int seconds) =>
        WebhookOutcome.Of(
                HttpStatusCode.ServiceUnavailable, RetryConditionHeaderValue.Parse(retryAfter), Now)
            .ShouldBeOfType<WebhookOutcome.Later>().Wait.ShouldBe(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void A_wait_is_that_of_the_table_give_or_take_a_fifth_and_not_the_same_for_all()
    {
        for (var attempt = 0; attempt < 15; attempt++)
        {
            var wait = WebhookRetries.Waits[Math.Min(attempt, WebhookRetries.Waits.Length - 1)];
            var waits = Enumerable.Range(0, 1000)
                .Select(_ => WebhookRetries.After(attempt, Guid.CreateVersion7(Now), null) / wait).ToList();
            waits.Min().ShouldBeInRange(0.8, 0.82);
            waits.Max().ShouldBeInRange(1.18, 1.2);
            waits.Average().ShouldBeInRange(0.97, 1.03);
        }
    }

    [Fact]
    public void A_receiver_may_ask_for_more_and_not_for_less()
    {
        var id = Guid.CreateVersion7(Now);
        WebhookRetries.After(0, id, TimeSpan.FromHours(1)).ShouldBe(TimeSpan.FromHours(1));
        WebhookRetries.After(0, id, TimeSpan.FromSeconds(-1)).ShouldBe(WebhookRetries.After(0, id, null));
    }

    [Fact]
    public void Waits_grow_and_the_first_try_again_within_seconds()
    {
        WebhookRetries.Waits.ShouldBe(WebhookRetries.Waits.Order());
        WebhookRetries.Waits[0].ShouldBe(TimeSpan.FromSeconds(5));
        WebhookRetries.Waits[^1].ShouldBeLessThan(AlertLimits.EventAgeMax / 10);
    }
}
