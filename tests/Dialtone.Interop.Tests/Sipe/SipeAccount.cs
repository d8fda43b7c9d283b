namespace Dialtone.Interop.Tests.Sipe;

/// <summary>What a person would have filled in, and what the driver is to wait for.</summary>
internal sealed record SipeAccount
{
    /// <summary>The SIP address without its scheme.</summary>
    public required string Address { get; init; }

    /// <summary><c>CONTOSO\alice</c> or <c>alice@REALM</c>; null leaves it to the address.</summary>
    public string? Login { get; init; }

    /// <summary>The password; null for what is in the ticket cache.</summary>
    public string? Password { get; init; }

    /// <summary>Host and port; null lets SIPE find the server.</summary>
    public string? Server { get; init; }

    /// <summary><c>auto</c>, <c>tls</c> or <c>tcp</c>.</summary>
    public string Transport { get; init; } = "tls";

    /// <summary><c>ntlm</c>, <c>krb5</c>, <c>tls-dsk</c> or <c>auto</c>.</summary>
    public required string Scheme { get; init; }

    /// <summary>The only DNS server of this run, at port 53; null for the machine's own.</summary>
    public string? Dns { get; init; }

    /// <summary>The file of host names of this run; null for the machine's own.</summary>
    public string? Hosts { get; init; }

    /// <summary>The presence that contacts must show: <c>sip:bob@contoso.example=available</c>.</summary>
    public IReadOnlyList<string> Expected { get; init; } = [];

    /// <summary>How many contacts there must be; null for any number.</summary>
    public int? Contacts { get; init; }

    /// <summary>How long it stays signed in, once all is there.</summary>
    public TimeSpan Hold { get; init; }

    /// <summary>How long it waits for contacts and presence.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>More environment: where Kerberos finds its configuration.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The arguments; the password goes by the environment.</summary>
    public IReadOnlyList<string> Arguments =>
    [
        "--address", Address, "--transport", Transport, "--auth", Scheme,
        "--settle", $"{Settle.TotalSeconds:F0}", "--hold", $"{Hold.TotalSeconds:F0}",
        .. Option("--login", Login), .. Option("--server", Server), .. Option("--dns", Dns),
        .. Option("--hosts", Hosts), .. Option("--expect-contacts", Contacts?.ToString(provider: null)),
        .. Expected.SelectMany(one => Option("--expect", one)),
        .. Password is null ? (ReadOnlySpan<string>)["--sso"] : [],
    ];

    private static string[] Option(string name, string? value) => value is null ? [] : [name, value];
}
