using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Publishing;

/// <summary>
/// Says of an option as somebody has it, out of a configuration, a capture or a dialog, what it holds, what is wrong
/// with it, and which bytes would be right. Any input has a verdict.
/// </summary>
public static class DhcpBlob
{
    private static readonly BlobOption[] Guesses =
    [
        BlobOption.Vendor, BlobOption.SipServers, BlobOption.EnterpriseVendor, BlobOption.SipServerNames6,
        BlobOption.SipServerAddresses6,
    ];

    /// <summary>Judges text in any of its forms.</summary>
    /// <param name="text">What somebody has.</param>
    /// <param name="option">Which option it is; <c>null</c> takes the one that it fits best.</param>
    public static BlobVerdict Judge(string text, BlobOption? option = null)
    {
        BlobOption[] options = option is { } known ? [known] : Guesses;
        BlobVerdict? best = null;
        foreach (var reading in BlobForms.Read(text))
        {
            foreach (var each in options)
            {
                var verdict = Judge(reading.Bytes, each) with { Form = reading.Form };
                if (best is null || WorthOf(verdict, option) > WorthOf(best, option))
                {
                    best = verdict;
                }
            }
        }

        // Longer than anything that is an option.
        return best ?? new()
        {
            Option = option ?? BlobOption.SipServers,
            Form = BlobForm.Text,
            Bytes = [],
            Problems = [new(BlobProblemKind.TooLong, 0)],
        };
    }

    /// <summary>Judges the value of an option, without code and length.</summary>
    public static BlobVerdict Judge(ReadOnlySpan<byte> value, BlobOption option)
    {
        var judgement = new BlobJudgement(option, value.ToArray());
        judgement.Peel();
        switch (option)
        {
            case BlobOption.Vendor:
                VendorJudge.Judge43(judgement);
                break;
            case BlobOption.EnterpriseVendor:
                VendorJudge.Judge125(judgement);
                break;
            case BlobOption.SipServerNames6:
                SipServersJudge.Judge21(judgement);
                break;
            case BlobOption.SipServerAddresses6:
                SipServersJudge.Judge22(judgement);
                break;
            default:
                SipServersJudge.Judge120(judgement);
                break;
        }

        return judgement.ToVerdict();
    }

    // What is right as it stands is what it is. Then what can be put right, with the least that is wrong; a guess that
    // nothing speaks for comes last.
    private static int WorthOf(BlobVerdict verdict, BlobOption? asked)
    {
        var isLikely = asked is not null || verdict.Option is BlobOption.SipServers or BlobOption.Vendor;
        // Any text may be a name that lacks its domain.
        var saysSomething = !verdict.Values.IsEmpty && verdict.Form != BlobForm.Text;
        var worth = verdict.IsSound ? 1000 : !verdict.Corrected.IsEmpty ? 500 : saysSomething ? 200 : 0;
        // Sixteen bytes of anything are an address.
        var isAnything = verdict.Option == BlobOption.SipServerAddresses6 && asked is null && verdict.IsSound
            && !verdict.Values.Any(value => IpAddress.TryParse(value.Text.Split(',')[0], out var address)
                && !address.IsMulticast && $"{address}".StartsWith('2'));
        return (isAnything ? 10 : worth) - (10 * verdict.Problems.Count(problem => problem.IsWrong))
            - verdict.Problems.Length + (isLikely ? 5 : 0);
    }
}
