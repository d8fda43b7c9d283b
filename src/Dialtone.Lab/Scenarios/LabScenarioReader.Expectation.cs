using Dialtone.Core.Findings;
using Dialtone.Core.Profiles;
using Dialtone.Core.SignIn;
using Dialtone.Core.Transactions;
using Dialtone.Wire.Addresses;

namespace Dialtone.Lab.Scenarios;

/// <content>What a scenario expects of a diagnosis.</content>
internal ref partial struct LabScenarioReader
{
    private const string ExpectFields = "finding, names, result, transaction, profile, scheme, credential, user, "
        + "target, learnsRoots, remembers";

    private const string NoFinding = "none";

    private static Known Expect(ref LabScenarioReader it, string name)
    {
        var old = it._expect!;
        switch (name)
        {
            case "finding":
                it._expect = old with { Finding = it.Code() };
                return Known.Yes;
            case "names":
                it.List(LabExpectation.NamesMax, Name);
                return Known.Yes;
            case "result":
                var isSuccess = it.Word("success", "failure") == "success";
                it._expect = old with
                {
                    Result = isSuccess ? TransactionVerdict.Success : TransactionVerdict.Failure,
                };
                return Known.Yes;
            case "transaction":
                it._expect = old with { Transaction = it.TransactionWord() };
                return Known.Yes;
            default:
                return it.ExpectedPhone(name);
        }
    }

    private Known ExpectedPhone(string name)
    {
        var old = _expect!;
        switch (name)
        {
            case "profile":
                var profile = Word([.. DeviceProfile.All.Select(each => each.Name)]);
                _expect = old with { Profile = DeviceProfile.All.First(each => each.Name == profile) };
                return Known.Yes;
            case "scheme":
                _expect = old with { Scheme = SchemeWord() };
                return Known.Yes;
            case "credential":
                var isPin = Word("password", "pin") == "pin";
                _expect = old with { Credential = isPin ? CredentialKind.Pin : CredentialKind.Password };
                return Known.Yes;
            case "user":
                _expect = old with { User = UserName() };
                return Known.Yes;
            case "target":
                _expect = old with { Target = Host() };
                return Known.Yes;
            case "learnsRoots":
                _expect = old with { LearnsRoots = Flag() };
                return Known.Yes;
            case "remembers":
                _expect = old with { Remembers = Flag() };
                return Known.Yes;
            default:
                return Known.No;
        }
    }

    private static void Name(ref LabScenarioReader it)
    {
        var name = it.Text();
        it._expect = it._expect! with { Names = it._expect.Names.Add(name) };
    }

    /// <summary>The code of a finding that there is; <c>null</c> for none.</summary>
    private FindingCode? Code()
    {
        var text = Text();
        if (Fault is not null || text == NoFinding)
        {
            return null;
        }

        if (FindingCode.TryParse(text, out var code) && FindingCatalogue.TryFind(code, out _))
        {
            return code;
        }

        Fail($"There is no finding '{text}'; '{NoFinding}' says that there is nothing to be found.");
        return null;
    }

    private HostName Host()
    {
        var isName = HostName.TryParse(Text(), out var host);
        if (Fault is null && !isName)
        {
            Fail("is to be the name of a host");
        }

        return host;
    }

    private TransactionKind TransactionWord() =>
        Word("client-auth", "registration", "phone-bootstrap", "av-edge", "presence") switch
        {
            "client-auth" => TransactionKind.ClientAuth,
            "registration" => TransactionKind.Registration,
            "phone-bootstrap" => TransactionKind.PhoneBootstrap,
            "av-edge" => TransactionKind.AvEdgeConnectivity,
            _ => TransactionKind.Presence,
        };
}
