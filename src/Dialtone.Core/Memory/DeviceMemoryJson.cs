using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Dialtone.Core.Candidates;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Memory;

/// <summary>The content of stored memory. By hand, so that a property renamed in code does not change a file.</summary>
internal static class DeviceMemoryJson
{
    // As they stand in files, in the order of RegistrarNaming.
    private static readonly ImmutableArray<string> Namings = ["redirect", "provisioning", "preferred-registrar"];

    public static void Write(DeviceMemory memory, IBufferWriter<byte> destination)
    {
        using var json = new Utf8JsonWriter(destination);
        json.WriteStartObject();
        json.WriteString("account", memory.Account);
        json.WriteString("profile", memory.Profile);
        json.WriteString("savedAt", memory.SavedAt);
        json.WritePropertyName("registrar");
        Write(json, memory.Registrar);
        WriteAddresses(json, "registrarAddresses", memory.RegistrarAddresses);
        json.WriteStartArray("knownRegistrars");
        foreach (var known in First(memory.KnownRegistrars, MemoryLimits.KnownRegistrarsMax))
        {
            Write(json, known);
        }

        json.WriteEndArray();
        json.WriteStartArray("home");
        foreach (var registrar in First(memory.Home, MemoryLimits.HomeMax))
        {
            Write(json, registrar);
        }

        json.WriteEndArray();
        json.WriteStartArray("mediaRelays");
        foreach (var relay in First(memory.MediaRelays, MemoryLimits.MediaRelaysMax))
        {
            Write(json, relay);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Reads content whose check value was right. What still does not fit was made by somebody else.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> content, [NotNullWhen(true)] out DeviceMemory? memory, out MemoryFaultKind fault)
    {
        memory = null;
        fault = MemoryFaultKind.NotOurs;
        try
        {
            using var document = JsonDocument.Parse(content.ToArray(), new() { MaxDepth = 8 });
            var reading = new Reading();
            var read = reading.Memory(document.RootElement);
            memory = reading.Failed ? null : read;
            fault = reading.TooLarge ? MemoryFaultKind.TooLarge : fault;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The platform says by exception that text is not JSON, or that a string in it is not Unicode.
            memory = null;
        }

        return memory is not null;
    }

    private static void Write(Utf8JsonWriter json, KnownRegistrar registrar)
    {
        json.WriteStartObject();
        WriteContent(json, registrar);
        json.WriteEndObject();
    }

    private static void WriteContent(Utf8JsonWriter json, KnownRegistrar registrar)
    {
        json.WriteString("host", registrar.Host.Text);
        json.WriteString("transport", registrar.Transport.UriName());
        json.WriteNumber("port", registrar.Port);
    }

    private static void Write(Utf8JsonWriter json, RememberedRegistrar registrar)
    {
        json.WriteStartObject();
        WriteContent(json, registrar.Registrar);
        WriteAddresses(json, "addresses", registrar.Addresses);
        json.WriteString("learnedAt", registrar.LearnedAt);
        json.WriteString("namedBy", Namings[(int)registrar.NamedBy]);
        if (registrar.Until is { } until)
        {
            json.WriteString("until", until);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, RememberedRelay relay)
    {
        json.WriteStartObject();
        json.WriteString("host", relay.Host.Text);
        WriteAddresses(json, "addresses", relay.Addresses);
        json.WriteString("learnedAt", relay.LearnedAt);
        if (relay.UdpPort is { } udp)
        {
            json.WriteNumber("udpPort", udp);
        }

        if (relay.TcpPort is { } tcp)
        {
            json.WriteNumber("tcpPort", tcp);
        }

        json.WriteEndObject();
    }

    private static void WriteAddresses(Utf8JsonWriter json, string name, ImmutableArray<IpAddress> addresses)
    {
        json.WriteStartArray(name);
        foreach (var address in First(addresses, MemoryLimits.AddressesMax))
        {
            json.WriteStringValue(address.ToString());
        }

        json.WriteEndArray();
    }

    private static ReadOnlySpan<T> First<T>(ImmutableArray<T> items, int most) =>
        items.IsDefault ? [] : items.AsSpan()[..Math.Min(items.Length, most)];

    /// <summary>Collects what does not fit, so that each value is read in one line.</summary>
    private sealed class Reading
    {
        public bool Failed { get; private set; }

        public bool TooLarge { get; private set; }

        public DeviceMemory Memory(JsonElement root) => new()
        {
            Account = Text(root, "account"),
            Profile = Text(root, "profile"),
            SavedAt = Date(root, "savedAt"),
            Registrar = Registrar(Property(root, "registrar", JsonValueKind.Object)),
            RegistrarAddresses = Addresses(root, "registrarAddresses"),
            KnownRegistrars = List(root, "knownRegistrars", MemoryLimits.KnownRegistrarsMax, Registrar),
            // Files from before a home was kept have none.
            Home = Has(root, "home") ? List(root, "home", MemoryLimits.HomeMax, HomeRegistrar) : [],
            MediaRelays = List(root, "mediaRelays", MemoryLimits.MediaRelaysMax, Relay),
        };

        private KnownRegistrar Registrar(JsonElement element) =>
            new(Host(element), Transport(element), Port(element, "port"));

        private RememberedRelay Relay(JsonElement element) =>
            new(
                Host(element), Addresses(element, "addresses"), Date(element, "learnedAt"),
                Has(element, "udpPort") ? Port(element, "udpPort") : null,
                Has(element, "tcpPort") ? Port(element, "tcpPort") : null);

        private RememberedRegistrar HomeRegistrar(JsonElement element) =>
            new(
                Registrar(element), Addresses(element, "addresses"), Date(element, "learnedAt"), Naming(element),
                Has(element, "until") ? Date(element, "until") : null);

        private ImmutableArray<IpAddress> Addresses(JsonElement parent, string name) =>
            List(parent, name, MemoryLimits.AddressesMax, Address);

        private IpAddress Address(JsonElement element) =>
            element.ValueKind == JsonValueKind.String && IpAddress.TryParse(element.GetString(), out var address)
                ? address
                : Fail<IpAddress>();

        private HostName Host(JsonElement parent) =>
            HostName.TryParse(Text(parent, "host"), out var host) ? host : Fail<HostName>();

        private SipTransport Transport(JsonElement parent) => Text(parent, "transport") switch
        {
            "tls" => SipTransport.Tls,
            "tcp" => SipTransport.Tcp,
            "udp" => SipTransport.Udp,
            _ => Fail<SipTransport>(),
        };

        private RegistrarNaming Naming(JsonElement parent)
        {
            var naming = Namings.IndexOf(Text(parent, "namedBy"));
            return naming < 0 ? Fail<RegistrarNaming>() : (RegistrarNaming)naming;
        }

        private ushort Port(JsonElement parent, string name) =>
            Property(parent, name, JsonValueKind.Number) is { ValueKind: JsonValueKind.Number } element
            && element.TryGetUInt16(out var port) ? port : Fail<ushort>();

        private DateTimeOffset Date(JsonElement parent, string name) =>
            Property(parent, name, JsonValueKind.String) is { ValueKind: JsonValueKind.String } element
            && element.TryGetDateTimeOffset(out var date) ? date : Fail<DateTimeOffset>();

        private string Text(JsonElement parent, string name)
        {
            var text = Property(parent, name, JsonValueKind.String) is { ValueKind: JsonValueKind.String } element
                ? element.GetString()!
                : "";
            TooLarge |= text.Length > MemoryLimits.NameLengthMax;
            Failed |= TooLarge;
            return text;
        }

        private ImmutableArray<T> List<T>(JsonElement parent, string name, int most, Func<JsonElement, T> read)
        {
            var array = Property(parent, name, JsonValueKind.Array);
            if (array.ValueKind != JsonValueKind.Array)
            {
                return [];
            }

            if (array.GetArrayLength() > most)
            {
                TooLarge = Failed = true;
                return [];
            }

            return [.. array.EnumerateArray().Select(read)];
        }

        private static bool Has(JsonElement parent, string name) =>
            parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out _);

        private JsonElement Property(JsonElement parent, string name, JsonValueKind kind)
        {
            if (parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var element)
                && element.ValueKind == kind)
            {
                return element;
            }

            Failed = true;
            return default;
        }

        private T Fail<T>()
            where T : struct
        {
            Failed = true;
            return default;
        }
    }
}
