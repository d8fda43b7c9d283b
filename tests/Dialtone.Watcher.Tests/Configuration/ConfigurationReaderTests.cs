using Dialtone.Core.Profiles;
using Dialtone.Core.Transactions;
using Dialtone.Watcher.Configuration;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Watcher.Tests.Configuration;

public class ConfigurationReaderTests
{
    private const string Presence = """{ "name": "p", "transaction": "presence", "account": "alice" """;

    public static TheoryData<string, string, string> Wrong => new()
    {
        // The whole.
        { "", "", "not JSON" },
        { "{ \"watcher\": \"a\" ", "", "line 1" },
        { "{\n  \"watcher\" \"a\"\n}", "", "line 2" },
        { "[]", "", "takes an object" },
        { "{ \"watcher\": \"\\ud800\" }", "", "half of a character" },
        { "{ \"\\udc00\": 1 }", "", "half of a character" },
        { "null", "", "takes an object" },
        { Documents.With("\"cheks\": []"), "cheks", "perhaps checks is meant" },
        { Documents.With("\"Listen\": \"http://127.0.0.1:1\""), "Listen", "perhaps listen is meant" },
        { Documents.With("\"colour\": 1"), "colour", "There are $schema, watcher" },
        { Documents.With("\"watcher\": \"a\", \"watcher\": \"b\""), "watcher", "is there twice" },
        { Documents.With("\"watcher\": \"a/b\""), "watcher", "takes a name" },
        { Documents.With("\"listen\": \"127.0.0.1:9560\""), "listen", "http://127.0.0.1:9560" },
        { Documents.With("\"listen\": \"http://watch.contoso.example:9560\""), "listen", "IP address or localhost" },
        { Documents.With("\"listen\": \"https://127.0.0.1:9560\""), "listen", "IP address or localhost" },
        { Documents.With("\"publicAddress\": \"watch.contoso.example\""), "publicAddress", "begins with http://" },
        { Documents.With("\"publicAddress\": \"https://a:b@watch\""), "publicAddress", "without a name or password" },
        { Documents.With("\"stateDirectory\": 5"), "stateDirectory", "takes a text; 5 is none" },
        { Documents.With("\"concurrency\": 0"), "concurrency", "from 1 to 1000" },
        { Documents.With("\"concurrency\": 1.5"), "concurrency", "a whole number" },
        { Documents.With("\"history\": \"sqlite\""), "history", "takes an object" },
        { Documents.With("\"history\": { \"lease\": \"1s\" }"), "history.lease", "from 5s to 10m" },
        { Documents.With("\"history\": { \"lease\": \"30\" }"), "history.lease", "with its unit" },
        { Documents.With("\"history\": { \"keep\": { \"run\": \"1d\" } }"), "history.keep.run", "perhaps runs" },
        { Documents.With("\"history\": { \"keep\": { \"runs\": \"-1d\" } }"), "history.keep.runs", "from 1m to 3650d" },
        { Documents.With("\"history\": { \"keep\": { \"size\": \"4GB\" } }"), "history.keep.size", "GiB" },
        { Documents.With("\"history\": { \"keep\": { \"size\": \"1MiB\" } }"), "history.keep.size", "from 16MiB" },
        {
            Documents.With("\"history\": { \"sqlite\": \"a\", \"postgres\": { \"file\": \"b\" } }"),
            "history.postgres", "goes without sqlite"
        },
        { Documents.With("\"traces\": { \"otlp\": \"collector:4317\" }"), "traces.otlp", "begins with http://" },
        { Documents.With("\"webhooks\": { \"ops\": { } }"), "webhooks.ops", "needs url" },
        { Documents.With("\"webhooks\": { \"ops\": { \"url\": \"ftp://a\" } }"), "webhooks.ops.url", "begins with" },
        { Documents.With("\"nagios\": { \"host\": \"skype\" }"), "nagios", "needs commandFile and host" },
        // Sites.
        { Documents.With("\"sites\": { \"a/b\": { } }"), "sites.a/b", "is no name" },
        { Documents.With("\"sites\": { \"a\": { }, \"A\": { } }"), "sites.A", "is there twice" },
        { Documents.With("\"sites\": { \"a\": { \"titel\": \"x\" } }"), "sites.a.titel", "perhaps title" },
        { Documents.With("\"sites\": { \"a\": { \"title\": \"\" } }"), "sites.a.title", "1 to 128 characters" },
        {
            Documents.With("\"sites\": { \"a\": { \"labels\": { \"a-b\": \"x\" } } }"),
            "sites.a.labels.a-b", "is no label"
        },
        {
            Documents.With("\"sites\": { \"a\": { \"labels\": { \"__a\": \"x\" } } }"),
            "sites.a.labels.__a", "is no label"
        },
        {
            Documents.With("\"sites\": { \"a\": { \"labels\": { \"job\": \"x\" } } }"),
            "sites.a.labels.job", "another name"
        },
        { Documents.With("\"sites\": { \"a\": { \"labels\": { \"a\": 1 } } }"), "sites.a.labels.a", "takes a text" },
        // Accounts.
        { Documents.Accounts("""{ "a": { } }"""), "accounts.a", "needs address" },
        { Documents.Accounts("""{ "a": { "address": "alice" } }"""), "accounts.a.address", "sign-in address" },
        { Documents.Accounts("""{ "a": { "address": "sip:a@b.example" } }"""), "accounts.a", "something that proves" },
        { Documents.Accounts("""{ "a": { "number": "+1206" } }"""), "accounts.a", "needs number and pin" },
        {
            Documents.Accounts("""{ "a": { "number": "x1", "pin": { "file": "p" } } }"""),
            "accounts.a.number", "digits"
        },
        {
            Documents.Accounts("""{ "a": { "address": "sip:a@b.example", "login": "a", "ticketCache": true } }"""),
            "accounts.a.ticketCache", "takes the place"
        },
        { Documents.Accounts("""{ "a": { "password": { } } }"""), "accounts.a.password", "takes one of" },
        {
            Documents.Accounts("""{ "a": { "password": { "file": "a", "environment": "B" } } }"""),
            "accounts.a.password", "no more than one"
        },
        {
            Documents.Accounts("""{ "a": { "password": { "fil": "a" } } }"""),
            "accounts.a.password.fil", "perhaps file"
        },
        {
            Documents.Accounts("""{ "a": { "pin": { "environment": "A-B" } } }"""), "accounts.a.pin.environment",
            "the name of a variable"
        },
        {
            Documents.Accounts("""{ "a": { "pin": { "credential": "../b" } } }"""), "accounts.a.pin.credential",
            "credential of systemd"
        },
        // Checks.
        { """{ "checks": { } }""", "checks", "takes a list" },
        { """{ "checks": [ 5 ] }""", "checks[0]", "takes an object in braces; 5 is none" },
        { Documents.Checks("{ }"), "checks[1]", "needs" },
        { Documents.Checks("""{ "name": "b", "account": "alice" }"""), "checks[1]", "needs transaction" },
        { Documents.Checks("""{ "name": "b", "transaction": "registration" }"""), "checks[1]", "needs account" },
        { Documents.Check("\"name\": \"c\""), "checks[1].name", "is there twice" },
        { Documents.Checks("""{ "name": "FIRST", "transaction": "presence" }"""), "checks[1].name", "another check" },
        { Documents.Checks("""{ "name": "a/b", "transaction": "presence" }"""), "checks[1].name", "is no name" },
        { Documents.Check("\"intervall\": \"1m\""), "checks[1].intervall", "perhaps interval is meant" },
        { Documents.Check("\"interval\": 60"), "checks[1].interval", "with its unit" },
        { Documents.Check("\"interval\": \"5 minutes\""), "checks[1].interval", "\"5 minutes\" is none" },
        { Documents.Check("\"interval\": \"10ms\""), "checks[1].interval", "from 1s to 1d" },
        { Documents.Check("\"interval\": \"NaNs\""), "checks[1].interval", "from 1s to 1d" },
        { Documents.Check("\"timeout\": \"1m\""), "checks[1].timeout", "not shorter than the interval of 1m" },
        { Documents.Check("\"interval\": \"10s\", \"timeout\": \"20s\""), "checks[1].timeout", "not shorter" },
        {
            Documents.Check("\"interval\": \"10s\"", "\"defaults\": { \"timeout\": \"20s\" },"),
            "checks[1].interval", "not shorter"
        },
        { Documents.Check("\"visibleAfter\": 0"), "checks[1].visibleAfter", "from 1 to 100" },
        { Documents.Check("\"site\": \"redmont\""), "checks[1].site", "perhaps redmond is meant" },
        { Documents.Check("\"site\": \"berlin\""), "checks[1].site", "there is no site berlin" },
        { Documents.Check("\"labels\": { \"check\": \"x\" }"), "checks[1].labels.check", "have themselves" },
        { Documents.Check("\"labels\": { \"a\": \"x\", \"a\": \"y\" }"), "checks[1].labels.a", "is there twice" },
        {
            Documents.Check($"\"labels\": {{ {string.Join(", ", "abcdefghi".Select(e => $"\"{e}\": \"x\""))} }}"),
            "checks[1].labels", "there may be 8"
        },
        {
            Documents.Check(
                "\"site\": \"redmond\", \"labels\": "
                + $"{{ {string.Join(", ", "abcdefgh".Select(e => $"\"{e}\": \"x\""))} }}"),
            "checks[1].labels", "with those of the site"
        },
        // What is run.
        { Documents.Checks("""{ "name": "b", "transaction": "av" }"""), "checks[1]", "needs account" },
        { Documents.Check("\"publisher\": \"bob\""), "checks[1].publisher", "means nothing" },
        { Documents.Check("\"wait\": \"5s\""), "checks[1].wait", "means nothing" },
        { Documents.Check("\"avEdgeAddress\": \"192.0.2.1\""), "checks[1].avEdgeAddress", "means nothing" },
        { Documents.Checks(Presence + "}"), "checks[1]", "needs publisher" },
        { Documents.Checks(Presence + """, "publisher": "alice" }"""), "checks[1].publisher", "the same user" },
        { Documents.Checks(Presence + """, "publisher": "carol" }"""), "checks[1].publisher", "no account carol" },
        {
            Documents.Checks("""{ "name": "b", "transaction": "phone-bootstrap", "account": "alice" }"""),
            "checks[1].account", "needs number and pin"
        },
        {
            Documents.Checks("""{ "name": "b", "transaction": "registration", "account": "phone" }"""),
            "checks[1].account", "needs an address"
        },
        {
            Documents.Checks("""{ "name": "b", "transaction": "client-auth", "account": "bob", "auth": ["ntlm"] }"""),
            "checks[1].auth", "means nothing"
        },
        {
            Documents.Checks("""{ "name": "b", "transaction": "av-edge", "account": "bob", "avEdgeUdpPort": 5 }"""),
            "checks[1].avEdgeUdpPort", "give that too"
        },
        { Documents.Check("\"profile\": \"lync\""), "checks[1].profile", "lync-phone, lync-client, sip" },
        { Documents.Check("\"auth\": [\"ntlm\", \"basic\"]"), "checks[1].auth[1]", "tls-dsk, kerberos, ntlm, digest" },
        { Documents.Check("\"auth\": \"ntlm\""), "checks[1].auth", "takes a list" },
        { Documents.Check("\"targetFqdn\": \"pool 01\""), "checks[1].targetFqdn", "a host name" },
        { Documents.Check("\"registrarPort\": 5061"), "checks[1].registrarPort", "give that too" },
        { Documents.Check("\"targetUri\": \"http://a\""), "checks[1].targetUri", "an https URL" },
        { Documents.Check("\"transport\": \"sctp\""), "checks[1].transport", "auto, tls, tcp, udp" },
        { Documents.Check("\"transport\": \"udp\""), "checks[1].transport", "does not speak SIP over UDP" },
        { Documents.Check("\"tlsPort\": 70000"), "checks[1].tlsPort", "from 1 to 65535" },
        { Documents.Check("\"tcpPort\": \"5060\""), "checks[1].tcpPort", "from 1 to 65535" },
        { Documents.Check("\"stepTimeout\": \"2h\""), "checks[1].stepTimeout", "from 100ms to 1h" },
        { Documents.Check("\"dns\": [\"192.0.2.2\", \"ns1\"]"), "checks[1].dns[1]", "an address such as" },
        { Documents.Check("\"dhcp\": \"on\""), "checks[1].dhcp", "auto, off" },
        { Documents.Check("\"dhcp\": \"2001:db8::1\""), "checks[1].dhcp", "IPv4" },
        { Documents.Check("\"dhcp6\": \"192.0.2.2\""), "checks[1].dhcp6", "IPv6" },
        { Documents.Check("\"interface\": 0"), "checks[1].interface", "takes a text" },
        { Documents.Check("\"ca\": true"), "checks[1].ca", "takes a text" },
        { Documents.Check("\"everyTarget\": \"yes\""), "checks[1].everyTarget", "true or false" },
        { Documents.Check("\"remembers\": 1"), "checks[1].remembers", "true or false" },
        { Documents.Check("\"trustOnFirstUse\": null"), "checks[1].trustOnFirstUse", "true or false" },
        // Defaults and modules.
        { Documents.Check("\"wait\": \"5s\"", "\"defaults\": { \"name\": \"x\" },"), "defaults.name", "no such key" },
        { """{ "defaults": { "interval": "x" } }""", "defaults.interval", "with its unit" },
        { """{ "defaults": { "tlsPort": -1 } }""", "defaults.tlsPort", "from 1 to 65535" },
        { """{ "defaults": { "account": "alice" } }""", "defaults.account", "there is no account" },
        { """{ "defaults": { "timeout": "2m" } }""", "defaults.timeout", "not shorter" },
        { Documents.With("\"modules\": { \"m\": { } }"), "modules.m", "needs transaction" },
        {
            Documents.With("""
                "modules": { "m": { "transaction": "registration", "account": "alice", "interval": "1m" } }
                """),
            "modules.m.interval", "no such key"
        },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_wrong_is_refused_with_its_place_and_what_may_stand_there(string json, string path, string what)
    {
        var fault = Documents.Wrong(json);
        fault.Path.ShouldBe(path, fault.What);
        fault.What.ShouldContain(what);
    }

    [Theory]
    [InlineData("password")]
    [InlineData("pin")]
    [InlineData("token")]
    [InlineData("key")]
    [InlineData("postgres")]
    public void A_secret_in_the_configuration_is_refused_and_not_shown(string key)
    {
        const string Secret = "\"Dial-Tone-1\"";
        var json = key switch
        {
            "token" => Documents.With($"\"token\": {Secret}"),
            "key" => Documents.With($$"""
                "webhooks": { "ops": { "url": "https://a.example/hook", "key": {{Secret}} } }
                """),
            "postgres" => Documents.With($$"""
                "history": { "postgres": {{Secret}} }
                """),
            _ => Documents.Accounts($$"""{ "a": { "{{key}}": {{Secret}} } }"""),
        };
        var fault = Documents.Wrong(json);
        fault.Path.ShouldEndWith(key);
        fault.What.ShouldContain("never stands in the configuration");
        $"{fault}".ShouldNotContain("Dial-Tone");
    }

    [Fact]
    public void What_is_no_JSON_is_refused_without_a_word_of_it() =>
        $"{Documents.Wrong("{ \"accounts\": { \"a\": { \"password\": trueDial-Tone-1 } } }")}"
            .ShouldNotContain("Dial", Case.Insensitive);

    [Theory]
    [InlineData(4 * 1024 * 1024, true)]
    [InlineData((4 * 1024 * 1024) + 1, false)]
    public void A_file_has_a_limit(int bytes, bool isRead)
    {
        var json = "{}".PadRight(bytes);
        ConfigurationReader.TryRead(System.Text.Encoding.UTF8.GetBytes(json), "/", out _, out var fault)
            .ShouldBe(isRead);
        (fault?.What ?? "").Contains("there may be 4194304", StringComparison.Ordinal).ShouldBe(!isRead);
    }

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public void Checks_have_a_limit(int count, bool isRead)
    {
        var checks = Enumerable.Range(0, count).Select(at => $$"""{ "name": "c{{at}}" }""");
        var json = Documents.Accounts($$"""
            { "a": { "address": "sip:a@b.example", "password": { "file": "f" } } },
            "defaults": { "transaction": "client-auth", "account": "a" },
            "checks": [ {{string.Join(", ", checks)}} ]
            """);
        if (isRead)
        {
            Documents.Good(json).Checks.Length.ShouldBe(count);
        }
        else
        {
            Documents.Wrong(json).Path.ShouldBe("checks");
        }
    }

    [Fact]
    public void Nothing_at_all_is_a_configuration_with_what_stands_where_nothing_is_said()
    {
        var read = Documents.Good("{}");
        read.Listen.ShouldBe("http://127.0.0.1:9560");
        read.Checks.ShouldBeEmpty();
        read.SqliteFile.ShouldBe(Path.Combine(read.StateDirectory, "history.db"));
        read.Retention.ShouldBe(new());
    }

    [Fact]
    public void Comments_commas_at_the_end_and_a_byte_order_mark_are_allowed() =>
        Documents.Good("\uFEFF{ // What it is called.\n \"watcher\": \"redmond-01\", /* more */ }").Watcher
            .ShouldBe("redmond-01");

    [Fact]
    public void Checks_say_what_they_have_of_their_own_and_the_defaults_say_the_rest()
    {
        var read = Documents.Good(Documents.Check(
            """
            "interval": "10s", "site": "redmond", "labels": { "floor": "7" }, "dns": [], "dhcp": "off"
            """,
            """
            "defaults": {
              "interval": "5m", "visibleAfter": 3, "profile": "sip", "auth": ["digest", "ntlm"], "ca": "ca.pem",
              "dns": ["192.0.2.2", "192.0.2.3:5353"], "dhcp": "192.0.2.2", "remembers": true, "publisher": "bob",
              "wait": "5s", "transport": "udp", "stepTimeout": "1.5s"
            },
            """));
        var (first, second) = (read.Checks[0], read.Checks[1]);
        (first.Interval, first.Timeout, first.VisibleAfter)
            .ShouldBe((TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(4), 3));
        (second.Interval, second.Timeout).ShouldBe((TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(8)));
        first.Probe.DnsServers.Select(each => $"{each}").ShouldBe(["192.0.2.2:53", "192.0.2.3:5353"]);
        $"{first.Probe.DhcpServer}".ShouldBe("192.0.2.2:67");
        (second.Probe.DnsServers.IsEmpty, second.Probe.UseDhcp, second.Probe.DhcpServer).ShouldBe((true, false, null));
        foreach (var probe in read.Checks.Select(each => each.Probe))
        {
            probe.Profile.ShouldBe(DeviceProfile.Sip);
            probe.Schemes.ShouldBe([SipScheme.Digest, SipScheme.Ntlm]);
            probe.CertificateFile.ShouldBe("/etc/dialtone/ca.pem");
            probe.Remembers.ShouldBeTrue();
            probe.Transports.ShouldBe(TransportChoice.Udp);
            probe.StepTimeout.ShouldBe(TimeSpan.FromSeconds(1.5));
            // Of use to presence alone.
            probe.Publisher.ShouldBeNull();
        }

        second.Site.ShouldBe("redmond");
        second.Labels.ShouldBe(new Dictionary<string, string> { ["floor"] = "7", ["region"] = "americas" });
    }

    [Fact]
    public void Presence_is_of_two_accounts_which_keep_their_logins_and_where_their_secrets_are()
    {
        var probe = Documents.Good(Documents.Checks(Presence + """, "publisher": "bob" }""")).Checks[1].Probe;
        probe.Transaction.ShouldBe(TransactionKind.Presence);
        probe.Account.Password.ShouldBe(new SecretSource("/etc/dialtone/a", null));
        probe.Publisher!.Login.ShouldBe(@"CONTOSO\bob");
        $"{probe.Publisher.Address}".ShouldContain("bob");
    }

    [Fact]
    public void A_history_in_PostgreSQL_has_no_file()
    {
        var read = Documents.Good("""{ "history": { "postgres": { "environment": "WATCH_DB" }, "lease": "20s" } }""");
        (read.SqliteFile, read.Postgres, read.LeaseDuration)
            .ShouldBe((null, new SecretSource(null, "WATCH_DB"), TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public void The_file_of_SQLite_lies_in_the_state_directory_where_nothing_else_is_said() =>
        Documents.Good("""{ "stateDirectory": "state", "history": { "sqlite": "runs.db" } }""").SqliteFile
            .ShouldBe("/etc/dialtone/state/runs.db");

    [Fact]
    public void What_is_missing_on_this_machine_is_a_warning()
    {
        var read = Documents.Good(Documents.Check("\"ca\": \"none.pem\""));
        var warnings = ConfigurationWarnings.Of(read);
        warnings.Select(each => each.Path).ShouldBe(
            ["accounts.alice.password", "accounts.bob.password", "accounts.phone.pin", "checks[1].ca"]);
        warnings[0].What.ShouldContain("/etc/dialtone/a");
    }

    [Fact]
    public void A_webhook_is_shown_by_its_name_alone()
    {
        var read = Documents.Good("""{ "webhooks": { "ops": { "url": "https://a.example/T0KEN" } } }""");
        $"{read.Webhooks[0]}".ShouldBe("ops");
        $"{read}".ShouldNotContain("T0KEN");
    }
}
