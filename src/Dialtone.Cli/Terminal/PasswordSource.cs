using System.Text;
using Dialtone.Storage;

namespace Dialtone.Cli.Terminal;

/// <summary>
/// Where a password or a PIN comes from: a file, standard input, the environment, or a prompt. Never an argument, which
/// every process of the machine can read.
/// </summary>
internal static class PasswordSource
{
    /// <summary>The environment variable that is looked at for a password.</summary>
    public const string PasswordVariable = "DIALTONE_PASSWORD";

    /// <summary>The same for a PIN.</summary>
    public const string PinVariable = "DIALTONE_PIN";

    /// <summary>Reads the password. The caller keeps it out of everything that is written.</summary>
    /// <exception cref="UsageException">There is none, or it cannot be read.</exception>
    public static string Read(string account, FileInfo? file, bool fromStandardInput) =>
        Read("password", PasswordVariable, account, file, fromStandardInput);

    /// <summary>Reads the PIN of a number, as the other reads a password.</summary>
    /// <exception cref="UsageException">There is none, or it cannot be read.</exception>
    public static string ReadPin(string number, FileInfo? file, bool fromStandardInput) =>
        Read("PIN", PinVariable, number, file, fromStandardInput);

    /// <summary>The environment variable for the password of one of several users.</summary>
    /// <param name="name">What the user is here: <c>publisher</c>.</param>
    public static string VariableOf(string name) => $"DIALTONE_{name.ToUpperInvariant()}_PASSWORD";

    /// <summary>Reads the password of one of several users: of its variable, or at a prompt.</summary>
    /// <param name="name">What the user is here: <c>publisher</c>.</param>
    /// <param name="account">The user.</param>
    /// <exception cref="UsageException">There is none.</exception>
    public static string ReadOf(string name, string account)
    {
        if (Environment.GetEnvironmentVariable(VariableOf(name)) is { Length: > 0 } value)
        {
            return Checked(value, VariableOf(name));
        }

        return Console.IsInputRedirected
            ? throw new UsageException($"No password for {account}: use --{name}-password-file FILE, "
                + $"or the environment variable {VariableOf(name)}.")
            : Prompt("password", account);
    }

    /// <summary>Reads a password of the first line of a file.</summary>
    /// <exception cref="UsageException">There is none, or it cannot be read.</exception>
    public static string ReadFile(FileInfo file, string option = "--password-file")
    {
        try
        {
            using var reader = new StreamReader(file.FullName, Encoding.UTF8);
            return Checked(SecretLine.Read(reader), $"{option} {file}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{option} {file} cannot be read: {e.Message}");
        }
    }

    private static string Read(string what, string variable, string whose, FileInfo? file, bool fromStandardInput)
    {
        if (file is not null)
        {
            return ReadFile(file);
        }

        if (fromStandardInput)
        {
            return Checked(SecretLine.Read(Console.In), "--password-stdin");
        }

        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value)
        {
            return Checked(value, variable);
        }

        if (Console.IsInputRedirected)
        {
            throw new UsageException(
                $"No {what} for {whose}: use --password-file FILE, --password-stdin, "
                + $"or the environment variable {variable}.");
        }

        return Prompt(what, whose);
    }

    private static string Checked(string password, string source) => password.Length switch
    {
        0 => throw new UsageException($"{source}: the first line is empty, and a password was expected there."),
        > SecretLine.LengthMax => throw new UsageException(
            $"{source}: the first line has more than {SecretLine.LengthMax} characters, which is no password."),
        _ => password,
    };

    private static string Prompt(string what, string whose)
    {
        Console.Error.Write($"{char.ToUpperInvariant(what[0])}{what[1..]} for {whose}: ");
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is var key && key.Key != ConsoleKey.Enter)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(typed.Length - 1, 0);
            }
            else if (!char.IsControl(key.KeyChar) && typed.Length < SecretLine.LengthMax)
            {
                _ = typed.Append(key.KeyChar);
            }
        }

        Console.Error.WriteLine();
        return Checked(typed.ToString(), "the prompt");
    }
}
