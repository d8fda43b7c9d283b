using System.Buffers.Binary;
using Dialtone.Wire.Dhcp;

namespace Dialtone.Core.Publishing;

/// <summary>Judges option 43 for UC phones and for their VLAN, and option 125 around it.</summary>
internal static class VendorJudge
{
    private const byte Pad = 0;
    private const byte End = 255;

    /// <summary>Option 43 for MS-UC-Client or CPE-OCPHONE, whichever it is.</summary>
    public static void Judge43(BlobJudgement judgement) => Judge(judgement, judgement.Bytes, 0);

    /// <summary>Option 125 with the sub-options of one vendor (RFC 3925).</summary>
    public static void Judge125(BlobJudgement judgement)
    {
        var bytes = judgement.Bytes;
        if (EnterpriseVendorOption.TryRead(bytes, out var vendors, out var fault))
        {
            var vendor = vendors.FirstOrDefault(
                each => each.Enterprise == EnterpriseVendorOption.Microsoft, vendors[0]);
            judgement.Say("Enterprise", $"{vendor.Enterprise}");
            if (vendor.Enterprise != EnterpriseVendorOption.Microsoft)
            {
                judgement.Add(BlobProblemKind.OtherEnterprise, 0, 0, $"{vendor.Enterprise}");
            }

            Judge(judgement, vendor.Data.ToArray(), 5);
            judgement.Corrected = Wrapped(vendor.Enterprise, judgement.Corrected);
            return;
        }

        if (fault.Kind == EnterpriseVendorFaultKind.Empty)
        {
            judgement.Add(BlobProblemKind.Empty);
            return;
        }

        // Option 43 in the wrong place is the likeliest; else the length of a vendor is wrong.
        var isBare = UcVendorOption.TryRead(bytes, out _, out _) || VoiceVlanOption.TryRead(bytes, out _, out _);
        judgement.Add(isBare ? BlobProblemKind.EnterpriseMissing : BlobProblemKind.SubOptionLength, fault.Offset);
        var hasHead = !isBare && bytes.Length > 5;
        Judge(judgement, hasHead ? bytes[5..] : bytes, hasHead ? 5 : 0);
        judgement.Corrected = Wrapped(
            hasHead ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : EnterpriseVendorOption.Microsoft,
            judgement.Corrected);
    }

    private static byte[] Wrapped(uint enterprise, byte[] data) =>
        data.Length is 0 or > byte.MaxValue - 5 ? [] : EnterpriseVendorOption.ToBytes(enterprise, data);

    private static void Judge(BlobJudgement judgement, byte[] bytes, int start)
    {
        if (bytes.Length == 0)
        {
            judgement.Add(BlobProblemKind.Empty, start);
            return;
        }

        if (!TrySplit(bytes, out var found, out var at))
        {
            UcVendorJudge.JudgeRuns(judgement, bytes, start + at);
            return;
        }

        var vlan = found.FindIndex(each => each.Code == VoiceVlanOption.SubOption);
        if (vlan >= 0 && found.TrueForAll(each => each.Code is 0 or > (byte)UcSubOptionCode.CertProvRelPath))
        {
            JudgeVlan(judgement, found, vlan, start);
            return;
        }

        UcVendorJudge.Judge(judgement, found, bytes, start);
    }

    private static void JudgeVlan(
        BlobJudgement judgement, List<(byte Code, int At, byte[] Value)> found, int index, int start)
    {
        var (code, at, value) = found[index];
        foreach (var other in found.Where(each => each.Code != code))
        {
            judgement.Add(BlobProblemKind.SubOptionUnknown, start + other.At, other.Code);
        }

        if (found.Count(each => each.Code == code) > 1)
        {
            var again = found.FindLast(each => each.Code == code);
            judgement.Add(BlobProblemKind.SubOptionRepeated, start + again.At, code);
        }

        var id = IdOf(value);
        if (value.Length != 2)
        {
            judgement.Add(BlobProblemKind.VlanForm, start + at, code, Convert.ToHexString(value));
        }

        if (id is > 0 and <= VoiceVlanOption.IdMax)
        {
            judgement.Say("VLAN", $"{id}");
            judgement.Corrected = new VoiceVlanOption((ushort)id).ToBytes();
        }
        else
        {
            judgement.Add(BlobProblemKind.VlanRange, start + at, code, id is { } seen ? $"{seen}" : "");
        }
    }

    /// <summary>The number that a value is: in bytes, or in the digits that some vendors have there.</summary>
    private static uint? IdOf(byte[] value) => value.Length switch
    {
        1 => value[0],
        2 => BinaryPrimitives.ReadUInt16BigEndian(value),
        _ when BlobJudgement.TryReadText(value, out var text)
            && ushort.TryParse(text, System.Globalization.NumberStyles.None, null, out var written) => written,
        4 => BinaryPrimitives.ReadUInt32BigEndian(value),
        _ => null,
    };

    /// <summary>The sub-options as they come; false with the place where the lengths do not fit.</summary>
    private static bool TrySplit(byte[] bytes, out List<(byte Code, int At, byte[] Value)> found, out int at)
    {
        found = [];
        for (at = 0; at < bytes.Length && bytes[at] != End;)
        {
            if (bytes[at] == Pad)
            {
                at++;
                continue;
            }

            if (at + 1 >= bytes.Length || at + 2 + bytes[at + 1] > bytes.Length
                || found.Count == DhcpLimits.VendorSubOptionsMax)
            {
                return false;
            }

            found.Add((bytes[at], at, bytes[(at + 2)..(at + 2 + bytes[at + 1])]));
            at += 2 + bytes[at + 1];
        }

        return found.Count > 0;
    }
}
