using System.CommandLine;
using Dialtone.Cli.Lab;
using Dialtone.Cli.Options;
using Dialtone.Cli.Terminal;
using Dialtone.Core.SignIn;

namespace Dialtone.Cli.Test;

/// <summary>One of the two users of a transaction: who it is, and where the password comes from.</summary>
internal sealed class PartyOptions
{
    private readonly string _name;
    private readonly bool _isFirst;
    private readonly Option<AddressOfRecord?> _account;
    private readonly Option<string?> _userName;
    private readonly Option<FileInfo?> _passwordFile;

    public PartyOptions(string name, string what, bool isFirst)
    {
        (_name, _isFirst) = (name, isFirst);
        _account = UserOption.Create(
            $"--{name}", $"{what}: sip:alice@contoso.example. With --lab one of the lab's users may be left out.");
        _userName = new($"--{name}-user-name")
        {
            Description = $"The login of the {name}, where it is not the sign-in address.",
            HelpName = "NAME",
        };
        _passwordFile = FileOption.Create(
            $"--{name}-password-file",
            $"Take the password of the {name} from the first line of a file. Else: {Variable}, or a prompt.");
    }

    private string Variable => PasswordSource.VariableOf(_name);

    public void AddTo(Command command)
    {
        command.Options.Add(_account);
        command.Options.Add(_userName);
        command.Options.Add(_passwordFile);
    }

    /// <summary>Refuses a user who is not named.</summary>
    /// <exception cref="UsageException">It is so.</exception>
    public void Check(ParseResult parsed, bool isInLab)
    {
        if (!isInLab && parsed.GetValue(_account) is null)
        {
            throw new UsageException(
                $"Who is the {_name}? Give a sign-in address such as --{_name} sip:alice@contoso.example, or --lab.");
        }
    }

    public AddressOfRecord AccountOf(ParseResult parsed, EmbeddedLab? lab) => parsed.GetValue(_account)
        ?? (_isFirst ? lab?.DefaultAccount : lab?.OtherAccount)
        ?? throw new UsageException($"The lab has no other user: give --{_name}.");

    /// <summary>What proves the user. May wait for a person.</summary>
    /// <exception cref="UsageException">There is no password.</exception>
    public UserCredential CredentialOf(ParseResult parsed, EmbeddedLab? lab)
    {
        var account = AccountOf(parsed, lab);
        var login = parsed.GetValue(_userName) ?? "";
        if (parsed.GetValue(_passwordFile) is { } file)
        {
            return UserCredential.FromPassword(login, PasswordSource.ReadFile(file, $"--{_name}-password-file"));
        }

        if (lab is null)
        {
            return UserCredential.FromPassword(login, PasswordSource.ReadOf(_name, account.Uri));
        }

        return lab.TryGetAccount(account, out var known)
            ? UserCredential.FromPassword(login, known.Password)
            : throw new UsageException(
                $"The lab has no user {account.Uri}. It has {string.Join(", ", lab.Accounts)}.");
    }
}
