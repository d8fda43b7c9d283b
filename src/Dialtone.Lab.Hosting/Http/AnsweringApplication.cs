using System.Collections.Immutable;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using HttpField = Dialtone.Core.Net.Http.HttpField;
using HttpRequest = Dialtone.Core.Net.Http.HttpRequest;
using HttpResponse = Dialtone.Core.Net.Http.HttpResponse;

namespace Dialtone.Lab.Hosting.Http;

/// <summary>
/// Every request as a value, to whoever answers on its connection; and the answer as Kestrel writes it.
/// </summary>
internal sealed class AnsweringApplication : IHttpApplication<IFeatureCollection>
{
    /// <inheritdoc/>
    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    /// <inheritdoc/>
    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
        // It is Kestrel's own, which uses it again.
    }

    /// <inheritdoc/>
    public async Task ProcessRequestAsync(IFeatureCollection context)
    {
        var request = await ReadAsync(context.GetRequiredFeature<IHttpRequestFeature>()).ConfigureAwait(false);
        var connection = context.GetRequiredFeature<HandedConnection>();
        if (await connection.Answer(request).ConfigureAwait(false) is { } response)
        {
            await WriteAsync(context, response).ConfigureAwait(false);
        }
        else
        {
            context.GetRequiredFeature<IHttpRequestLifetimeFeature>().Abort();
        }
    }

    // A body that is too long is an exception with a status, which Kestrel answers.
    private static async Task<HttpRequest> ReadAsync(IHttpRequestFeature feature)
    {
        using var body = new MemoryStream();
        await feature.Body.CopyToAsync(body).ConfigureAwait(false);
        var fields = ImmutableArray.CreateBuilder<HttpField>();
        foreach (var (name, values) in feature.Headers)
        {
            foreach (var value in values)
            {
                if (!string.Equals(name, "Host", StringComparison.OrdinalIgnoreCase))
                {
                    fields.Add(new(name, value ?? ""));
                }
            }
        }

        return new(feature.Method, feature.Headers.Host.ToString(), feature.RawTarget)
        {
            Fields = fields.DrainToImmutable(),
            Body = body.ToArray(),
        };
    }

    private static async Task WriteAsync(IFeatureCollection context, HttpResponse response)
    {
        var feature = context.GetRequiredFeature<IHttpResponseFeature>();
        feature.StatusCode = response.Status;
        feature.ReasonPhrase = response.Reason.Length > 0 ? response.Reason : null;
        foreach (var field in response.Fields)
        {
            feature.Headers.Append(field.Name, field.Value);
        }

        var body = context.GetRequiredFeature<IHttpResponseBodyFeature>();
        if (!HasNoBody(response.Status))
        {
            feature.Headers.ContentLength = response.Body.Length;
            _ = await body.Writer.WriteAsync(response.Body).ConfigureAwait(false);
        }

        await body.CompleteAsync().ConfigureAwait(false);
    }

    // RFC 9110 sections 15.3.5 and 15.4.5.
    private static bool HasNoBody(int status) => status is 204 or 304;
}
