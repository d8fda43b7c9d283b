using System.Text.Json;
using Dialtone.Core.Net.Http;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.WebServices;

namespace Dialtone.Lab.Nodes;

/// <content>Lyncdiscover (MS-OCDISCWS section 3.1.5).</content>
public sealed partial class WebServices
{
    private const string AutodiscoverPath = "/Autodiscover/AutodiscoverService.svc/root";
    private const string UserPath = AutodiscoverPath + "/user";
    private const string DomainPath = AutodiscoverPath + "/domain";

    private void AnswerRoot(in Turn turn)
    {
        var uri = turn.Parameter("sipuri");
        if (uri.Length == 0)
        {
            Reply(turn, new(400, "Bad Request"));
            return;
        }

        var url = UrlFor(turn);
        var query = $"?sipuri={Uri.EscapeDataString(uri)}";
        var redirect = Behaviour.LoopsLyncdiscover || !turn.Connection.IsTls
            ? $"{url}{AutodiscoverPath}{query}"
            : HomeOf(Named(uri)) is { } home ? $"{home}{AutodiscoverPath}{query}"
            : null;
        Discovered(turn, new()
        {
            Location = LocationOf(turn),
            Links = redirect is not null
                ? [new(AutodiscoverLink.Redirect, redirect)]
                :
                [
                    new(AutodiscoverLink.User, url + UserPath), new(AutodiscoverLink.Domain, url + DomainPath),
                ],
        });
    }

    private void AnswerUser(in Turn turn)
    {
        if (RefusesPlain(turn))
        {
            return;
        }

        if (ProvedByTicket(turn) is not { } account)
        {
            Reply(turn, new(401, "Unauthorized") { Fields = [new(WebTicket.UrlField, TicketsUrl)] });
            return;
        }

        if (Behaviour.KnowsNoUser)
        {
            Reply(turn, new(404, "Not Found"));
            return;
        }

        Discovered(turn, HomeOf(account) is { } home
            ? new()
            {
                IsOfUser = true,
                Location = LocationOf(turn),
                Links = [new(AutodiscoverLink.Redirect, home + UserPath)],
            }
            : new()
            {
                IsOfUser = true,
                Location = LocationOf(turn),
                Internal = new(Settings.Pool, Settings.SipPort),
                External = Settings.AccessProxy.IsEmpty ? null : new(Settings.AccessProxy, Settings.AccessProxyPort),
                Links =
                [
                    new("Internal/Autodiscover", Settings.Url + AutodiscoverPath),
                    new("External/Autodiscover", Settings.ExternalUrl + AutodiscoverPath),
                ],
            });
    }

    /// <summary>Whom the ticket in the request's header proves; <c>null</c> for nobody.</summary>
    private SipAccount? ProvedByTicket(in Turn turn)
    {
        if (!WebTicket.TryReadField(turn.Request.Field(WebTicket.Field), out var assertion))
        {
            return null;
        }

        const string Before = "AssertionID=\"";
        var start = assertion.IndexOf(Before, StringComparison.Ordinal) + Before.Length;
        var end = start < Before.Length ? -1 : assertion.IndexOf('"', start);
        var proved = end > 0 && _tickets.TryOpen(assertion[start..end], out var terms)
            && terms.Service == WebTicketService.Autodiscover && terms.Expires > DateOf(turn.Now)
            ? _directory.Find(terms.User)
            : null;
        Observed.TicketsRefused += proved is null ? 1 : 0;
        return proved;
    }

    private void Discovered(in Turn turn, AutodiscoverResponse answer)
    {
        Observed.Discoveries++;
        if (turn.Request.Field("Accept")?.Contains("autodiscover+xml", StringComparison.OrdinalIgnoreCase) == true)
        {
            ReplyXml(turn, answer.ToBytes(), AutodiscoverResponse.ContentType);
            return;
        }

        Reply(turn, new(200, "OK")
        {
            Fields = [new("Content-Type", "application/json; charset=utf-8")],
            Body = Json(answer),
        });
    }

    /// <summary>What is answered without the wish for XML: the older of two forms, with links alone.</summary>
    private static byte[] Json(AutodiscoverResponse answer)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("AccessLocation", $"{answer.Location}");
            json.WriteStartObject(answer.IsOfUser ? "User" : "Root");
            json.WriteStartArray("Links");
            foreach (var link in answer.Links)
            {
                json.WriteStartObject();
                json.WriteString("href", link.Href);
                json.WriteString("token", link.Token);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    /// <summary>The Web Services of a user who is at home elsewhere; <c>null</c> for one who is at home here.</summary>
    private string? HomeOf(SipAccount? account) =>
        account?.Home is { } home && home != Settings.Pool ? Settings.Homes.GetValueOrDefault(home) : null;

    private SipAccount? Named(string uri)
    {
        var address = uri.StartsWith("sip:", StringComparison.OrdinalIgnoreCase) ? uri["sip:".Length..] : uri;
        return address.Split('@') is [var user, var domain]
            && string.Equals(domain, _directory.Domain.Text, StringComparison.OrdinalIgnoreCase)
            ? _directory.Find(user)
            : null;
    }

    /// <summary>From outside come those who call by a name that is known there.</summary>
    private AccessLocation LocationOf(in Turn turn) =>
        HostName.TryParse(turn.Request.Host.Split(':')[0], out var host) && Settings.ExternalNames.Contains(host)
            ? AccessLocation.External
            : AccessLocation.Internal;

    private string UrlFor(in Turn turn) =>
        LocationOf(turn) == AccessLocation.External ? Settings.ExternalUrl : Settings.Url;
}
