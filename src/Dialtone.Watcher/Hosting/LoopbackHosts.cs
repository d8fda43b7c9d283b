using System.Net;
using Microsoft.AspNetCore.Http;

namespace Dialtone.Watcher.Hosting;

/// <summary>
/// Lets a watcher that listens on loopback alone answer to names of this machine alone. A page of somebody else in a
/// browser here can give its own name this machine's address, and would read what the watcher says (DNS rebinding).
/// </summary>
internal sealed class LoopbackHosts(Uri? publicAddress)
{
    /// <summary>Whether a request for this host is answered.</summary>
    public bool Allows(string host) =>
        host.Length == 0
        || string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address))
        || (publicAddress is not null
            && string.Equals(host, publicAddress.Host.Trim('[', ']'), StringComparison.OrdinalIgnoreCase));

    /// <summary>Answers 421 (RFC 9110 section 15.5.20) where it is not.</summary>
    public async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        if (Allows(context.Request.Host.Host))
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
        await context.Response.WriteAsync(
            "This watcher listens on loopback, and answers to names of this machine alone. Say publicAddress in its "
            + "configuration where a proxy stands before it.\n",
            context.RequestAborted).ConfigureAwait(false);
    }
}
