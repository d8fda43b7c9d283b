using System.Net;
using System.Text.Json;
using Dialtone.Cli.Tests.Running;

namespace Dialtone.Cli.Tests.Lab;

/// <summary>What <c>lab up --json</c> prints, as another program reads it.</summary>
internal sealed class LabSheet(JsonElement json)
{
    public JsonElement Json => json;

    /// <summary>What tells another program's phone where to look.</summary>
    public string[] Options => ["--dns", Text("dns"), "--dhcp", Text("dhcp"), "--ca", Text("caFile")];

    /// <summary>Waits until a lab is up, and reads what it prints.</summary>
    public static async Task<LabSheet> OfAsync(RunningProgram lab)
    {
        var output = await lab.OutputAsync("\n}\n");
        using var document = JsonDocument.Parse(output);
        return new(document.RootElement.Clone());
    }

    public string Text(string name) => json.GetProperty(name).GetString()!;

    /// <summary>The password of the first user, alice.</summary>
    public string Password => json.GetProperty("accounts")[0].GetProperty("password").GetString()!;

    /// <summary>Everything that listens for TCP.</summary>
    public IEnumerable<IPEndPoint> Ports() =>
        json.GetProperty("registrars").EnumerateArray().Append(json.GetProperty("accessProxy"))
            .SelectMany(server => (string[])[At(server, "tlsPort"), At(server, "tcpPort")])
            .Append(Text("dns"))
            .Select(IPEndPoint.Parse);

    private static string At(JsonElement server, string port) =>
        $"{server.GetProperty("address").GetString()}:{server.GetProperty(port).GetInt32()}";
}
