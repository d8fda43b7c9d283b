using Dialtone.Core.Net.Http;

namespace Dialtone.Live.Http;

/// <summary>
/// Speaks HTTP/1.1 as a server on one connection: reads requests off it one after another, has each answered, and
/// writes the response before it reads the next. Ends when the connection does, by either side.
/// </summary>
/// <param name="connection">The connection, with TLS taken off where there was any. Closed by its owner.</param>
/// <param name="answer">Answers a request; <c>null</c> gives the connection up without a response.</param>
/// <param name="stop">
/// Asks for the end: a response that is being written is finished, another request is not read.
/// </param>
public delegate Task ServeHttp(
    Stream connection, Func<HttpRequest, ValueTask<HttpResponse?>> answer, CancellationToken stop);
