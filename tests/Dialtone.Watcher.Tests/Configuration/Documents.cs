using System.Text;
using Dialtone.Watcher.Configuration;

namespace Dialtone.Watcher.Tests.Configuration;

/// <summary>Configurations in which one thing is changed.</summary>
internal static class Documents
{
    public const string BaseDirectory = "/etc/dialtone";

    private const string Account = """{ "address": "sip:alice@contoso.example", "password": { "file": "a" } }""";
    private const string Probe = """ "transaction": "registration", "account": "alice" """;

    /// <summary>With one check, and more keys at the top.</summary>
    public static string With(string keys) =>
        $$"""{ "accounts": { "alice": {{Account}} }, "checks": [ { "name": "in", {{Probe}} } ], {{keys}} }""";

    /// <summary>With other accounts.</summary>
    public static string Accounts(string accounts) => $$"""{ "accounts": {{accounts}} }""";

    /// <summary>With two users, and checks in which more is said.</summary>
    public static string Checks(string check, string more = "") => $$"""
        {
          "sites": { "redmond": { "labels": { "region": "americas" } } },
          "accounts": {
            "alice": {{Account}},
            "bob": { "address": "sip:bob@contoso.example", "login": "CONTOSO\\bob", "password": { "file": "b" } },
            "phone": { "number": "+12065550101", "pin": { "file": "p" } }
          },
          {{more}}
          "checks": [
            { "name": "first", {{Probe}} },
            {{check}}
          ]
        }
        """;

    /// <summary>With a second check that has these keys besides.</summary>
    public static string Check(string keys, string more = "") =>
        Checks($$"""{ "name": "second", {{Probe}}, {{keys}} }""", more);

    public static WatchConfiguration Good(string json)
    {
        var isRead = ConfigurationReader.TryRead(
            Encoding.UTF8.GetBytes(json), BaseDirectory, out var configuration, out var fault);
        isRead.ShouldBeTrue($"{fault}");
        fault.ShouldBeNull();
        return configuration!;
    }

    public static ConfigurationFault Wrong(string json)
    {
        var isRead = ConfigurationReader.TryRead(
            Encoding.UTF8.GetBytes(json), BaseDirectory, out var configuration, out var fault);
        isRead.ShouldBeFalse(json);
        configuration.ShouldBeNull();
        return fault!;
    }
}
