using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Dialtone.Wire.WebServices;

/// <summary>
/// A web ticket in the hands of its owner (MS-OCAUTHWS section 1.3): an assertion that is opaque to the client, and the
/// key that proves it to be its own. Whoever has both is the user: neither is ever part of a text.
/// </summary>
/// <param name="assertion">The element <c>saml:Assertion</c> as it was received.</param>
/// <param name="assertionId">Its AssertionID.</param>
/// <param name="created">From when it is valid.</param>
/// <param name="expires">Until when.</param>
/// <param name="key">The key.</param>
public sealed class WebTicket(
    string assertion, string assertionId, WebMoment created, WebMoment expires, ProofKey key)
{
    /// <summary>The header in which a ticket goes to a service that is no SOAP (MS-OCAUTHWS section 1.5).</summary>
    public const string Field = "X-MS-WebTicket";

    /// <summary>The header in which such a service names where tickets are had.</summary>
    public const string UrlField = "X-MS-WebTicketURL";

    private const string Opaque = "opaque=";

    /// <summary>The element <c>saml:Assertion</c> as it was received.</summary>
    public string Assertion => assertion;

    /// <summary>Its AssertionID.</summary>
    public string AssertionId => assertionId;

    /// <summary>From when it is valid, by the server's clock.</summary>
    public WebMoment Created => created;

    /// <summary>Until when.</summary>
    public WebMoment Expires => expires;

    /// <summary>The key.</summary>
    public ProofKey Key => key;

    /// <summary>The value of the header that carries the ticket.</summary>
    public string FieldValue => $"{Opaque}{Convert.ToBase64String(Encoding.UTF8.GetBytes(Assertion))}";

    /// <summary>Reads the assertion out of the value of that header.</summary>
    public static bool TryReadField(string? value, [NotNullWhen(true)] out string? assertion)
    {
        assertion = null;
        if (value is null || value.Length > WebServicesLimits.AssertionLengthMax * 2
            || !value.StartsWith(Opaque, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var bytes = new byte[value.Length];
        if (!Convert.TryFromBase64Chars(value.AsSpan(Opaque.Length), bytes, out var written) || written == 0)
        {
            return false;
        }

        assertion = Encoding.UTF8.GetString(bytes.AsSpan(0, written));
        return true;
    }

    /// <summary>Says what it is, never what it holds.</summary>
    public override string ToString() => $"web ticket until {Expires} (hidden)";
}
