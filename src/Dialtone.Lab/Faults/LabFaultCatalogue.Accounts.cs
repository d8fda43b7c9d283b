using Dialtone.Lab.Nodes;
using Dialtone.Lab.Scenarios;

namespace Dialtone.Lab.Faults;

/// <content>Accounts and users that are set wrongly.</content>
internal static partial class LabFaultCatalogue
{
    private const string AnotherPassword = "Dial-Tone-Changed";

    private static IEnumerable<LabFault> Accounts()
    {
        yield return new("password-changed", "Every user has another password than the phone was told", (lab, on) =>
        {
            foreach (var account in lab.Deployment.Accounts)
            {
                foreach (var directory in (ReadOnlySpan<RegistrarDirectory>)[lab.Pool01Directory, lab.Pool02Directory])
                {
                    directory.Find(account.User)!.ChangePassword(on ? AnotherPassword : account.Password);
                }
            }
        });
        yield return Behave("address-of-another", "The account is right, and may not act as the sign-in address",
            (one, on) => one.DeniesAddresses = on);
        yield return Refused("user-not-enabled", "The user is not enabled for SIP: 404 with 4005",
            new(404, "Not Found", null,
                "4005;reason=\"Destination URI either not enabled for SIP or does not exist\""));
        yield return Refused("user-homeless", "The user is in no pool: 404 with 4006",
            new(404, "Not Found", null, "4006;reason=\"User not found in pool\""));
        yield return Refused("user-elsewhere", "No pool of this deployment knows the user: 404 with 4007",
            new(404, "Not Found", null, "4007;reason=\"Resource unknown in this deployment\""));
        yield return Refused("line-uri-duplicate", "Several users have the phone number: 403 with 4002",
            new(403, "Forbidden", null, "4002;reason=\"Multiple users associated with the source phone number\""));
    }
}
