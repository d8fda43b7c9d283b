using System.Text.Json;
using Dialtone.Core.Memory;
using Dialtone.Core.Rehearsal;

namespace Dialtone.Reports;

/// <summary>A rehearsal as data; fields are added without a new number in <c>schema</c>.</summary>
public static class RehearsalJson
{
    /// <summary>Writes it as the content of an object that is open.</summary>
    public static void Write(Utf8JsonWriter json, RehearsalReport report)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(report);
        json.WriteNumber("schema", SignInJson.Schema);
        json.WriteString("account", report.Account.Uri);
        json.WriteString("profile", report.Profile);
        json.WriteString("at", report.At);
        json.WriteString("primary", report.Table.Primary?.Text);
        json.WriteString("backup", report.Table.Backup?.Text);
        SignInJson.WriteTexts(json, "accessProxies", report.Table.AccessProxies.Select(host => host.Text));
        json.WriteBoolean("agreesWithSignIn", report.AgreesWithSignIn);
        SignInJson.WriteMemory(json, report.Memory);
        json.WriteStartArray("rows");
        foreach (var row in report.Rows)
        {
            json.WriteStartObject();
            json.WriteString("dead", DataNames.Of(row.Outage.Kind));
            SignInJson.WriteTexts(json, "addresses", row.Outage.Addresses.Select(address => address.ToString()));
            json.WriteBoolean("seen", row.Outage.IsSeen);
            Write(json, "phone", row.Device, report.Memory, report.At);
            Write(json, "newPhone", row.NewDevice, null, report.At);
            Write(json, row.SignedIn);
            json.WriteBoolean("refusingDiffers", row.RefusingDiffers);
            SignInJson.WriteTexts(json, "notes", RehearsalText.NotesOf(row, report));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(
        Utf8JsonWriter json, string name, RehearsedSignIn signIn, DeviceMemory? memory, DateTimeOffset now)
    {
        json.WriteStartObject(name);
        json.WriteBoolean("signsIn", signIn.Path is not null);
        if (signIn is { Path: { } path, Registered: { } registered })
        {
            Write(json, path);
            json.WriteString("address", registered.Remote.Address.ToString());
            json.WriteNumber("afterMilliseconds", Math.Round(signIn.Summary.Took.TotalMilliseconds, 3));
            json.WriteNumber("expiresSeconds", (long)registered.Expires.TotalSeconds);
            SignInJson.WriteTexts(json, "data", RehearsalText.DataOf(signIn, memory, now));
        }
        else if (signIn.Summary.FailedAt is { } step)
        {
            json.WriteString("failedAt", Words.Of(step));
        }

        SignInJson.WriteTexts(json, "notLookedAt", signIn.Unseen);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, RehearsedStay? stay)
    {
        if (stay is null)
        {
            return;
        }

        json.WriteStartObject("signedInPhone");
        json.WriteBoolean("kept", stay.IsKept);
        json.WriteBoolean("signsIn", stay.IsKept || stay.Path is not null);
        if (stay.Path is { } path)
        {
            Write(json, path);
            json.WriteNumber("afterMilliseconds", Math.Round(stay.Took.TotalMilliseconds, 3));
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, SignInPath path)
    {
        json.WriteBoolean("limited", path.IsLimited);
        json.WriteString("cycle", DataNames.Of(path.Cycle));
        json.WriteString("source", DataNames.Of(path.Source));
        json.WriteString("transport", Words.Of(path.Transport));
        json.WriteString("host", path.Host.Text);
        json.WriteNumber("port", path.Port);
    }
}
