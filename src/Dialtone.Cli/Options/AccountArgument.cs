using System.CommandLine;
using Dialtone.Core.SignIn;

namespace Dialtone.Cli.Options;

/// <summary>The user's sign-in address on the command line.</summary>
internal static class AccountArgument
{
    public static Argument<AddressOfRecord?> Create(ArgumentArity arity, string description) => new("sip-address")
    {
        Description = description,
        Arity = arity,
        CustomParser = result =>
        {
            if (result.Tokens.Count == 0)
            {
                return null;
            }

            var text = result.Tokens[0].Value;
            if (!AddressOfRecord.TryParse(text, out var address))
            {
                result.AddError($"'{text}' is not a sign-in address such as sip:alice@contoso.example.");
            }

            return address;
        },
    };
}
