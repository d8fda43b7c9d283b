namespace Dialtone.Wire.WebServices;

/// <summary>A link of an answer of Lyncdiscover.</summary>
/// <param name="Token">What is there: <c>User</c>, <c>Redirect</c>, <c>Internal/Ucwa</c>.</param>
/// <param name="Href">Where it is.</param>
public sealed record AutodiscoverLink(string Token, string Href)
{
    /// <summary>The same question is to be asked there.</summary>
    public const string Redirect = "Redirect";

    /// <summary>What a user is told.</summary>
    public const string User = "User";

    /// <summary>What a domain is told.</summary>
    public const string Domain = "Domain";
}
