using System.Buffers;
using System.Text;

namespace Dialtone.Wire.Presence;

/// <summary>
/// Puts a body of parts together (RFC 2387). An empty line stands before every boundary: readers are in use that cut
/// two line ends off every part.
/// </summary>
/// <param name="boundary">The boundary, a token that stands in no part.</param>
public sealed class MultipartWriter(string boundary)
{
    private const string StartId = "rlmi";

    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <summary>The value of Content-Type, where the first part is a list.</summary>
    public string ContentType =>
        $"{PresenceContentTypes.MultipartRelated};type=\"{PresenceContentTypes.Rlmi}\";start=\"<{StartId}>\";"
        + $"boundary={boundary}";

    /// <summary>Writes the list, first of all.</summary>
    public void Write(RlmiList list) => Write(PresenceContentTypes.Rlmi, StartId, list.ToBytes());

    /// <summary>Writes what there is of one user.</summary>
    /// <param name="contentId">The identifier that the list has for it.</param>
    /// <param name="document">What there is.</param>
    public void Write(string contentId, CategoryDocument document) =>
        Write(PresenceContentTypes.Categories, contentId, document.ToBytes());

    /// <summary>Ends the body.</summary>
    public byte[] ToBytes()
    {
        Add($"--{boundary}--\r\n");
        return _buffer.WrittenSpan.ToArray();
    }

    private void Write(string contentType, string contentId, ReadOnlySpan<byte> content)
    {
        Add($"--{boundary}\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <{contentId}>\r\n"
            + $"Content-Type: {contentType}\r\n\r\n");
        _buffer.Write(content);
        Add("\r\n\r\n");
    }

    private void Add(string text) => _ = Encoding.UTF8.GetBytes(text, _buffer);
}
