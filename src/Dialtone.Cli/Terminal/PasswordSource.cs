using System.Text;

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

    /// <summary>More than this is not a password but a mistaken file.</summary>
    public const int LengthMax = 1024;

    /// <summary>Reads the password. The caller keeps it out of everything that is written.</summary>
    /// <exception cref="UsageException">There is none, or it cannot be read.</exception>
    public static string Read(string account, FileInfo? file, bool fromStandardInput) =>
        Read("password", PasswordVariable, account, file, fromStandardInput);

    /// <summary>Reads the PIN of a number, as the other reads a password.</summary>
    /// <exception cref="UsageException">There is none, or it cannot be read.</exception>
    public static string ReadPin(string number, FileInfo? file, bool fromStandardInput) =>
        Read("PIN", PinVariable, number, file, fromStandardInput);

    private static string Read(string what, string variable, string whose, FileInfo? file, bool fromStandardInput)
    {
        if (file is not null)
        {
            return FromFile(file);
        }

        if (fromStandardInput)
        {
            return Checked(FirstLine(Console.In), "--password-stdin");
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

    private static string FromFile(FileInfo file)
    {
        try
        {
            using var reader = new StreamReader(file.FullName, Encoding.UTF8);
            return Checked(FirstLine(reader), $"--password-file {file}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--password-file {file} cannot be read: {e.Message}");
        }
    }

    // A source without an end and without a line's end is read no further than a password can be long.
    private static string FirstLine(TextReader reader)
    {
        var line = new StringBuilder();
        while (line.Length <= LengthMax && reader.Read() is var next and >= 0 && next != '\n')
        {
            _ = line.Append((char)next);
        }

        return line.ToString().TrimEnd('\r');
    }

    private static string Checked(string password, string source) => password.Length switch
    {
        0 => throw new UsageException($"{source}: the first line is empty, and a password was expected there."),
        > LengthMax => throw new UsageException(
            $"{source}: the first line has more than {LengthMax} characters, which is no password."),
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
            else if (!char.IsControl(key.KeyChar) && typed.Length < LengthMax)
            {
                _ = typed.Append(key.KeyChar);
            }
        }

        Console.Error.WriteLine();
        return Checked(typed.ToString(), "the prompt");
    }
}
