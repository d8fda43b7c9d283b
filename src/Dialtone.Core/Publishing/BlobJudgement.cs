using System.Text;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dhcp6;

namespace Dialtone.Core.Publishing;

/// <summary>A verdict in the making: the bytes as they are peeled, and what was noticed.</summary>
internal sealed class BlobJudgement
{
    // Digits of digits of digits have been seen; more is somebody's joke.
    private const int PeelsMax = 4;

    private readonly BlobOption _option;
    private readonly byte[] _given;
    private readonly List<BlobProblem> _problems = [];
    private readonly List<BlobValue> _values = [];

    public BlobJudgement(BlobOption option, byte[] given)
    {
        _option = option;
        _given = given;
        Bytes = given;
    }

    /// <summary>The bytes without what was peeled off.</summary>
    public byte[] Bytes { get; private set; }

    /// <summary>What they should be; empty where that is not known.</summary>
    public byte[] Corrected { get; set; } = [];

    /// <summary>Whether anything wrong was noticed.</summary>
    public bool IsSound => !_problems.Any(problem => problem.IsWrong);

    public void Add(BlobProblemKind kind, int offset = 0, byte subOption = 0, string seen = "") =>
        _problems.Add(new(kind, Math.Min(offset, _given.Length)) { SubOption = subOption, Seen = seen });

    public void Say(string name, string text) => _values.Add(new(name, text));

    public BlobVerdict ToVerdict() => new()
    {
        Option = _option,
        Bytes = [.. _given],
        Values = [.. _values],
        Problems = [.. _problems],
        Corrected = [.. Corrected],
    };

    /// <summary>Takes off what belongs to no option's value: digits of digits, quotation marks, line ends.</summary>
    public void Peel()
    {
        var isV6 = _option is BlobOption.SipServerNames6 or BlobOption.SipServerAddresses6;
        if (_given.Length > byte.MaxValue && !isV6)
        {
            Add(BlobProblemKind.TooLong, byte.MaxValue);
        }

        for (var i = 0; i < PeelsMax && TryPeelOne(); i++)
        {
        }
    }

    /// <summary>The text that bytes are, if all of them are printable ASCII.</summary>
    public static bool TryReadText(ReadOnlySpan<byte> bytes, out string text)
    {
        var isText = !bytes.IsEmpty && !bytes.ContainsAnyExceptInRange((byte)' ', (byte)'~');
        text = isText ? Encoding.ASCII.GetString(bytes) : "";
        return isText;
    }

    /// <summary>The pieces of text in bytes, whatever stands between them.</summary>
    public static List<string> Runs(ReadOnlySpan<byte> bytes)
    {
        var runs = new List<string>();
        while (!bytes.IsEmpty)
        {
            var start = bytes.IndexOfAnyInRange((byte)' ', (byte)'~');
            if (start < 0)
            {
                break;
            }

            bytes = bytes[start..];
            var end = bytes.IndexOfAnyExceptInRange((byte)' ', (byte)'~');
            var run = Encoding.ASCII.GetString(end < 0 ? bytes : bytes[..end]);
            // A length of 32 and more is a printable byte itself.
            runs.Add(run.Length > 1 && run[0] == run.Length - 1 ? run[1..] : run);
            bytes = end < 0 ? default : bytes[end..];
        }

        return runs;
    }

    /// <summary>A whole host name, not an address and not relative.</summary>
    public static bool TryReadHost(string text, out HostName name) =>
        HostName.TryParse(text, out name) && name.Text.Contains('.', StringComparison.Ordinal)
        && !IpAddress.TryParse(text, out _);

    // An address that ends in .10 or .13, or VLAN 10, ends in the byte of a line end and is sound.
    private bool EndsInNumber(ReadOnlySpan<byte> bytes) => _option switch
    {
        BlobOption.SipServers => bytes[0] == 1 && bytes.Length % 4 == 1,
        BlobOption.SipServerAddresses6 => bytes.Length % 16 == 0,
        BlobOption.Vendor => FillsSubOptions(bytes),
        BlobOption.EnterpriseVendor => bytes.Length > 5 && bytes[4] == bytes.Length - 5 && FillsSubOptions(bytes[5..]),
        _ => false,
    };

    private static bool FillsSubOptions(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 1 && bytes.Length >= bytes[1] + 2)
        {
            bytes = bytes[(bytes[1] + 2)..];
        }

        return bytes.IsEmpty;
    }

    private bool TryPeelOne()
    {
        ReadOnlySpan<byte> bytes = Bytes;
        if (bytes is [.., (byte)'\n' or (byte)'\r'] && !EndsInNumber(bytes))
        {
            var bare = bytes.TrimEnd("\r\n"u8);
            Add(BlobProblemKind.LineEnd, bare.Length);
            Bytes = bare.ToArray();
            return true;
        }

        if (bytes is [(byte)'"', _, .., (byte)'"'] or [(byte)'\'', _, .., (byte)'\''])
        {
            Add(BlobProblemKind.QuotesSent);
            Bytes = bytes[1..^1].ToArray();
            return true;
        }

        if (bytes.Length > 2 && bytes[0] == (byte)_option && bytes[1] == bytes.Length - 2
            && _option is BlobOption.SipServers or BlobOption.Vendor or BlobOption.EnterpriseVendor)
        {
            Add(BlobProblemKind.CodeAndLength);
            Bytes = bytes[2..].ToArray();
            return true;
        }

        // 6 bytes are the shortest that say anything. Labels of 48 characters and more can be digits, lengths and all.
        if (!(_option == BlobOption.SipServerNames6 && Dhcp6SipServers.TryReadNames(bytes, out _, out _))
            && TryReadText(bytes.TrimEnd((byte)0), out var text) && text.Length >= 12
            && BlobForms.Read(text).FirstOrDefault() is { Form: <= BlobForm.DottedHex, Bytes: { Length: >= 6 } meant }
            && !TryReadHost(text, out _))
        {
            Add(BlobProblemKind.DoubledHex, 0, 0, text);
            Bytes = meant;
            return true;
        }

        return false;
    }
}
