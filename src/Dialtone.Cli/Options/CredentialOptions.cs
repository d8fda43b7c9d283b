using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using Dialtone.Cli.Lab;
using Dialtone.Cli.Terminal;
using Dialtone.Core.SignIn;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Cli.Options;

/// <summary>
/// What proves the user: a password, a PIN with its number, or the ticket cache; and by which schemes. No secret is
/// ever an argument, which every process of the machine can read.
/// </summary>
internal sealed class CredentialOptions
{
    private static readonly ImmutableArray<(string Name, SipScheme Scheme)> SchemeNames =
    [
        ("tls-dsk", SipScheme.TlsDsk), ("kerberos", SipScheme.Kerberos), ("ntlm", SipScheme.Ntlm),
        ("digest", SipScheme.Digest),
    ];

    public Option<string?> UserName { get; } = new("--user-name")
    {
        Description = @"The login, where it is not the sign-in address: alice, CONTOSO\alice or alice@contoso.example. "
            + "Kerberos is used where it names a realm.",
        HelpName = "NAME",
    };

    public Option<FileInfo?> PasswordFile { get; } = FileOption.Create(
        "--password-file",
        "Take the password, or the PIN, from the first line of a file. Else: --password-stdin, "
        + $"{PasswordSource.PasswordVariable} or {PasswordSource.PinVariable}, or a prompt.");

    public Option<bool> PasswordStdin { get; } = new("--password-stdin")
    {
        Description = "Take the password, or the PIN, from the first line of standard input.",
    };

    public Option<bool> Pin { get; } = new("--pin")
    {
        Description = "Sign in with a PIN in place of a password, as at the keys of a phone; with --number.",
    };

    public Option<string?> Number { get; } = NumberOption.Create(
        "--number", "The phone number (+14255550100) or the extension that the PIN belongs to.");

    public Option<bool> TicketCache { get; } = new("--ticket-cache")
    {
        Description = "Sign in by Kerberos with the tickets of whoever runs this (kinit), without a password.",
    };

    public Option<ImmutableArray<SipScheme>?> Schemes { get; } = new("--auth")
    {
        Description = "Use only these schemes, separated by commas: "
            + $"{string.Join(", ", SchemeNames.Select(each => each.Name))}. By default all that the profile has.",
        HelpName = "SCHEMES",
        CustomParser = ParseSchemes,
    };

    public void AddTo(Command command)
    {
        command.Options.Add(UserName);
        command.Options.Add(PasswordFile);
        command.Options.Add(PasswordStdin);
        command.Options.Add(Pin);
        command.Options.Add(Number);
        command.Options.Add(TicketCache);
        command.Options.Add(Schemes);
    }

    /// <summary>Adds what a login of Windows needs, and no more.</summary>
    public void AddLoginTo(Command command)
    {
        command.Options.Add(UserName);
        command.Options.Add(PasswordFile);
        command.Options.Add(PasswordStdin);
        command.Options.Add(TicketCache);
    }

    /// <summary>Refuses what does not go together.</summary>
    /// <exception cref="UsageException">It does not.</exception>
    public void Check(ParseResult parsed, bool isInLab)
    {
        if (parsed.GetValue(UserName) is { Length: 0 })
        {
            throw new UsageException("--user-name takes a name; it is empty.");
        }

        if (parsed.GetValue(PasswordFile) is not null && parsed.GetValue(PasswordStdin))
        {
            throw new UsageException("--password-file and --password-stdin exclude each other: give one of them.");
        }

        var pin = parsed.GetValue(Pin);
        if (parsed.GetValue(Number) is not null && !pin)
        {
            throw new UsageException("--number goes with --pin: it is whose PIN it is.");
        }

        if (pin && parsed.GetValue(UserName) is not null)
        {
            throw new UsageException("--pin goes with --number, not with --user-name.");
        }

        if (pin && parsed.GetValue(Number) is null && !isInLab)
        {
            throw new UsageException("Whose PIN is it? Give the phone number or the extension with --number.");
        }

        if (parsed.GetValue(TicketCache)
            && (pin || parsed.GetValue(PasswordFile) is not null || parsed.GetValue(PasswordStdin)
                || parsed.GetValue(UserName) is not null))
        {
            throw new UsageException("--ticket-cache takes the place of a name, a password and a PIN.");
        }
    }

    /// <summary>The schemes that may be used; empty for all.</summary>
    public ImmutableArray<SipScheme> SchemesOf(ParseResult parsed) => parsed.GetValue(Schemes) ?? [];

    /// <summary>What --auth calls a scheme.</summary>
    public static string WordOf(SipScheme scheme) => SchemeNames.First(each => each.Scheme == scheme).Name;

    /// <summary>What proves the user. May wait for a person.</summary>
    /// <exception cref="UsageException">There is no password or PIN.</exception>
    public UserCredential Read(ParseResult parsed, AddressOfRecord account)
    {
        if (parsed.GetValue(TicketCache))
        {
            return UserCredential.FromTicketCache();
        }

        var (file, stdin) = (parsed.GetValue(PasswordFile), parsed.GetValue(PasswordStdin));
        return parsed.GetValue(Pin) && parsed.GetValue(Number) is { } number
            ? UserCredential.FromPin(number, PasswordSource.ReadPin(number, file, stdin))
            : UserCredential.FromPassword(
                parsed.GetValue(UserName) ?? "", PasswordSource.Read(account.Uri, file, stdin));
    }

    /// <summary>The same, and of a user of the lab, where there is one, password and PIN are known.</summary>
    /// <exception cref="UsageException">The lab has no such user, and nothing was given.</exception>
    public UserCredential Read(ParseResult parsed, AddressOfRecord account, EmbeddedLab? lab)
    {
        if (lab is null
            || parsed.GetValue(TicketCache) || parsed.GetValue(PasswordFile) is not null
            || parsed.GetValue(PasswordStdin))
        {
            return Read(parsed, account);
        }

        if (!lab.TryGetAccount(account, out var known))
        {
            throw new UsageException(
                $"The lab has no user {account.Uri}. It has {string.Join(", ", lab.Accounts)}. "
                + "To try another one, give any password with --password-file or --password-stdin.");
        }

        if (!parsed.GetValue(Pin))
        {
            return UserCredential.FromPassword(parsed.GetValue(UserName) ?? "", known.Password);
        }

        return (parsed.GetValue(Number) ?? known.Extension ?? known.PhoneNumber, known.Pin) is ({ } number, { } pin)
            ? UserCredential.FromPin(number, pin)
            : throw new UsageException(
                $"{account.Uri} has no PIN in the lab. Give one with --password-file or --password-stdin.");
    }

    private static ImmutableArray<SipScheme>? ParseSchemes(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var schemes = ImmutableArray.CreateBuilder<SipScheme>();
        foreach (var part in text.Split(','))
        {
            var known = SchemeNames.FirstOrDefault(each => each.Name == part);
            if (known.Name is null)
            {
                result.AddError($"--auth takes {string.Join(", ", SchemeNames.Select(each => each.Name))}; "
                    + $"'{part}' is none of them.");
                return null;
            }

            schemes.Add(known.Scheme);
        }

        return schemes.ToImmutable();
    }
}
