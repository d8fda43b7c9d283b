using System.Text;

namespace Dialtone.Mutation.Codecs;

/// <summary>Pieces of the documents of contacts and presence.</summary>
internal static class PresenceTokens
{
    public static IReadOnlyList<byte[]> All { get; } =
    [
        .. new[]
        {
            "<", ">", "/>", "</", "\"", "'", "&amp;", "&#10;", "&#x1F4DE;", "<!--", "-->", "<![CDATA[", "]]>",
            "<!DOCTYPE a>", "xmlns=\"\"", "xsi:type=\"userState\"", "<group id=\"1\" name=\"~\"/>",
            "<contact uri=\"sip:sip:a@b\" groups=\"1 2 \"/>", "<category name=\"note\"/>", "<availability>",
            "</availability>", "<activity token=\"x\"/>", "instance=\"1\"", "container=\"2\"", "version=\"4294967296\"",
            "expireType=\"time\"", "expires=\"0\"", "-1", "sip:", "true", "0", "<a><a><a><a><a><a>", "\r\n", "\n",
            "--b540113f", "--b540113f--", "Content-Type: application/rlmi+xml", "Content-ID: <>", "boundary=",
        }.Select(Encoding.ASCII.GetBytes),
        [0xC3, 0xA9], [0xFF], [0], [0xEF, 0xBB, 0xBF],
    ];
}
