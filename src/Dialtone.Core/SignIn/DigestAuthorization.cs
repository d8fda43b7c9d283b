namespace Dialtone.Core.SignIn;

/// <summary>One header to put into the request.</summary>
/// <param name="Proxy">Whether it is Proxy-Authorization (for 407) rather than Authorization (for 401).</param>
/// <param name="Value">The header's value.</param>
public readonly record struct DigestAuthorization(bool Proxy, string Value)
{
    /// <summary>The header's name.</summary>
    public string Name => Proxy ? "Proxy-Authorization" : "Authorization";

    /// <summary>For people: without the value, from which a weak password can be guessed.</summary>
    public override string ToString() => $"{Name}: Digest (hidden)";
}
