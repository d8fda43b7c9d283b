using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Dialtone.Core.Candidates;
using Dialtone.Core.Memory;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Tests.Memory;

public class DeviceMemoryFormatTests
{
    private const string Account = "sip:alice@contoso.example";
    private const string Profile = "lync-phone";

    private static readonly DeviceMemory Memory = new()
    {
        Account = Account,
        Profile = Profile,
        Registrar = new(HostName.Parse("pool01.contoso.example"), SipTransport.Tls, 5061),
        RegistrarAddresses = [IpAddress.Parse("192.0.2.11"), IpAddress.Parse("2001:db8::11")],
        KnownRegistrars =
        [
            new(HostName.Parse("pool01.contoso.example"), SipTransport.Tls, 5061),
            new(HostName.Parse("pool02.contoso.example"), SipTransport.Udp, 65535),
        ],
        Home =
        [
            new(
                new(HostName.Parse("pool01.contoso.example"), SipTransport.Tls, 5061),
                [IpAddress.Parse("192.0.2.11"), IpAddress.Parse("2001:db8::11")],
                new DateTimeOffset(2026, 3, 1, 12, 34, 0, TimeSpan.FromHours(1)), RegistrarNaming.Provisioning),
            new(
                new(HostName.Parse("pool02.contoso.example"), SipTransport.Tls, 5061), [],
                DateTimeOffset.UnixEpoch, RegistrarNaming.Redirect, DateTimeOffset.UnixEpoch.AddMinutes(10)),
        ],
        MediaRelays =
        [
            new(
                HostName.Parse("av.contoso.example"), [IpAddress.Parse("198.51.100.7")],
                DateTimeOffset.UnixEpoch, 3478, 443),
            new(HostName.Parse("av2.contoso.example"), [], DateTimeOffset.UnixEpoch, UdpPort: null, 8443),
        ],
        SavedAt = new DateTimeOffset(2026, 3, 1, 12, 34, 56, 789, TimeSpan.FromHours(1)),
    };

    private static readonly byte[] Written = DeviceMemoryFormat.Write(Memory);

    [Fact]
    public void What_is_written_is_read_back()
    {
        DeviceMemoryFormat.TryRead(Written, Account, Profile, out var read, out var fault)
            .ShouldBeTrue(fault.ToString());

        ShouldBeSame(read!, Memory);
        fault.ShouldBe(MemoryFault.None);
    }

    [Fact]
    public void The_stored_text_stays_as_it_is()
    {
        const string Expected = """
            {'account':'sip:alice@contoso.example','profile':'lync-phone','savedAt':'2026-03-01T12:34:56.789+01:00',
            'registrar':{'host':'pool01.contoso.example','transport':'tls','port':5061},
            'registrarAddresses':['192.0.2.11','2001:db8::11'],
            'knownRegistrars':[{'host':'pool01.contoso.example','transport':'tls','port':5061},
            {'host':'pool02.contoso.example','transport':'udp','port':65535}],
            'home':[{'host':'pool01.contoso.example','transport':'tls','port':5061,
            'addresses':['192.0.2.11','2001:db8::11'],'learnedAt':'2026-03-01T12:34:00+01:00',
            'namedBy':'provisioning'},
            {'host':'pool02.contoso.example','transport':'tls','port':5061,'addresses':[],
            'learnedAt':'1970-01-01T00:00:00+00:00','namedBy':'redirect','until':'1970-01-01T00:10:00+00:00'}],
            'mediaRelays':[{'host':'av.contoso.example','addresses':['198.51.100.7'],
            'learnedAt':'1970-01-01T00:00:00+00:00','udpPort':3478,'tcpPort':443},
            {'host':'av2.contoso.example','addresses':[],'learnedAt':'1970-01-01T00:00:00+00:00','tcpPort':8443}]}
            """;
        var content = Expected.ReplaceLineEndings("").Replace('\'', '"');

        Encoding.UTF8.GetString(Written).ShouldBe(Encoding.UTF8.GetString(Sealed(content)));
    }

    [Fact]
    public void A_memory_of_little_is_read_back()
    {
        var little = Memory with { RegistrarAddresses = default, KnownRegistrars = [], Home = [], MediaRelays = [] };

        DeviceMemoryFormat.TryRead(DeviceMemoryFormat.Write(little), out var read, out _).ShouldBeTrue();

        ShouldBeSame(read!, little with { RegistrarAddresses = [] });
    }

    [Fact]
    public void A_file_from_before_a_home_was_kept_is_read()
    {
        const string Old = """
            {'account':'sip:alice@contoso.example','profile':'lync-phone','savedAt':'2026-03-01T12:34:56.789+01:00',
            'registrar':{'host':'pool01.contoso.example','transport':'tls','port':5061},
            'registrarAddresses':['192.0.2.11'],'knownRegistrars':[],
            'mediaRelays':[{'host':'av.contoso.example','addresses':['198.51.100.7'],
            'learnedAt':'1970-01-01T00:00:00+00:00'}]}
            """;

        DeviceMemoryFormat.TryRead(Sealed(Old.ReplaceLineEndings("").Replace('\'', '"')), out var read, out var fault)
            .ShouldBeTrue(fault.ToString());

        read!.Home.ShouldBeEmpty();
        read.MediaRelays.ShouldBe([Memory.MediaRelays[0] with { UdpPort = null, TcpPort = null }]);
    }

    [Fact]
    public void Times_of_what_was_named_are_kept_to_the_minute()
    {
        var (home, relay) = (Memory.Home[1], Memory.MediaRelays[0]);
        var late = DateTimeOffset.UnixEpoch.AddMinutes(10).AddSeconds(59.999);

        (home with { LearnedAt = late, Until = late }).ShouldBe(
            home with { LearnedAt = DateTimeOffset.UnixEpoch.AddMinutes(10) });
        (relay with { LearnedAt = late }).ShouldBe(relay with { LearnedAt = DateTimeOffset.UnixEpoch.AddMinutes(10) });
        (relay with { LearnedAt = late }).ShouldNotBe(relay);
    }

    [Fact]
    public void What_devices_remember_alike_is_one_list()
    {
        DeviceMemoryFormat.TryRead(Written, out var one, out _).ShouldBeTrue();
        DeviceMemoryFormat.TryRead(Written, out var other, out _).ShouldBeTrue();

        one!.Home.ShouldBe(other!.Home);
        (one.Home == other.Home).ShouldBeTrue("The lists are two objects.");
        (one.MediaRelays == other.MediaRelays).ShouldBeTrue("The lists are two objects.");
    }

    [Fact]
    public void Cut_at_any_byte_it_is_torn_and_never_accepted()
    {
        for (var length = 0; length < Written.Length; length++)
        {
            DeviceMemoryFormat.TryRead(Written.AsSpan(0, length), out var read, out var fault).ShouldBeFalse();

            read.ShouldBeNull();
            fault.Kind.ShouldBe(length == 0 ? MemoryFaultKind.Empty : MemoryFaultKind.Torn);
            fault.Offset.ShouldBeInRange(0, length);
        }
    }

    [Fact]
    public void With_any_single_bit_changed_it_is_never_accepted()
    {
        var bytes = Written.ToArray();
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            DeviceMemoryFormat.TryRead(bytes, out _, out var fault).ShouldBeFalse();
            fault.Kind.ShouldNotBe(MemoryFaultKind.None);
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void With_the_tail_lost_to_zeros_it_is_torn()
    {
        for (var kept = 0; kept < Written.Length; kept++)
        {
            var bytes = new byte[Written.Length];
            Written.AsSpan(0, kept).CopyTo(bytes);

            DeviceMemoryFormat.TryRead(bytes, out _, out var fault).ShouldBeFalse();

            fault.Kind.ShouldBeOneOf(MemoryFaultKind.Torn, MemoryFaultKind.NotOurs);
        }
    }

    [Fact]
    public void With_anything_added_it_is_torn()
    {
        Kind([.. Written, (byte)'\n']).ShouldBe(MemoryFaultKind.Torn);
        Kind([.. Written, .. Written]).ShouldBe(MemoryFaultKind.Torn);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"format\":\"something-else\",\"schema\":1}")]
    [InlineData(" {\"format\":\"dialtone-memory\"")]
    [InlineData("[Registrar]\nhost=pool01.contoso.example")]
    [InlineData("\u0001")]
    public void Something_else_is_not_ours(string text) =>
        Kind(Encoding.UTF8.GetBytes(text)).ShouldBe(MemoryFaultKind.NotOurs);

    [Theory]
    [InlineData("2", MemoryFaultKind.NewerSchema)]
    [InlineData("999999999", MemoryFaultKind.NewerSchema)]
    [InlineData("0", MemoryFaultKind.Torn)]
    [InlineData("-1", MemoryFaultKind.Torn)]
    [InlineData("x", MemoryFaultKind.Torn)]
    [InlineData("99999999999999999999", MemoryFaultKind.NewerSchema)]
    public void Another_schema_is_told_by_its_number(string schema, MemoryFaultKind kind)
    {
        var text = Encoding.UTF8.GetString(Written)
            .Replace("\"schema\":1", $"\"schema\":{schema}", StringComparison.Ordinal);

        Kind(Encoding.UTF8.GetBytes(text)).ShouldBe(kind);
    }

    [Theory]
    [InlineData("sip:bob@contoso.example", Profile)]
    [InlineData(Account, "sip")]
    [InlineData("", "")]
    public void Memory_of_another_account_or_profile_is_told_apart(string account, string profile)
    {
        DeviceMemoryFormat.TryRead(Written, account, profile, out var read, out var fault).ShouldBeFalse();

        read.ShouldBeNull();
        fault.Kind.ShouldBe(MemoryFaultKind.WrongAccount);
        fault.Detail.ShouldBe("sip:alice@contoso.example as lync-phone");
    }

    [Fact]
    public void More_bytes_than_are_ever_written_are_not_looked_at()
    {
        Kind(new byte[MemoryLimits.BytesMax]).ShouldBe(MemoryFaultKind.Torn);
        Kind(new byte[MemoryLimits.BytesMax + 1]).ShouldBe(MemoryFaultKind.TooLarge);
    }

    [Fact]
    public void What_a_network_offers_past_the_limits_is_not_kept()
    {
        var address = IpAddress.Parse("192.0.2.1");
        var known = Memory.Registrar;
        var relay = Memory.MediaRelays[0];
        var large = Memory with
        {
            RegistrarAddresses = [.. Enumerable.Repeat(address, MemoryLimits.AddressesMax + 1)],
            KnownRegistrars = [.. Enumerable.Repeat(known, MemoryLimits.KnownRegistrarsMax + 1)],
            Home = [.. Enumerable.Repeat(
                Memory.Home[0] with { Addresses = [.. Enumerable.Repeat(address, MemoryLimits.AddressesMax + 1)] },
                MemoryLimits.HomeMax + 1)],
            MediaRelays = [.. Enumerable.Repeat(
                relay with { Addresses = [.. Enumerable.Repeat(address, MemoryLimits.AddressesMax + 1)] },
                MemoryLimits.MediaRelaysMax + 1)],
        };

        var bytes = DeviceMemoryFormat.Write(large);

        bytes.Length.ShouldBeLessThan(MemoryLimits.BytesMax);
        DeviceMemoryFormat.TryRead(bytes, out var read, out _).ShouldBeTrue();
        read!.RegistrarAddresses.Length.ShouldBe(MemoryLimits.AddressesMax);
        read.KnownRegistrars.Length.ShouldBe(MemoryLimits.KnownRegistrarsMax);
        read.Home.Length.ShouldBe(MemoryLimits.HomeMax);
        read.Home[0].Addresses.Length.ShouldBe(MemoryLimits.AddressesMax);
        read.MediaRelays.Length.ShouldBe(MemoryLimits.MediaRelaysMax);
        read.MediaRelays[0].Addresses.Length.ShouldBe(MemoryLimits.AddressesMax);
    }

    /// <summary>Files with a right check value that this product would not have written.</summary>
    [Theory]
    [InlineData("", MemoryFaultKind.NotOurs)]
    [InlineData("{", MemoryFaultKind.NotOurs)]
    [InlineData("null", MemoryFaultKind.NotOurs)]
    [InlineData("[]", MemoryFaultKind.NotOurs)]
    [InlineData("{}", MemoryFaultKind.NotOurs)]
    [InlineData("[[[[[[[[[[[[]]]]]]]]]]]]", MemoryFaultKind.NotOurs)]
    public void Content_that_is_not_memory_is_not_ours(string content, MemoryFaultKind kind) =>
        Kind(Sealed(content)).ShouldBe(kind);

    [Theory]
    [InlineData("\"port\":5061", "\"port\":65536")]
    [InlineData("\"port\":5061", "\"port\":-1")]
    [InlineData("\"port\":5061", "\"port\":\"5061\"")]
    [InlineData("\"transport\":\"udp\"", "\"transport\":\"sctp\"")]
    [InlineData("192.0.2.11", "192.0.2.256")]
    [InlineData("\"192.0.2.11\"", "null")]
    [InlineData("\"host\":\"av.contoso.example\"", "\"host\":\"\"")]
    [InlineData("\"host\":\"av.contoso.example\"", "\"host\":\"a b\"")]
    [InlineData("\"account\":\"sip:alice", "\"account\":\"\\ud800")]
    [InlineData("2026-03-01T", "2026-02-30T")]
    [InlineData("\"knownRegistrars\":[", "\"knownRegistrars\":[5,")]
    [InlineData("\"mediaRelays\":[", "\"mediaRelays\":[null,")]
    [InlineData("\"home\":[", "\"home\":[{},")]
    [InlineData("\"home\":[", "\"home\":null,\"homes\":[")]
    [InlineData("\"namedBy\":\"redirect\"", "\"namedBy\":\"rumour\"")]
    [InlineData("\"namedBy\":\"redirect\"", "\"namedBy\":0")]
    [InlineData("\"until\":\"", "\"until\":\"never")]
    [InlineData("\"udpPort\":3478", "\"udpPort\":null")]
    [InlineData("\"tcpPort\":443", "\"tcpPort\":65536")]
    [InlineData("\"profile\"", "\"profil\"")]
    public void A_value_that_cannot_be_is_not_ours(string old, string changed)
    {
        var content = Content(Written).Replace(old, changed, StringComparison.Ordinal);
        content.ShouldNotBe(Content(Written));

        Kind(Sealed(content)).ShouldBe(MemoryFaultKind.NotOurs);
    }

    [Fact]
    public void More_entries_than_are_ever_written_are_too_large()
    {
        var address = string.Concat(Enumerable.Repeat("\"192.0.2.1\",", MemoryLimits.AddressesMax - 1));
        Kind(Sealed(With("\"registrarAddresses\":[", address))).ShouldBe(MemoryFaultKind.TooLarge);
        var known = string.Concat(Enumerable.Repeat(
            "{\"host\":\"a.example\",\"transport\":\"tls\",\"port\":1},", MemoryLimits.KnownRegistrarsMax - 1));
        Kind(Sealed(With("\"knownRegistrars\":[", known))).ShouldBe(MemoryFaultKind.TooLarge);
        var home = string.Concat(Enumerable.Repeat(
            "{\"host\":\"a.example\",\"transport\":\"tls\",\"port\":1,\"addresses\":[],"
            + "\"learnedAt\":\"2026-01-01T00:00:00Z\",\"namedBy\":\"redirect\"},", MemoryLimits.HomeMax - 1));
        Kind(Sealed(With("\"home\":[", home))).ShouldBe(MemoryFaultKind.TooLarge);
        var relay = string.Concat(Enumerable.Repeat(
            "{\"host\":\"a.example\",\"addresses\":[],\"learnedAt\":\"2026-01-01T00:00:00Z\"},",
            MemoryLimits.MediaRelaysMax));
        Kind(Sealed(With("\"mediaRelays\":[", relay))).ShouldBe(MemoryFaultKind.TooLarge);
        var name = new string('a', MemoryLimits.NameLengthMax);
        Kind(Sealed(With("\"account\":\"", name))).ShouldBe(MemoryFaultKind.TooLarge);

        static string With(string after, string inserted) =>
            Content(Written).Replace(after, after + inserted, StringComparison.Ordinal);
    }

    [Fact]
    public void A_memory_that_could_not_be_read_back_is_a_mistake_of_the_caller()
    {
        var longName = new string('a', MemoryLimits.NameLengthMax + 1);
        Should.Throw<ArgumentException>(() => DeviceMemoryFormat.Write(Memory with { Account = longName }));
        Should.Throw<ArgumentException>(() => DeviceMemoryFormat.Write(Memory with { Profile = longName }));
        Should.Throw<ArgumentException>(
            () => DeviceMemoryFormat.Write(Memory with { Registrar = Memory.Registrar with { Host = default } }));
    }

    private static string Content(byte[] written)
    {
        var text = Encoding.UTF8.GetString(written);
        return text[(text.IndexOf("\"memory\":", StringComparison.Ordinal) + 9)..^2];
    }

    private static string Check(string content) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));

    private static byte[] Sealed(string content) => Encoding.UTF8.GetBytes(
        "{\"format\":\"dialtone-memory\",\"schema\":1,\"sha256\":\"" + Check(content)
        + "\",\"memory\":" + content + "}\n");

    private static MemoryFaultKind Kind(byte[] bytes)
    {
        DeviceMemoryFormat.TryRead(bytes, out var read, out var fault).ShouldBeFalse();
        read.ShouldBeNull();
        return fault.Kind;
    }

    private static void ShouldBeSame(DeviceMemory read, DeviceMemory expected)
    {
        read.RegistrarAddresses.ShouldBe(expected.RegistrarAddresses);
        read.KnownRegistrars.ShouldBe(expected.KnownRegistrars);
        read.Home.ShouldBe(expected.Home);
        read.MediaRelays.ShouldBe(expected.MediaRelays);
        (read with { RegistrarAddresses = [], KnownRegistrars = [], Home = [], MediaRelays = [] })
            .ShouldBe(expected with { RegistrarAddresses = [], KnownRegistrars = [], Home = [], MediaRelays = [] });
    }
}
