using System.Collections.Immutable;

namespace Dialtone.Core.Net.Http;

/// <summary>A final response of HTTP/1.1 (RFC 9112) as a value, whole.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Reason">The reason phrase; may be empty.</param>
public sealed record HttpResponse(int Status, string Reason = "")
{
    /// <summary>The longest body that a device takes, in bytes; a longer one ends the connection.</summary>
    public const int BodyBytesMax = 1024 * 1024;

    /// <summary>The header fields, in order; of those named more than once each.</summary>
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

    /// <summary>The status line; fields and body may hold secrets.</summary>
    public override string ToString() => Reason.Length == 0 ? $"{Status}" : $"{Status} {Reason}";
}
