using System.CommandLine;
using Dialtone.Core.SignIn;

namespace Dialtone.Cli.Options;

/// <summary>A user's sign-in address as an option of the command line.</summary>
internal static class UserOption
{
    public static Option<AddressOfRecord?> Create(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "SIP-ADDRESS",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (!AddressOfRecord.TryParse(text, out var address))
            {
                result.AddError($"{name} takes a sign-in address such as sip:alice@contoso.example; '{text}' is none.");
            }

            return address;
        },
    };
}
