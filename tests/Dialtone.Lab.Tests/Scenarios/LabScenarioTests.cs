using System.Text;
using Dialtone.Core.Profiles;
using Dialtone.Core.SignIn;
using Dialtone.Core.Transactions;
using Dialtone.Lab.Scenarios;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Lab.Tests.Scenarios;

public class LabScenarioTests
{
    private const string Whole =
        """
        {
          "description": "Everything that there is.",
          "director": true,
          "balancing": "hardware",
          "schemes": ["ntlm", "tls-dsk"],
          "internalSrv": true,
          "externalSrv": false,
          "standardSip": false,
          "failureDetectionSeconds": 10.5,
          "failbackDetectionSeconds": 20,
          "dnsTtlSeconds": 30,
          "ports": {
            "dns": 5353, "dhcp": 6767, "sipTls": 5071, "sipTcp": 5070, "edgeTls": 4443, "edgeTcp": 5080,
            "webTls": 4444, "webTcp": 8080
          },
          "users": [
            {
              "user": "alice", "password": "Dial-Tone-1", "ntLogin": "LITWARE\\al", "phoneNumber": "+12065550101",
              "extension": "101", "pin": "024681"
            },
            { "user": "erin.two", "password": "\u0044ial", "home": "pool02", "disabled": true }
          ],
          "events": [
            { "at": 60, "fault": "pool01-down", "on": false },
            { "at": 0, "fault": "dns-slow" },
            { "at": 30, "fault": "pool01-down", "on": true }
          ]
        }
        """;

    [Fact]
    public void A_user_may_have_contacts_and_be_played()
    {
        var user = Read("""
            { "users": [ { "user": "bob", "password": "x", "displayName": "Bob Builder", "contacts": ["alice", "erin"],
              "presence": "do-not-disturb", "note": "In a meeting" } ] }
            """).Deployment.Accounts.ShouldHaveSingleItem();

        (user.DisplayName, user.Presence, user.Note).ShouldBe(
            ("Bob Builder", Wire.Presence.Availability.DoNotDisturb, "In a meeting"));
        user.Contacts.ShouldBe(["alice", "erin"]);
        PresenceWords.TryRead(PresenceWords.Published, out var published).ShouldBeTrue();
        published.ShouldBeNull();
        PresenceWords.TryRead("asleep", out _).ShouldBeFalse();
    }

    [Fact]
    public void What_a_diagnosis_is_to_find_is_read_with_the_phone_that_makes_it()
    {
        var expect = Read("""
            { "expect": { "finding": "DT2101", "names": ["pool01", "192.0.2.11"], "result": "failure",
              "transaction": "registration", "profile": "lync-client", "scheme": "ntlm", "credential": "pin",
              "user": "bob", "target": "pool02.contoso.example", "learnsRoots": true, "remembers": true } }
            """).Expect.ShouldNotBeNull();

        expect.Names.ShouldBe(["pool01", "192.0.2.11"]);
        (expect with { Names = [] }).ShouldBe(new()
        {
            Finding = new(2101),
            Names = [],
            Result = TransactionVerdict.Failure,
            Transaction = TransactionKind.Registration,
            Profile = DeviceProfile.LyncClient,
            Scheme = SipScheme.Ntlm,
            Credential = CredentialKind.Pin,
            User = "bob",
            Target = HostName.Parse("pool02.contoso.example"),
            LearnsRoots = true,
            Remembers = true,
        });
        Read("""{ "expect": { "finding": "none" } }""").Expect.ShouldBe(new());
        Read("{}").Expect.ShouldBeNull();
    }

    [Fact]
    public void Every_field_is_read()
    {
        var scenario = Read(Whole);

        scenario.Description.ShouldBe("Everything that there is.");
        var built = scenario.Deployment;
        built.Director.ShouldNotBeNull().Name.ShouldBe(HostName.Parse("dir01.contoso.example"));
        built.Pool01Balancer.ShouldNotBeNull();
        built.Schemes.ShouldBe([SipScheme.Ntlm, SipScheme.TlsDsk]);
        (built.PublishesInternalSrv, built.PublishesExternalSrv, built.PublishesStandardSip)
            .ShouldBe((true, false, false));
        built.FailureDetectionInterval.ShouldBe(TimeSpan.FromSeconds(10.5));
        built.FailbackDetectionInterval.ShouldBe(TimeSpan.FromSeconds(20));
        built.DnsTtlSeconds.ShouldBe(30u);
        ((int)built.DnsPort, (int)built.DhcpPort, (int)built.SipTlsPort).ShouldBe((5353, 6767, 5071));
        ((int)built.SipTcpPort, (int)built.SipUdpPort).ShouldBe((5070, 5070));
        ((int)built.EdgeTlsPort, (int)built.EdgeTcpPort).ShouldBe((4443, 5080));
        ((int)built.WebTlsPort, (int)built.WebTcpPort).ShouldBe((4444, 8080));
        built.Accounts.ShouldBe(
        [
            new("alice", "Dial-Tone-1")
            {
                NtLogin = @"LITWARE\al", PhoneNumber = "+12065550101", Extension = "101", Pin = "024681",
            },
            new("erin.two", "Dial", Disabled: true) { Home = LabPool.Pool02 },
        ]);
        scenario.Faults.ShouldBe(["dns-slow"]);
        scenario.Later.Select(one => (one.At.TotalSeconds, one.Fault.Name, one.On))
            .ShouldBe([(30, "pool01-down", true), (60, "pool01-down", false)]);
    }

    [Fact]
    public void What_is_left_out_is_as_it_was()
    {
        var basis = Deployment.Contoso with { DnsTtlSeconds = 7 };

        LabScenario.TryRead("{}"u8, basis, out var scenario, out _).ShouldBeTrue();

        scenario.Deployment.ShouldBe(basis);
        scenario.Events.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(
        "{\n \"dirctor\": true }",
        "line 2, dirctor: There is no such field. There are: description, director, ")]
    [InlineData(
        "{ \"ports\": {\n \"http\": 80 } }",
        "line 2, ports.http: There is no such field. There are: dns, dhcp,")]
    [InlineData("{ \"director\": 1 }", "line 1, director: is to be true or false")]
    [InlineData("{ \"director\": true,\n\"director\": true }", "line 2, director: is there twice")]
    [InlineData("{ \"schemes\": [\"ntlm\", \"ntlm\"] }", "line 1, schemes[1]: is there already")]
    [InlineData(
        "{ \"schemes\": [\"basic\"] }", "line 1, schemes[0]: is to be one of: tls-dsk, kerberos, ntlm, digest")]
    [InlineData("{ \"balancing\": \"chance\" }", "line 1, balancing: is to be one of: dns, hardware")]
    [InlineData("{ \"ports\": { \"dns\": 0 } }", "line 1, ports.dns: is to be a port, from 1 to 65535")]
    [InlineData("{ \"ports\": { \"dns\": 65536 } }", "line 1, ports.dns: is to be a port")]
    [InlineData("{ \"ports\": [] }", "line 1, ports: is to be an object")]
    [InlineData("{ \"failureDetectionSeconds\": 0 }", "line 1, failureDetectionSeconds: is to be a number of seconds")]
    [InlineData("{ \"failbackDetectionSeconds\": 86401 }", "from 1 to 86400")]
    [InlineData("{ \"dnsTtlSeconds\": -1 }", "from 0 to 86400")]
    [InlineData("{ \"users\": {} }", "line 1, users: is to be a list")]
    [InlineData("{ \"users\": [\n{}\n] }", "line 2, users[0]: A user has a user and a password.")]
    [InlineData("{ \"users\": [{ \"user\": \"a b\" }] }", "line 1, users[0].user: is to be the part of the address")]
    [InlineData("{ \"users\": [{ \"home\": \"pool03\" }] }", "users[0].home: is to be one of: pool01, pool02")]
    [InlineData("{ \"users\": [{ \"name\": \"x\" }] }", "There are: user, password, home, disabled, ntLogin,")]
    [InlineData("{ \"users\": [{ \"ntLogin\": \"alice\" }] }", "users[0].ntLogin: is to be a domain and a user")]
    [InlineData("{ \"users\": [{ \"phoneNumber\": \"1206\" }] }", "phoneNumber: is to be a plus sign and at most 24")]
    [InlineData("{ \"users\": [{ \"extension\": \"+101\" }] }", "users[0].extension: is to be at most 24 digits")]
    [InlineData("{ \"users\": [{ \"pin\": \"1234567890123456789012345\" }] }", "pin: is to be at most 24 digits")]
    [InlineData(
        "{ \"users\": [{ \"user\": \"a\", \"password\": \"p\" },\n{ \"user\": \"A\", \"password\": \"p\" }] }",
        "line 2, users[1]: 'A' is there already.")]
    [InlineData("{ \"events\": [{ \"at\": 1 }] }", "line 1, events[0]: An event has at and fault.")]
    [InlineData("{ \"events\": [{ \"fault\": \"dns-sulks\" }] }", "events[0].fault: There is no fault 'dns-sulks'. ")]
    [InlineData("{ \"events\": [{ \"at\": 86401 }] }", "events[0].at: is to be a number of seconds from 0 to 86400")]
    [InlineData("{ \"description\": 1 }", "line 1, description: is to be a text of at most 500 characters")]
    [InlineData("{ \"users\": [[[[[]]]]] }", "users[0]: is to be an object")]
    [InlineData("[]", "line 1: is to be an object")]
    [InlineData("", "line 1: is not JSON")]
    [InlineData("{ }\n{ }", "line 2: is not JSON")]
    [InlineData("{\n\n\"director\" true }", "line 3: is not JSON")]
    public void What_is_wrong_is_named_with_its_line_and_field(string text, string says)
    {
        LabScenario.TryRead(Encoding.UTF8.GetBytes(text), Deployment.Contoso, out var scenario, out var fault)
            .ShouldBeFalse();

        scenario.ShouldBeNull();
        $"{fault}".ShouldContain(says);
    }

    [Fact]
    public void Limits_are_held()
    {
        Read($"{{ \"users\": [{Users(LabScenario.UsersMax)}] }}").Deployment.Accounts.Length
            .ShouldBe(LabScenario.UsersMax);
        Wrong($"{{ \"users\": [{Users(LabScenario.UsersMax + 1)}] }}").ShouldBe(
            $"line 1, users[{LabScenario.UsersMax}]: is one too many: {LabScenario.UsersMax} may be there");
        Wrong($"{{ \"events\": [{Events(LabScenario.EventsMax + 1)}] }}").ShouldContain("is one too many");
        Wrong($"{{ \"description\": \"{new string('a', LabScenario.TextMax + 1)}\" }}").ShouldContain("at most 500");
        Wrong("{}".PadRight(LabScenario.BytesMax + 1)).ShouldContain("bytes");
        Read("{}".PadRight(LabScenario.BytesMax)).Events.ShouldBeEmpty();
    }

    [Fact]
    public void A_text_that_is_cut_short_anywhere_is_refused()
    {
        var bytes = Encoding.UTF8.GetBytes(Whole);
        for (var length = 0; length < bytes.Length; length++)
        {
            LabScenario.TryRead(bytes.AsSpan(0, length), Deployment.Contoso, out _, out var fault).ShouldBeFalse();
            fault.ShouldNotBeNull().Line.ShouldBeInRange(1, Whole.Split('\n').Length);
        }
    }

    private static LabScenario Read(string text)
    {
        LabScenario.TryRead(Encoding.UTF8.GetBytes(text), Deployment.Contoso, out var scenario, out var fault)
            .ShouldBeTrue($"{fault}");
        return scenario!;
    }

    private static string Wrong(string text)
    {
        LabScenario.TryRead(Encoding.UTF8.GetBytes(text), Deployment.Contoso, out _, out var fault).ShouldBeFalse();
        return $"{fault}";
    }

    private static string Users(int count) => string.Join(
        ',', Enumerable.Range(0, count).Select(i => $"{{ \"user\": \"u{i}\", \"password\": \"p\" }}"));

    private static string Events(int count) => string.Join(
        ',', Enumerable.Repeat("{ \"at\": 1, \"fault\": \"dns-slow\" }", count));
}
