namespace Dialtone.Watcher.Configuration;

/// <summary>Somebody who is told by HTTP when a check turns.</summary>
/// <param name="Name">What it is called; unique.</param>
/// <param name="Url">Where to.</param>
public sealed record WebhookSettings(string Name, Uri Url)
{
    /// <summary>Where the key is that signs what is sent; <c>null</c> to send it unsigned.</summary>
    public SecretSource? Key { get; init; }

    /// <summary>Says the name alone: the address of a webhook may be a secret itself.</summary>
    public override string ToString() => Name;
}
