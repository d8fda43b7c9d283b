using System.Text.Json;
using Dialtone.Core.Exchange.Relays;
using Dialtone.Wire.Dns;

namespace Dialtone.Lab.Hosting;

/// <summary>The sheet of a lab as JSON for programs. Fields are added to a schema, never changed or removed.</summary>
public static class LabSheetJson
{
    /// <summary>The number of the schema.</summary>
    public const int Schema = 1;

    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    /// <summary>Writes the sheet, in UTF-8.</summary>
    public static void Write(LabSheet sheet, Stream to)
    {
        ArgumentNullException.ThrowIfNull(sheet);
        ArgumentNullException.ThrowIfNull(to);
        using var json = new Utf8JsonWriter(to, Indented);
        json.WriteStartObject();
        json.WriteNumber("schema", Schema);
        json.WriteString("domain", sheet.Domain.Text);
        json.WriteString("dns", sheet.Dns.ToString());
        json.WriteString("dhcp", sheet.Dhcp.ToString());
        if (sheet.Dhcp6 is { } dhcp6)
        {
            json.WriteString("dhcp6", dhcp6.ToString());
        }

        json.WriteString("caFile", sheet.CaFile);
        json.WriteString("directory", sheet.Directory);
        Array(json, "registrars", sheet.Registrars, Server);
        json.WritePropertyName("accessProxy");
        Server(json, sheet.AccessProxy);
        Array(json, "webServices", sheet.WebServices, Web);
        Array(json, "mediaRelays", sheet.MediaRelays, Relay);
        Array(json, "records", sheet.Records, Record);
        Array(json, "accounts", sheet.Accounts, (writer, account) =>
        {
            writer.WriteStartObject();
            writer.WriteString("address", account.AddressIn(sheet.Domain));
            writer.WriteString("user", account.User);
            writer.WriteString("password", account.Password);
            writer.WriteBoolean("disabled", account.Disabled);
            writer.WriteString("home", sheet.HomeOf(account).Text);
            writer.WriteString("ntLogin", account.NtLoginIn(sheet.Domain));
            WriteWhereThere(writer, "phoneNumber", account.PhoneNumber);
            WriteWhereThere(writer, "extension", account.Extension);
            WriteWhereThere(writer, "pin", account.Pin);
            writer.WriteEndObject();
        });
        json.WriteNumber("failureDetectionSeconds", sheet.FailureDetectionInterval.TotalSeconds);
        json.WriteNumber("failbackDetectionSeconds", sheet.FailbackDetectionInterval.TotalSeconds);
        Array(json, "faults", sheet.Faults, static (writer, fault) =>
        {
            writer.WriteStartObject();
            writer.WriteString("name", fault.Name);
            writer.WriteString("what", fault.What);
            writer.WriteEndObject();
        });
        Array(json, "examples", sheet.Examples, static (writer, example) =>
        {
            writer.WriteStartObject();
            writer.WriteString("what", example.What);
            writer.WriteString("command", example.Command);
            writer.WriteEndObject();
        });
        json.WriteEndObject();
    }

    private static void Array<T>(
        Utf8JsonWriter json, string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            write(json, item);
        }

        json.WriteEndArray();
    }

    private static void Server(Utf8JsonWriter json, LabSheetServer server)
    {
        json.WriteStartObject();
        json.WriteString("name", server.Name.Text);
        json.WriteString("pool", server.Pool.Text);
        json.WriteString("address", server.Address.ToString());
        json.WriteNumber("tlsPort", server.TlsPort);
        json.WriteNumber("tcpPort", server.TcpPort);
        if (server.UdpPort is { } udp)
        {
            json.WriteNumber("udpPort", udp);
        }

        json.WriteEndObject();
    }

    private static void WriteWhereThere(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void Web(Utf8JsonWriter json, LabSheetWeb web)
    {
        json.WriteStartObject();
        json.WriteString("name", web.Name.Text);
        json.WriteString("pool", web.Pool.Text);
        json.WriteString("address", web.Address.ToString());
        json.WriteNumber("tlsPort", web.TlsPort);
        json.WriteNumber("tcpPort", web.TcpPort);
        json.WriteString("certificateService", web.CertificateService);
        json.WriteEndObject();
    }

    private static void Relay(Utf8JsonWriter json, LabSheetRelay relay)
    {
        json.WriteStartObject();
        json.WriteString("name", relay.Name.Text);
        json.WriteString("dialect", relay.Dialect == RelayDialect.AvEdge ? "av-edge" : "rfc-8656");
        json.WriteString("address", relay.Address.ToString());
        json.WriteNumber("udpPort", relay.UdpPort);
        json.WriteNumber("tcpPort", relay.TcpPort);
        json.WriteEndObject();
    }

    private static void Record(Utf8JsonWriter json, DnsRecord record)
    {
        json.WriteStartObject();
        json.WriteString("name", record.Owner.Host.Text);
        json.WriteString("data", LabSheetText.Data(record.Data));
        json.WriteNumber("ttlSeconds", record.TtlSeconds);
        json.WriteEndObject();
    }
}
