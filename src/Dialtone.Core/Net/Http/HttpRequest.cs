using System.Collections.Immutable;

namespace Dialtone.Core.Net.Http;

/// <summary>
/// A request of HTTP/1.1 (RFC 9112) as a value. The host frames it: Content-Length is its affair, and so are Connection
/// and Transfer-Encoding.
/// </summary>
/// <param name="Method">The method: <c>GET</c> or <c>POST</c>.</param>
/// <param name="Host">The value of Host: the name, and the port where it is not the scheme's own.</param>
/// <param name="Target">The path and query: <c>/CertProv/CertProvisioningService.svc/mex</c>.</param>
public sealed record HttpRequest(string Method, string Host, string Target)
{
    /// <summary>The longest body that a server of the lab takes, in bytes.</summary>
    public const int BodyBytesMax = 256 * 1024;

    /// <summary>The other header fields, in order.</summary>
    public ImmutableArray<HttpField> Fields { get; init; } = [];

    /// <summary>The body; empty where there is none.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The value of the first field of that name; <c>null</c> where there is none.</summary>
    public string? Field(string name)
    {
        foreach (var field in Fields)
        {
            if (string.Equals(field.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return field.Value;
            }
        }

        return null;
    }

    /// <summary>The request line; fields and body may hold secrets.</summary>
    public override string ToString() => $"{Method} {Host}{Target}";
}
