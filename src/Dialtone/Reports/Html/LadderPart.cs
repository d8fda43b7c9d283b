using System.Globalization;
using Dialtone.Core.Journal;
using Dialtone.Core.Time;
using Dialtone.Core.Trace;
using Dialtone.Core.Transactions;
using Dialtone.Reports.Html.Ladders;

namespace Dialtone.Reports.Html;

/// <summary>
/// Every message as an arrow between the device and whom it was exchanged with. Each row is a drawing of its own that
/// opens onto its message, so that it can be read by keyboard, broken between pages, and needs no script.
/// </summary>
internal sealed class LadderPart
{
    private const int TitleMax = 72;
    private const int EntriesMax = 6;

    private static readonly string[] Kinds =
        ["dhcp", "dns", "sip", "http", "turn", "connection", "failed", "unanswered"];

    private readonly HtmlWriter _html;
    private readonly ReportPage _page;
    private readonly LadderDrawing _drawing;
    private readonly ILookup<Instant, JournalEntry> _journal;

    private LadderPart(HtmlWriter html, ReportPage page)
    {
        (_html, _page, _drawing) = (html, page, new(page.Result));
        _journal = page.Result.Journal.ToLookup(entry => entry.At);
    }

    /// <summary>Writes the part.</summary>
    public static void Write(HtmlWriter html, ReportPage page)
    {
        html.Open("section", ("id", "messages"), ("class", "wide"), ("aria-labelledby", "messages-title"));
        html.Element("h2", "Messages", ("id", "messages-title"));
        if (page.Result.Messages.IsEmpty)
        {
            html.Element("p", "No messages were kept.");
        }
        else
        {
            new LadderPart(html, page).Write();
        }

        html.Close();
    }

    private void Write()
    {
        _html.Open("div", ("class", "intro"));
        _html.Element(
            "p", "Press a row to see its message. Secrets were taken out. Times count from the start.",
            ("class", "note"));
        WriteLegend();
        _html.Close();
        WriteShapes();
        _html.Open(
            "div", ("class", "ladder"), ("tabindex", "0"), ("role", "region"), ("aria-label", "Ladder of messages"));
        _html.Open("table");
        WriteHeads();
        _html.Open("tbody");
        foreach (var row in _drawing.Rows)
        {
            switch (row)
            {
                case LadderRow.Arrow arrow:
                    WriteArrow(arrow);
                    break;
                case LadderRow.Wait wait:
                    WriteBreak("wait", $"{Words.Of(wait.For)} without a message");
                    break;
                case LadderRow.LeftOut left:
                    WriteBreak("gap", $"{Words.Count(left.Count, "message", "messages")} left out");
                    break;
            }
        }

        _html.Close();
        _html.Close();
        _html.Close();
    }

    private void WriteLegend()
    {
        _html.Open("ul", ("class", "legend"));
        foreach (var protocol in _page.Result.Messages.Select(each => FamilyOf(each.Protocol)).Distinct().Order())
        {
            WriteSign(ClassOf(protocol), NameOf(protocol));
        }

        WriteSign("failed", "failed");
        WriteSign("unanswered", "no answer");
        _html.Close();
    }

    private void WriteSign(string kind, string name)
    {
        _html.Open("li");
        _html.Open("svg", ("class", kind), ("width", "34"), ("height", "12"), ("aria-hidden", "true"));
        _html.Empty("line", ("x1", "1"), ("x2", "33"), ("y1", "6"), ("y2", "6"),
            ("marker-end", $"url(#head-{kind})"));
        WriteMark(kind, "17", "6");

        _html.Close();
        _html.Text(name);
        _html.Close();
    }

    // What every row is drawn with: the lanes, the heads of the arrows, and the marks.
    private void WriteShapes()
    {
        _html.Open("svg", ("class", "shapes"), ("width", "0"), ("height", "0"), ("aria-hidden", "true"));
        _html.Open("defs");
        _html.Open("g", ("id", "lanes"));
        for (var lane = 0; lane < _drawing.Lanes.Length; lane++)
        {
            _html.Empty("line", ("x1", PlaceOf(lane)), ("x2", PlaceOf(lane)), ("y1", "0"), ("y2", "100%"));
        }

        _html.Close();
        _html.Open("g", ("id", "cross"));
        _html.Empty("path", ("d", "M-4.5-4.5l9 9m0-9l-9 9"));
        _html.Close();
        _html.Open("g", ("id", "ring"));
        _html.Empty("circle", ("r", "4"));
        _html.Close();
        foreach (var kind in Kinds)
        {
            _html.Open(
                "marker", ("id", "head-" + kind), ("class", kind), ("viewBox", "0 0 9 8"), ("refX", "9"), ("refY", "4"),
                ("markerWidth", "9"), ("markerHeight", "8"), ("markerUnits", "userSpaceOnUse"), ("orient", "auto"));
            _html.Empty("path", ("d", "M0 0l9 4-9 4z"));
            _html.Close();
        }

        _html.Close();
        _html.Close();
    }

    private void WriteHeads()
    {
        _html.Open("thead");
        _html.Open("tr");
        _html.Element("th", "Time", ("scope", "col"), ("class", "time"));
        _html.Open("th", ("scope", "col"));
        _html.Open("div", ("class", "heads"));
        foreach (var lane in _drawing.Lanes)
        {
            _html.Open("div");
            _html.Element("b", lane.Name);
            if (lane.Host.Length > 0)
            {
                _html.Element("span", lane.Host.Split('.')[0], ("title", lane.Host));
            }

            if (lane.Place.Length > 0)
            {
                _html.Element("span", lane.Place, ("class", "place"), ("title", lane.Place));
            }

            _html.Close();
        }

        _html.Close();
        _html.Close();
        _html.Close();
        _html.Close();
    }

    private void WriteArrow(LadderRow.Arrow arrow)
    {
        var message = arrow.Message;
        var head = arrow.Mark switch
        {
            LadderMark.Failed => "failed",
            LadderMark.Unanswered => "unanswered",
            _ => ClassOf(message.Protocol),
        };
        var kind = arrow.Mark == LadderMark.None ? head : $"{ClassOf(message.Protocol)} {head}";
        _html.Open("tr");
        _html.Element("td", TimeOf(message.At), ("class", "time"));
        _html.Open("td");
        _html.Open("details");
        _html.Open("summary");
        _html.Open("svg", ("class", kind), ("role", "img"), ("height", "30"));
        _html.Element("title", Description(arrow));
        _html.Empty("use", ("href", "#lanes"));
        var (from, to) = message.IsSent ? (PlaceOf(0), PlaceOf(arrow.Lane)) : (PlaceOf(arrow.Lane), PlaceOf(0));
        _html.Empty(
            "line", ("x1", from), ("x2", to), ("y1", "22"), ("y2", "22"),
            ("marker-end", $"url(#head-{head})"));
        WriteMark(head, PlaceOf(arrow.Lane), "22");

        _html.Element("text", Label(arrow), ("x", PlaceOf(0)), ("dx", "12"), ("y", "15"));
        _html.Close();
        _html.Close();
        WriteMessage(arrow);
        _html.Close();
        _html.Close();
        _html.Close();
    }

    // Colour is not all that tells: what failed has a cross, what is not answered a ring.
    private void WriteMark(string kind, string x, string y)
    {
        if (kind is "failed" or "unanswered")
        {
            _html.Empty("use", ("href", kind == "failed" ? "#cross" : "#ring"), ("x", x), ("y", y));
        }
    }

    private void WriteMessage(LadderRow.Arrow arrow)
    {
        var message = arrow.Message;
        _html.Open("div", ("class", "message"));
        _html.Element("p", Transport(message), ("class", "source"));
        if (arrow.Count > 1)
        {
            _html.Element(
                "p", $"The first of {arrow.Count} that are alike; the last one at {TimeOf(arrow.Last)}.",
                ("class", "source"));
        }

        if (!message.Bytes.IsEmpty)
        {
            var (text, leftOut) = _page.Fit(MessageText.Of(message));
            _html.Open("pre");
            _html.Element("code", text);
            _html.Close();
            if (leftOut > 0)
            {
                _html.Element("p", ReportPage.LeftOut(leftOut).Trim(), ("class", "left-out"));
            }
        }

        if (!message.IsSent && _journal[message.At].Any())
        {
            _page.WriteEntries(_html, [.. _journal[message.At]], EntriesMax);
        }

        _html.Close();
    }

    private void WriteBreak(string kind, string text)
    {
        _html.Open("tr", ("class", kind));
        _html.Element("td", "", ("class", "time"));
        _html.Open("td");
        _html.Open("svg", ("role", "img"), ("height", "34"));
        _html.Element("title", text);
        _html.Empty("use", ("href", "#lanes"));
        _html.Element("text", text, ("x", PlaceOf(0)), ("dx", "12"), ("y", "21"));
        _html.Close();
        _html.Close();
        _html.Close();
    }

    private string PlaceOf(int lane) =>
        HtmlWriter.Number((lane + 0.5) * 100 / _drawing.Lanes.Length) + "%";

    private string Description(LadderRow.Arrow arrow)
    {
        var message = arrow.Message;
        var lane = _drawing.Lanes[arrow.Lane];
        var host = lane.Host.Length > 0 ? lane.Host + " " : "";
        return $"{TimeOf(message.At)}, {NameOf(message.Protocol)} {(message.IsSent ? "to" : "from")} {lane.Name} "
            + $"{host}{message.Remote}: {Label(arrow)}";
    }

    // Where two users sign in, the messages of both are in one ladder.
    private string WhoseOf(TracedMessage message) => _page.Result.Kind == TransactionKind.Presence
        && MessageText.UserOf(message) is { Length: > 0 } user ? $" – {user}" : "";

    private string Label(LadderRow.Arrow arrow)
    {
        var title = TitleOf(arrow.Message) + WhoseOf(arrow.Message);
        var cut = title.Length > TitleMax ? title[..TitleMax] + "…" : title;
        return cut + (arrow.Count > 1 ? $" ×{arrow.Count}" : "")
            + arrow.Mark switch { LadderMark.Unanswered => " – no answer", _ => "" };
    }

    private static string TitleOf(TracedMessage message) => message.Event switch
    {
        TracedEvent.Connecting or TracedEvent.Connected => "TCP " + message.Title,
        TracedEvent.Ended or TracedEvent.Closed or TracedEvent.Aborted => "connection " + message.Title,
        _ when message.Title is "SUBSCRIBE" or "NOTIFY" or "BENOTIFY" =>
            $"{message.Title} {MessageText.HeaderOf(message, "Event").Split(';')[0]}".TrimEnd(),
        _ => message.Title,
    };

    private static string Transport(TracedMessage message)
    {
        var (from, to) = message.IsSent ? (message.Local, message.Remote) : (message.Remote, message.Local);
        var over = (message.IsStream, message.IsSecured) switch
        {
            (true, true) => "TLS",
            (true, false) => "TCP",
            _ => "UDP",
        };
        var size = message.Bytes.IsEmpty ? "" : $", {Words.Count(message.Bytes.Length, "byte", "bytes")}";
        return $"{NameOf(message.Protocol)} over {over}, {from} → {to}{size}: {TitleOf(message)}";
    }

    // As it stands in the journal, without the sign.
    private static string TimeOf(Instant at) =>
        at.SinceStart.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture) + " s";

    // DHCP is one thing to whoever reads, in both its versions.
    private static TracedProtocol FamilyOf(TracedProtocol protocol) =>
        protocol == TracedProtocol.Dhcp6 ? TracedProtocol.Dhcp : protocol;

    private static string ClassOf(TracedProtocol protocol) => protocol switch
    {
        TracedProtocol.Dhcp or TracedProtocol.Dhcp6 => "dhcp",
        TracedProtocol.Dns => "dns",
        TracedProtocol.Sip => "sip",
        TracedProtocol.Http => "http",
        TracedProtocol.Turn => "turn",
        _ => "connection",
    };

    private static string NameOf(TracedProtocol protocol) => protocol switch
    {
        TracedProtocol.Dhcp => "DHCP",
        TracedProtocol.Dhcp6 => "DHCPv6",
        TracedProtocol.Dns => "DNS",
        TracedProtocol.Sip => "SIP",
        TracedProtocol.Http => "HTTP",
        TracedProtocol.Turn => "STUN and TURN",
        _ => "Connection",
    };
}
