using System.Collections.Immutable;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dhcp;
using Dialtone.Wire.Dhcp6;

namespace Dialtone.Core.Publishing;

/// <summary>Judges options 120 and, for DHCPv6, 21 and 22.</summary>
internal static class SipServersJudge
{
    /// <summary>Option 120 (RFC 3361).</summary>
    public static void Judge120(BlobJudgement judgement)
    {
        var bytes = WithoutZeros(judgement, 1);
        if (SipServersOption.TryRead(bytes, out var option, out var fault))
        {
            if (option.Encoding == SipServersEncoding.Addresses)
            {
                judgement.Add(BlobProblemKind.Addresses);
                judgement.Say("Registrar addresses", string.Join(", ", option.Addresses));
                return;
            }

            Take(judgement, option.Names, names => SipServersOption.Of([.. names]).ToBytes());
            return;
        }

        var meant = fault.NameSeen;
        switch (fault.Kind)
        {
            case SipServersFaultKind.Empty:
            case SipServersFaultKind.NoNames:
            case SipServersFaultKind.NoAddresses:
                judgement.Add(BlobProblemKind.Empty, fault.Offset);
                return;
            case SipServersFaultKind.PlainText:
                judgement.Add(BlobProblemKind.PlainText, 0, 0, fault.TextSeen);
                break;
            case SipServersFaultKind.TextAfterEncoding:
                judgement.Add(BlobProblemKind.TextAfterEncoding, 1, 0, fault.TextSeen);
                break;
            case SipServersFaultKind.NameNotClosed:
                judgement.Add(BlobProblemKind.NotClosed, fault.Offset);
                break;
            case SipServersFaultKind.CompressionPointer:
                judgement.Add(BlobProblemKind.CompressionPointer, fault.Offset);
                break;
            case var _ when Dhcp6SipServers.TryReadNames(bytes, out var names, out _):
                judgement.Add(BlobProblemKind.NoEncoding);
                meant = names[0];
                break;
            default:
                judgement.Add(KindOf(bytes), fault.Offset);
                break;
        }

        Correct(judgement, meant, bytes, name => SipServersOption.Of(name).ToBytes());
    }

    /// <summary>DHCPv6 option 21 (RFC 3319 section 3.1).</summary>
    public static void Judge21(BlobJudgement judgement)
    {
        var bytes = WithoutZeros(judgement, 0);
        if (Dhcp6SipServers.TryReadNames(bytes, out var names, out var fault))
        {
            Take(judgement, names, all => Dhcp6SipServers.ToBytes([.. all]));
            return;
        }

        var kind = fault.Kind switch
        {
            SipServersFaultKind.Empty => BlobProblemKind.Empty,
            SipServersFaultKind.UnknownEncoding => BlobProblemKind.EncodingTooMuch,
            SipServersFaultKind.PlainText => BlobProblemKind.PlainText,
            SipServersFaultKind.NameNotClosed => BlobProblemKind.NotClosed,
            SipServersFaultKind.CompressionPointer => BlobProblemKind.CompressionPointer,
            _ => KindOf(bytes),
        };
        judgement.Add(kind, fault.Offset, 0, fault.TextSeen);
        if (kind != BlobProblemKind.Empty)
        {
            Correct(judgement, fault.NameSeen, bytes, name => Dhcp6SipServers.ToBytes([name]));
        }
    }

    /// <summary>DHCPv6 option 22 (RFC 3319 section 3.2).</summary>
    public static void Judge22(BlobJudgement judgement)
    {
        ImmutableArray<IpAddress> meant = [];
        if (Dhcp6SipServers.TryReadAddresses(judgement.Bytes, out var addresses, out var fault))
        {
            meant = addresses;
        }
        else if (fault.Kind == SipServersFaultKind.Empty)
        {
            judgement.Add(BlobProblemKind.Empty);
        }
        else if (BlobJudgement.TryReadText(judgement.Bytes, out var text)
            && text.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 and <= 32 } written
            && written.All(each => IpAddress.TryParse(each, out _)))
        {
            judgement.Add(BlobProblemKind.PlainText, 0, 0, text);
            meant = [.. written.Select(IpAddress.Parse)];
        }
        else
        {
            judgement.Add(BlobProblemKind.AddressLength, fault.Offset);
        }

        if (!meant.IsEmpty)
        {
            judgement.Say("Registrar addresses", string.Join(", ", meant));
            judgement.Corrected = Dhcp6SipServers.ToBytes(meant.AsSpan());
        }
    }

    // A name closes with one 00; a server that pads its strings sends more, which would be a name without a label.
    private static byte[] WithoutZeros(BlobJudgement judgement, int start)
    {
        var bytes = judgement.Bytes;
        var bare = bytes.AsSpan().TrimEnd((byte)0);
        if (bare.Length <= start || bytes.Length - bare.Length < 2)
        {
            return bytes;
        }

        judgement.Add(BlobProblemKind.TrailingZero, bare.Length + 1);
        return [.. bare, 0];
    }

    private static BlobProblemKind KindOf(byte[] bytes) => NameFromRuns(bytes, out _)
        ? BlobProblemKind.LabelLength : BlobProblemKind.Unreadable;

    private static void Take(
        BlobJudgement judgement, ImmutableArray<HostName> names, Func<ImmutableArray<HostName>, byte[]> write)
    {
        judgement.Say("Registrar", string.Join(", ", names));
        if (names.Length > 1)
        {
            judgement.Add(BlobProblemKind.SeveralNames);
        }

        if (names.FirstOrDefault(name => !BlobJudgement.TryReadHost(name.Text, out _)) is { IsEmpty: false } relative)
        {
            var isAddress = IpAddress.TryParse(relative.Text, out _);
            judgement.Add(
                isAddress ? BlobProblemKind.Addresses : BlobProblemKind.RelativeName, 0, 0, relative.Text);
            return;
        }

        judgement.Corrected = write(names);
    }

    private static void Correct(BlobJudgement judgement, HostName meant, byte[] bytes, Func<HostName, byte[]> write)
    {
        if (meant.IsEmpty && !NameFromRuns(bytes, out meant))
        {
            return;
        }

        judgement.Say("Registrar", meant.Text);
        if (BlobJudgement.TryReadHost(meant.Text, out _))
        {
            judgement.Corrected = write(meant);
        }
        else
        {
            judgement.Add(BlobProblemKind.RelativeName, 0, 0, meant.Text);
        }
    }

    // Labels whose lengths are wrong are still pieces of text.
    private static bool NameFromRuns(byte[] bytes, out HostName name)
    {
        name = default;
        var runs = BlobJudgement.Runs(bytes);
        var isName = runs.Count > 1 && runs.TrueForAll(run => run.Length > 1)
            && runs.Sum(run => run.Length + 1) + 3 >= bytes.Length;
        return isName && BlobJudgement.TryReadHost(string.Join('.', runs), out name);
    }
}
