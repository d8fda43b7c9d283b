using System.Globalization;
using System.Text;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dhcp;

namespace Dialtone.Core.Publishing;

/// <summary>Judges the sub-options of option 43 for MS-UC-Client, one by one and together.</summary>
internal static class UcVendorJudge
{
    private const ushort HttpsPort = 443;

    /// <summary>Sub-options that were found.</summary>
    public static void Judge(
        BlobJudgement judgement, List<(byte Code, int At, byte[] Value)> found, byte[] bytes, int start)
    {
        if (found.TrueForAll(each => each.Code is 0 or > (byte)UcSubOptionCode.CertProvRelPath))
        {
            // Nothing of it is for a phone: what looked like sub-options may be text.
            JudgeRuns(judgement, bytes, start);
            return;
        }

        var known = new (string Text, int At)?[6];
        var lastCode = 0;
        foreach (var (code, at, value) in found)
        {
            if (code > (byte)UcSubOptionCode.CertProvRelPath)
            {
                judgement.Add(BlobProblemKind.SubOptionUnknown, start + at, code);
                judgement.Say($"sub-option {code}", Convert.ToHexString(value));
                continue;
            }

            if (known[code] is not null)
            {
                judgement.Add(BlobProblemKind.SubOptionRepeated, start + at, code);
                continue;
            }

            if (code < lastCode)
            {
                judgement.Add(BlobProblemKind.SubOptionOrder, start + at, code);
            }

            lastCode = code;
            known[code] = (TextOf(judgement, (UcSubOptionCode)code, value, start + at + 2), start + at + 2);
        }

        Conclude(judgement, known, start + bytes.Length);
    }

    /// <summary>Bytes that are no sub-options: their pieces of text tell what was meant.</summary>
    public static void JudgeRuns(BlobJudgement judgement, byte[] bytes, int offset)
    {
        var runs = BlobJudgement.Runs(bytes);
        if (runs is [var whole] && TryReadUrl(whole, out var url))
        {
            judgement.Add(BlobProblemKind.UrlAsText, offset, 0, whole);
            if (whole.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
            {
                judgement.Add(BlobProblemKind.NotHttps, offset, 0, whole[..4]);
            }

            Propose(judgement, url);
            return;
        }

        var host = runs.Select(run => BlobJudgement.TryReadHost(run, out var name) ? name : default)
            .FirstOrDefault(name => !name.IsEmpty);
        var hasMark = runs.Exists(run => run.Equals(UcVendorOption.VendorClass, StringComparison.OrdinalIgnoreCase)
            || run.Equals("https", StringComparison.OrdinalIgnoreCase));
        judgement.Add(hasMark ? BlobProblemKind.SubOptionLength : BlobProblemKind.Unreadable, offset);
        if (!hasMark || host.IsEmpty)
        {
            return;
        }

        var port = runs.Select(run => PortOf(run)).FirstOrDefault(each => each is not null);
        var path = runs.Select(run => run[Math.Max(0, run.IndexOf('/', StringComparison.Ordinal))..])
            .FirstOrDefault(run => run.Length > 1 && IsPath(run));
        Propose(judgement, new()
        {
            Server = host, Port = port ?? HttpsPort, Path = path ?? UcVendorOption.UsualPath,
        });
    }

    private static void Conclude(BlobJudgement judgement, (string Text, int At)?[] known, int end)
    {
        foreach (var code in Enum.GetValues<UcSubOptionCode>().Skip(1))
        {
            if (known[(int)code] is null)
            {
                judgement.Add(
                    code == UcSubOptionCode.WebServerPort
                        ? BlobProblemKind.PortMissing : BlobProblemKind.SubOptionMissing,
                    end, (byte)code);
            }
        }

        JudgeIdentifier(judgement, known[1]);
        JudgeScheme(judgement, known[2]);
        var server = HostOf(judgement, known[3]);
        var port = PortOf(judgement, known[4]);
        var path = PathOf(judgement, known[5]);
        if (!server.IsEmpty)
        {
            Propose(judgement, new() { Server = server, Port = port, Path = path });
        }
    }

    private static void Propose(BlobJudgement judgement, UcVendorOption meant)
    {
        judgement.Say("Web Services", meant.Url);
        var bytes = meant.ToBytes();
        judgement.Corrected = bytes.Length > byte.MaxValue ? [] : bytes;
        if (bytes.Length > byte.MaxValue && judgement.IsSound)
        {
            judgement.Add(BlobProblemKind.TooLong, byte.MaxValue);
        }
    }

    /// <summary>A value as text, without what some server put around it.</summary>
    private static string TextOf(BlobJudgement judgement, UcSubOptionCode code, byte[] value, int at)
    {
        if (value.Length == 0)
        {
            judgement.Add(BlobProblemKind.SubOptionEmpty, at, (byte)code);
            return "";
        }

        if (code == UcSubOptionCode.WebServerPort && value.Length == 2 && value[0] is < (byte)'0' or > (byte)'9')
        {
            judgement.Add(BlobProblemKind.PortBinary, at, (byte)code, Convert.ToHexString(value));
            return $"{(value[0] << 8) | value[^1]}";
        }

        var bytes = value.AsSpan();
        if (bytes.Contains((byte)0))
        {
            // A closed string, or UTF-16.
            judgement.Add(BlobProblemKind.Nul, at + bytes.IndexOf((byte)0), (byte)code);
            bytes = value.Where(each => each != 0).ToArray();
        }

        var text = Encoding.Latin1.GetString(bytes);
        if (text.Length >= 12 && text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit)
            && BlobJudgement.TryReadText(Convert.FromHexString(text), out var meant))
        {
            judgement.Add(BlobProblemKind.DoubledHex, at, (byte)code, text);
            text = meant;
        }

        if (text.Trim() != text)
        {
            judgement.Add(BlobProblemKind.Blank, at, (byte)code);
        }

        return text.Trim();
    }

    private static void JudgeIdentifier(BlobJudgement judgement, (string Text, int At)? seen)
    {
        if (seen is not var (text, at))
        {
            return;
        }

        judgement.Say("sub-option 1 UCIdentifier", text);
        if (text.Length > 0 && text != UcVendorOption.VendorClass)
        {
            judgement.Add(
                text.Equals(UcVendorOption.VendorClass, StringComparison.OrdinalIgnoreCase)
                    ? BlobProblemKind.IdentifierCase : BlobProblemKind.IdentifierWrong,
                at, (byte)UcSubOptionCode.UcIdentifier, text);
        }
    }

    private static void JudgeScheme(BlobJudgement judgement, (string Text, int At)? seen)
    {
        if (seen is not var (text, at))
        {
            return;
        }

        judgement.Say("sub-option 2 URLScheme", text);
        if (text.Length > 0 && !text.Equals("https", StringComparison.OrdinalIgnoreCase))
        {
            judgement.Add(BlobProblemKind.NotHttps, at, (byte)UcSubOptionCode.UrlScheme, text);
        }
    }

    private static HostName HostOf(BlobJudgement judgement, (string Text, int At)? seen)
    {
        if (seen is not var (text, at))
        {
            return default;
        }

        judgement.Say("sub-option 3 WebServerFqdn", text);
        if (BlobJudgement.TryReadHost(text, out var name) || text.Length == 0)
        {
            return name;
        }

        var isRelative = HostName.TryParse(text, out _) && !text.Contains('.', StringComparison.Ordinal);
        judgement.Add(
            isRelative ? BlobProblemKind.RelativeName : BlobProblemKind.NotAHost, at,
            (byte)UcSubOptionCode.WebServerFqdn, text);
        return TryReadUrl(text, out var url) ? url.Server : default;
    }

    private static ushort? PortOf(BlobJudgement judgement, (string Text, int At)? seen)
    {
        if (seen is not var (text, at))
        {
            return null;
        }

        judgement.Say("sub-option 4 WebServerPort", text);
        var port = PortOf(text);
        if (port is null && text.Length > 0)
        {
            judgement.Add(BlobProblemKind.PortWrong, at, (byte)UcSubOptionCode.WebServerPort, text);
        }

        return port ?? HttpsPort;
    }

    private static string PathOf(BlobJudgement judgement, (string Text, int At)? seen)
    {
        if (seen is not var (text, at))
        {
            return UcVendorOption.UsualPath;
        }

        judgement.Say("sub-option 5 CertProvRelPath", text);
        if (IsPath(text))
        {
            return text;
        }

        if (text.Length > 0)
        {
            judgement.Add(BlobProblemKind.PathWrong, at, (byte)UcSubOptionCode.CertProvRelPath, text);
        }

        return IsPath("/" + text) && text.Length is > 0 and < byte.MaxValue ? "/" + text : UcVendorOption.UsualPath;
    }

    private static ushort? PortOf(string text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port != 0 ? port : null;

    private static bool IsPath(string text) => text is ['/', ..] && !text.AsSpan().ContainsAnyExceptInRange('!', '~');

    private static bool TryReadUrl(string text, out UcVendorOption url)
    {
        var isUrl = text.Contains("://", StringComparison.Ordinal);
        var known = WebServicesAddress.TryParse(
            isUrl ? "https" + text[text.IndexOf("://", StringComparison.Ordinal)..] : text, out var read, out _);
        url = read ?? new() { Server = default };
        return known && (isUrl || text.Contains('/', StringComparison.Ordinal))
            && BlobJudgement.TryReadHost(url.Server.Text, out _);
    }
}
