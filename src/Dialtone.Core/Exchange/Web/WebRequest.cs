using System.Collections.Immutable;
using Dialtone.Core.Net.Http;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Exchange.Web;

/// <summary>A request to a web server.</summary>
/// <param name="Url">Of what.</param>
/// <param name="Method">The method: <c>GET</c> or <c>POST</c>.</param>
public sealed record WebRequest(WebUrl Url, string Method = "GET")
{
    /// <summary>Header fields besides Host, in order; may hold secrets.</summary>
    public ImmutableArray<HttpField> Fields { get; init; } = [];

    /// <summary>The body; may hold secrets.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>What proves the user, should the server ask; <c>null</c> where nothing does.</summary>
    public WebAuthentication? Authentication { get; init; }

    /// <summary>Method and address alone.</summary>
    public override string ToString() => $"{Method} {Url}";

    internal HttpRequest AsHttp(string? authorization) => new(Method, Url.Authority, Url.Target)
    {
        Fields = authorization is null ? Fields : Fields.Add(new("Authorization", authorization)),
        Body = Body,
    };
}
