using System.Collections.Immutable;
using Dialtone.Lab.Faults;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Lab.Scenarios;

/// <content>The fields that a scenario may have.</content>
internal ref partial struct LabScenarioReader
{
    private const string TopFields = "description, director, balancing, schemes, internalSrv, externalSrv, "
        + "standardSip, failureDetectionSeconds, failbackDetectionSeconds, dnsTtlSeconds, ports, users, events, expect";

    private const string PortFields = "dns, dhcp, sipTls, sipTcp, edgeTls, edgeTcp, webTls, webTcp";
    private const string UserFields = "user, password, home, disabled, ntLogin, phoneNumber, extension, pin, "
        + "displayName, contacts, presence, note";

    private const int SchemesMax = 4;
    private const string EventFields = "at, fault, on";

    private readonly LabScenario Finish() => new(
        _description,
        _users.Count == 0 ? _deployment : _deployment with { Accounts = _users.ToImmutable() },
        // In the order of time, and of the text where that is the same.
        [.. _events.OrderBy(one => one.At)])
    {
        Expect = _expect,
    };

    private static Known Top(ref LabScenarioReader it, string name)
    {
        switch (name)
        {
            case "description":
                it._description = it.Text();
                return Known.Yes;
            case "users":
                it.List(LabScenario.UsersMax, User);
                return Known.Yes;
            case "events":
                it.List(LabScenario.EventsMax, Event);
                return Known.Yes;
            case "schemes":
                it._deployment = it._deployment with { Schemes = [] };
                it.List(SchemesMax, Scheme);
                return Known.Yes;
            case "ports":
                it.Fields(PortFields, Ports);
                return Known.Yes;
            case "expect":
                it._expect = new();
                it.Fields(ExpectFields, Expect);
                return Known.Yes;
            default:
                return it.Build(name);
        }
    }

    private static void Scheme(ref LabScenarioReader it)
    {
        var scheme = it.SchemeWord();
        if (it._deployment.Schemes.Contains(scheme) && it.Fault is null)
        {
            it.Fail("is there already");
        }

        it._deployment = it._deployment with { Schemes = it._deployment.Schemes.Add(scheme) };
    }

    private SipScheme SchemeWord() => Word("tls-dsk", "kerberos", "ntlm", "digest") switch
    {
        "tls-dsk" => SipScheme.TlsDsk,
        "kerberos" => SipScheme.Kerberos,
        "ntlm" => SipScheme.Ntlm,
        _ => SipScheme.Digest,
    };

    private Known Build(string name)
    {
        var old = _deployment;
        _deployment = name switch
        {
            "director" => Flag() ? old.WithDirector() : old with { Director = null },
            "balancing" => Word("dns", "hardware") == "dns" ? old with { Pool01Balancer = null } : old.WithBalancer(),
            "internalSrv" => old with { PublishesInternalSrv = Flag() },
            "externalSrv" => old with { PublishesExternalSrv = Flag() },
            "standardSip" => old with { PublishesStandardSip = Flag() },
            "failureDetectionSeconds" => old with { FailureDetectionInterval = Seconds(1) },
            "failbackDetectionSeconds" => old with { FailbackDetectionInterval = Seconds(1) },
            "dnsTtlSeconds" => old with { DnsTtlSeconds = (uint)Seconds(0).TotalSeconds },
            _ => null!,
        };
        if (_deployment is not null)
        {
            return Known.Yes;
        }

        _deployment = old;
        return Known.No;
    }

    private static Known Ports(ref LabScenarioReader it, string name)
    {
        var old = it._deployment;
        switch (name)
        {
            case "dns":
                it._deployment = old with { DnsPort = it.Port() };
                return Known.Yes;
            case "dhcp":
                it._deployment = old with { DhcpPort = it.Port() };
                return Known.Yes;
            case "sipTls":
                it._deployment = old with { SipTlsPort = it.Port() };
                return Known.Yes;
            case "sipTcp":
                var port = it.Port();
                it._deployment = old with { SipTcpPort = port, SipUdpPort = port };
                return Known.Yes;
            case "edgeTls":
                it._deployment = old with { EdgeTlsPort = it.Port() };
                return Known.Yes;
            case "edgeTcp":
                it._deployment = old with { EdgeTcpPort = it.Port() };
                return Known.Yes;
            case "webTls":
                it._deployment = old with { WebTlsPort = it.Port() };
                return Known.Yes;
            case "webTcp":
                it._deployment = old with { WebTcpPort = it.Port() };
                return Known.Yes;
            default:
                return Known.No;
        }
    }

    private static void User(ref LabScenarioReader it)
    {
        it._user = new("", "");
        it.Fields(UserFields, UserField);
        if (it.Fault is not null)
        {
            return;
        }

        if (it._user.User.Length == 0 || it._user.Password.Length == 0)
        {
            it.Fail("A user has a user and a password.");
        }
        else if (it.IsKnown(it._user.User))
        {
            it.Fail($"'{it._user.User}' is there already.");
        }
        else
        {
            it._users.Add(it._user);
        }
    }

    private readonly bool IsKnown(string user)
    {
        foreach (var one in _users)
        {
            if (string.Equals(one.User, user, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static Known UserField(ref LabScenarioReader it, string name)
    {
        var old = it._user;
        switch (name)
        {
            case "user":
                it._user = old with { User = it.UserName() };
                return Known.Yes;
            case "password":
                it._user = old with { Password = it.Text() };
                return Known.Yes;
            case "home":
                var home = it.Word("pool01", "pool02") == "pool02" ? LabPool.Pool02 : LabPool.Pool01;
                it._user = old with { Home = home };
                return Known.Yes;
            case "disabled":
                it._user = old with { Disabled = it.Flag() };
                return Known.Yes;
            case "ntLogin":
                it._user = old with { NtLogin = it.NtLogin() };
                return Known.Yes;
            case "phoneNumber":
                it._user = old with { PhoneNumber = it.Digits(isPhoneNumber: true) };
                return Known.Yes;
            case "displayName":
                it._user = old with { DisplayName = it.Text() };
                return Known.Yes;
            case "contacts":
                it._contacts.Clear();
                it.List(LabScenario.UsersMax, Contact);
                it._user = old with { Contacts = it._contacts.ToImmutable() };
                return Known.Yes;
            case "presence":
                _ = PresenceWords.TryRead(it.Word([.. PresenceWords.All]), out var played);
                it._user = old with { Presence = played };
                return Known.Yes;
            case "note":
                it._user = old with { Note = it.Text() };
                return Known.Yes;
            case "extension":
                it._user = old with { Extension = it.Digits() };
                return Known.Yes;
            case "pin":
                it._user = old with { Pin = it.Digits() };
                return Known.Yes;
            default:
                return Known.No;
        }
    }

    private string NtLogin()
    {
        var text = Text();
        if (Fault is null && text.Split('\\') is not [{ Length: > 0 }, { Length: > 0 }])
        {
            Fail(@"is to be a domain and a user: CONTOSO\\alice");
        }

        return text;
    }

    private string Digits(bool isPhoneNumber = false)
    {
        var text = Text();
        var digits = isPhoneNumber && text.StartsWith('+') ? text.AsSpan(1) : text;
        var isWanted = digits.Length is > 0 and <= LabScenario.DigitsMax
            && !digits.ContainsAnyExceptInRange('0', '9') && (digits.Length < text.Length) == isPhoneNumber;
        if (Fault is null && !isWanted)
        {
            Fail($"is to be {(isPhoneNumber ? "a plus sign and " : "")}at most {LabScenario.DigitsMax} digits");
        }

        return text;
    }

    private static void Contact(ref LabScenarioReader it) => it._contacts.Add(it.UserName());

    private string UserName()
    {
        var text = Text();
        var isName = text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');
        if (Fault is null && !isName)
        {
            Fail("is to be the part of the address before the @: letters, digits, '.', '-' and '_'");
        }

        return text;
    }

    private static void Event(ref LabScenarioReader it)
    {
        it._event = (null, null, true);
        it.Fields(EventFields, EventField);
        if (it.Fault is not null)
        {
            return;
        }

        if (it._event is { At: { } at, Fault: { } fault })
        {
            it._events.Add(new(at, fault, it._event.On));
        }
        else
        {
            it.Fail("An event has at and fault.");
        }
    }

    private static Known EventField(ref LabScenarioReader it, string name)
    {
        switch (name)
        {
            case "at":
                it._event.At = it.Seconds(0);
                return Known.Yes;
            case "fault":
                it._event.Fault = it.KnownFault();
                return Known.Yes;
            case "on":
                it._event.On = it.Flag();
                return Known.Yes;
            default:
                return Known.No;
        }
    }

    private LabFault? KnownFault()
    {
        var text = Text();
        if (Fault is null && !LabFault.TryFind(text, out _))
        {
            Fail($"There is no fault '{text}'. There are: {string.Join(", ", LabFault.All)}.");
        }

        return LabFault.TryFind(text, out var fault) ? fault : null;
    }
}
