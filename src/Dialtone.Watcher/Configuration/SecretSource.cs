using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Dialtone.Watcher.Configuration;

/// <summary>Where a secret is: never in the configuration itself. Read anew whenever it is used.</summary>
/// <param name="File">The file whose first line it is; <c>null</c> for none.</param>
/// <param name="Environment">The variable of the environment whose value it is; <c>null</c> for none.</param>
public sealed record SecretSource(string? File, string? Environment)
{
    /// <summary>More characters than this are not a secret but a mistaken file.</summary>
    public const int LengthMax = 1024;

    /// <summary>Reads it. The caller keeps it out of everything that is written.</summary>
    /// <param name="secret">The secret; never empty.</param>
    /// <param name="why">Why there is none, in a sentence that names the file or the variable.</param>
    public bool TryRead([NotNullWhen(true)] out string? secret, [NotNullWhen(false)] out string? why)
    {
        (secret, why) = (null, null);
        try
        {
            var text = File is null ? System.Environment.GetEnvironmentVariable(Environment!) : FirstLineOf(File);
            why = text switch
            {
                null => $"{Place} is not set.",
                "" => $"{Place} is empty{(File is null ? "" : " in its first line")}, and a secret was expected there.",
                { Length: > LengthMax } => $"{Place} has more than {LengthMax} characters, which is no secret.",
                _ => null,
            };
            secret = why is null ? text : null;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            why = $"{Place} is not there.";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            why = $"{Place} cannot be read: {error.Message}";
        }

        return secret is not null;
    }

    private string Place => File is null ? $"The environment variable {Environment}" : $"The file {File}";

    // A file without an end and without a line's end is read no further than a secret can be long.
    private static string FirstLineOf(string file)
    {
        using var reader = new StreamReader(file, Encoding.UTF8);
        var line = new StringBuilder();
        while (line.Length <= LengthMax && reader.Read() is var next and >= 0 && next != '\n')
        {
            _ = line.Append((char)next);
        }

        return line.ToString().TrimEnd('\r');
    }
}
