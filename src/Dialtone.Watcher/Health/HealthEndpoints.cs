using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dialtone.Watcher.Health;

/// <summary>
/// <c>/healthz</c> (does it live?) and <c>/readyz</c> (does it watch, and is that kept?): 200 or 503, with a line a
/// part, or as JSON to whoever asks for that. They say nothing that is secret.
/// </summary>
public static class HealthEndpoints
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Adds both.</summary>
    /// <param name="routes">Where to.</param>
    /// <param name="health">How the watcher is at this moment; quick, and on any thread.</param>
    public static void Map(IEndpointRouteBuilder routes, Func<WatchHealth> health)
    {
        ArgumentNullException.ThrowIfNull(health);
        routes.MapMethods("/healthz", Methods, context => AnswerAsync(context, HealthAnswer.Lives(health())));
        routes.MapMethods("/readyz", Methods, context => AnswerAsync(context, HealthAnswer.IsReady(health())));
    }

    private static async Task AnswerAsync(HttpContext context, HealthAnswer answer)
    {
        var asJson = context.Request.Headers.Accept.Any(
            each => each?.Contains("application/json", StringComparison.OrdinalIgnoreCase) == true);
        var body = asJson ? Json(answer) : Text(answer);
        var response = context.Response;
        response.StatusCode = answer.IsGood ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        response.ContentType = asJson ? "application/json" : "text/plain; charset=utf-8";
        response.ContentLength = body.Length;
        response.Headers.CacheControl = "no-store";
        response.Headers.Vary = "Accept";
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
        }
    }

    private static ReadOnlyMemory<byte> Text(HealthAnswer answer)
    {
        var text = new StringBuilder();
        foreach (var part in answer.Parts)
        {
            text.Append(part.IsGood ? "good " : "bad  ").Append(part.Name).Append(": ").Append(part.Text).Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static ReadOnlyMemory<byte> Json(HealthAnswer answer)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteBoolean("good", answer.IsGood);
            json.WriteStartObject("parts");
            foreach (var part in answer.Parts)
            {
                json.WriteStartObject(part.Name);
                json.WriteBoolean("good", part.IsGood);
                json.WriteString("text", part.Text);
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
