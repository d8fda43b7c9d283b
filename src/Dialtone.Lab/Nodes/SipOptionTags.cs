using System.Text;
using Dialtone.Wire.Sip;

namespace Dialtone.Lab.Nodes;

/// <summary>The extensions that a Registrar of the lab knows, by their option tags.</summary>
[Flags]
internal enum SipOptionTags : ushort
{
    None = 0,

    /// <summary>RFC 3327.</summary>
    Path = 1,

    /// <summary>RFC 5626.</summary>
    Outbound = 2,

    /// <summary>RFC 5627.</summary>
    Gruu = 4,

    /// <summary>The draft before it, which Lync speaks (MS-SIPREGE section 2.2).</summary>
    Gruu10 = 8,

    /// <summary>The presence of Lync (MS-SIPREGE section 2.2.1.5, as the two that follow).</summary>
    EventCategories = 16,

    /// <summary>Can be registered without the presence service: survivable mode.</summary>
    UserServicesState = 32,

    /// <summary>Tries the contacts of a redirect one after another.</summary>
    ClusterFailover = 64,

    /// <summary>The first notification may come in the answer (MS-SIP section 2.2).</summary>
    PiggybackFirstNotify = 128,

    /// <summary>Notifications that are not answered are understood (MS-SIP section 2.2).</summary>
    BeNotify = 256,
}

/// <summary>Reads option tags.</summary>
internal static class SipOptionTagsReader
{
    /// <summary>The known ones among a header's values; the others go to <paramref name="unknown"/>.</summary>
    public static SipOptionTags Read(SipMessage message, SipHeader header, ICollection<string>? unknown = null)
    {
        var tags = SipOptionTags.None;
        var values = message.ListValues(header);
        while (values.TryNext(out var value))
        {
            var tag = TagOf(value);
            tags |= tag;
            if (tag == SipOptionTags.None)
            {
                // Only what is a token can be told back (RFC 3261 section 20.40).
                unknown?.Add(IsPlain(value) ? Encoding.ASCII.GetString(value) : "unreadable");
            }
        }

        return tags;
    }

    private static bool IsPlain(ReadOnlySpan<byte> text) => !text.ContainsAnyExceptInRange((byte)'!', (byte)'~');

    private static SipOptionTags TagOf(ReadOnlySpan<byte> text) =>
        Ascii.EqualsIgnoreCase(text, "path"u8) ? SipOptionTags.Path
        : Ascii.EqualsIgnoreCase(text, "outbound"u8) ? SipOptionTags.Outbound
        : Ascii.EqualsIgnoreCase(text, "gruu"u8) ? SipOptionTags.Gruu
        : Ascii.EqualsIgnoreCase(text, "gruu-10"u8) ? SipOptionTags.Gruu10
        : Ascii.EqualsIgnoreCase(text, "msrtc-event-categories"u8) ? SipOptionTags.EventCategories
        : Ascii.EqualsIgnoreCase(text, "ms-userservices-state-notification"u8) ? SipOptionTags.UserServicesState
        : Ascii.EqualsIgnoreCase(text, "ms-cluster-failover"u8) ? SipOptionTags.ClusterFailover
        : Ascii.EqualsIgnoreCase(text, "ms-piggyback-first-notify"u8) ? SipOptionTags.PiggybackFirstNotify
        : Ascii.EqualsIgnoreCase(text, "ms-benotify"u8) ? SipOptionTags.BeNotify
        : SipOptionTags.None;
}
