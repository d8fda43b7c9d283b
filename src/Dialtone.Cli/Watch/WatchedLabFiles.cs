using System.Security.Cryptography;
using System.Text.Json;
using Dialtone.Cli.Lab;
using Dialtone.Lab.Scenarios;

namespace Dialtone.Cli.Watch;

/// <summary>
/// Writes the configuration of a watcher over a lab: the file, and beside it what is secret, a file each. Whoever wants
/// to watch a deployment of their own may begin with it.
/// </summary>
internal static class WatchedLabFiles
{
    private const string Token = "token";

    /// <summary>Writes them.</summary>
    /// <returns>The configuration's file.</returns>
    public static string Write(EmbeddedLab lab, string directory, TimeSpan interval)
    {
        Directory.CreateDirectory(directory);
        WriteSecret(directory, Token, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
        foreach (var account in lab.Deployment.Accounts)
        {
            WriteSecret(directory, $"{account.User}.password", account.Password);
            WriteSecret(directory, $"{account.User}.pin", account.Pin);
        }

        var file = Path.Combine(directory, "watch.json");
        using var output = File.Create(file);
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("watcher", "lab");
        json.WriteString("stateDirectory", "state");
        WriteSource(json, "token", Token);
        WriteSites(json);
        WriteAccounts(json, lab.Deployment);
        WriteDefaults(json, lab, interval);
        WriteChecks(json);
        json.WriteStartObject("modules");
        json.WriteStartObject("registration");
        json.WriteString("transaction", "registration");
        json.WriteString("account", "alice");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        return file;
    }

    /// <summary>Where the token is, beside the configuration.</summary>
    public static string TokenFile(string file) => Path.Combine(Path.GetDirectoryName(file)!, Token);

    private static void WriteSites(Utf8JsonWriter json)
    {
        json.WriteStartObject("sites");
        (string, string)[] sites = [("headquarters", "Headquarters"), ("branch", "Branch office")];
        foreach (var (name, title) in sites)
        {
            json.WriteStartObject(name);
            json.WriteString("title", title);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteAccounts(Utf8JsonWriter json, Deployment deployment)
    {
        json.WriteStartObject("accounts");
        foreach (var account in deployment.Accounts.Where(each => !each.Disabled))
        {
            json.WriteStartObject(account.User);
            json.WriteString("address", account.AddressIn(deployment.Domain));
            WriteSource(json, "password", $"{account.User}.password");
            if (account.Pin is not null && (account.Extension ?? account.PhoneNumber) is { } number)
            {
                json.WriteString("number", number);
                WriteSource(json, "pin", $"{account.User}.pin");
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteDefaults(Utf8JsonWriter json, EmbeddedLab lab, TimeSpan interval)
    {
        var deployment = lab.Deployment;
        json.WriteStartObject("defaults");
        json.WriteString("site", "headquarters");
        json.WriteString("interval", FormattableString.Invariant($"{interval.TotalMilliseconds:0}ms"));
        // Whoever breaks a lab waits for what it does.
        json.WriteNumber("visibleAfter", 1);
        json.WriteStartArray("dns");
        json.WriteStringValue($"{lab.DnsServer}");
        json.WriteEndArray();
        json.WriteString("dhcp", $"{lab.DhcpServer}");
        json.WriteString("dhcp6", deployment.HasDhcp6 ? $"[{deployment.Dhcp6Address}]:{deployment.Dhcp6Port}" : "off");
        json.WriteNumber("tlsPort", deployment.SipTlsPort);
        json.WriteNumber("tcpPort", deployment.SipTcpPort);
        json.WriteString("ca", lab.CaFile);
        json.WriteEndObject();
    }

    private static void WriteChecks(Utf8JsonWriter json)
    {
        json.WriteStartArray("checks");
        WriteCheck(json, "Sign in by certificate", "client-auth", "alice");
        WriteCheck(json, "Sign in by password", "registration", "bob", auth: "ntlm");
        WriteCheck(json, "First day of a phone", "phone-bootstrap", "alice");
        WriteCheck(json, "Media Relays", "av-edge", "erin");
        WriteCheck(json, "Presence", "presence", "bob", publisher: "alice");
        WriteCheck(json, "Sign in at the branch", "registration", "erin", site: "branch", auth: "ntlm");
        json.WriteEndArray();
    }

    private static void WriteCheck(
        Utf8JsonWriter json, string name, string transaction, string account, string? publisher = null,
        string? auth = null, string? site = null, string? profile = null)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("transaction", transaction);
        json.WriteString("account", account);
        foreach (var (key, value) in ((string, string?)[])
            [("publisher", publisher), ("site", site), ("profile", profile)])
        {
            if (value is not null)
            {
                json.WriteString(key, value);
            }
        }

        if (auth is not null)
        {
            json.WriteStartArray("auth");
            json.WriteStringValue(auth);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteSource(Utf8JsonWriter json, string key, string file)
    {
        json.WriteStartObject(key);
        json.WriteString("file", file);
        json.WriteEndObject();
    }

    private static void WriteSecret(string directory, string name, string? secret)
    {
        if (secret is null)
        {
            return;
        }

        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var output = new StreamWriter(Path.Combine(directory, name), options);
        output.WriteLine(secret);
    }
}
