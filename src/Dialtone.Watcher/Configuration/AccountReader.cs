using Dialtone.Core.SignIn;

namespace Dialtone.Watcher.Configuration;

/// <summary>Reads an account, and refuses one that could not prove anything.</summary>
internal static class AccountReader
{
    private const int LoginLengthMax = 256;

    public static WatchAccount Read(string name, ConfigurationPlace place, string baseDirectory)
    {
        var fields = place.Fields(ConfigurationKeys.Account);
        var account = new WatchAccount(name)
        {
            Address = fields["address"].Reference<AddressOfRecord>(
                ProbeWords.TryUser, "a sign-in address such as sip:alice@contoso.example"),
            Login = fields["login"].Text(LoginLengthMax) ?? "",
            Number = fields["number"].Reference<string>(
                ProbeWords.TryNumber, "the digits of a phone number, in quotes, with or without a plus sign"),
            Password = fields["password"].Secret("password", baseDirectory),
            Pin = fields["pin"].Secret("PIN", baseDirectory),
            UsesTicketCache = fields["ticketCache"].Flag() ?? false,
        };
        Check(fields, account);
        return account;
    }

    private static void Check(ConfigurationFields fields, WatchAccount account)
    {
        if (account is { Address: null, Number: null })
        {
            fields.Place.Refuse("needs address, or number and pin.");
        }

        if (account.Pin is null != account.Number is null)
        {
            fields.Place.Refuse("needs number and pin, or neither: the one is whose the other is.");
        }

        if (account is { UsesTicketCache: true, Password: not null } or { UsesTicketCache: true, Login.Length: > 0 })
        {
            fields["ticketCache"].Refuse("takes the place of login and password.");
        }

        if (account is { Password: null, Pin: null, UsesTicketCache: false })
        {
            fields.Place.Refuse("needs password, or number and pin, or ticketCache: something that proves the user.");
        }
    }
}
