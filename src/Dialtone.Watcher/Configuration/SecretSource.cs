using System.Diagnostics.CodeAnalysis;
using System.Text;
using Dialtone.Storage;

namespace Dialtone.Watcher.Configuration;

/// <summary>Where a secret is: never in the configuration itself. Read anew whenever it is used.</summary>
/// <param name="File">The file whose first line it is; <c>null</c> for none.</param>
/// <param name="Environment">The variable of the environment whose value it is; <c>null</c> for none.</param>
public sealed record SecretSource(string? File, string? Environment)
{
    private const string CredentialsDirectory = "CREDENTIALS_DIRECTORY";

    /// <summary>
    /// The credential of systemd whose first line it is (<c>LoadCredential=</c>, systemd.exec(5)); <c>null</c> for
    /// none.
    /// </summary>
    public string? Credential { get; init; }

    /// <summary>Reads it. The caller keeps it out of everything that is written.</summary>
    /// <param name="secret">The secret; never empty.</param>
    /// <param name="why">Why there is none, in a sentence that names the file or the variable.</param>
    public bool TryRead([NotNullWhen(true)] out string? secret, [NotNullWhen(false)] out string? why)
    {
        (secret, why) = (null, null);
        try
        {
            var text = Environment is { } name ? VariableOf(name) : FirstLineOf(Path);
            why = text switch
            {
                null => $"{Place} is not set.",
                "" => $"{Place} is empty, and a secret was expected there.",
                { Length: > SecretLine.LengthMax } =>
                    $"{Place} has more than {SecretLine.LengthMax} characters, which is no secret.",
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

    private string Place => Environment is not null ? $"The environment variable {Environment}"
        : Path is { } path ? $"The file {path}"
        : $"The credential {Credential}: the environment variable {CredentialsDirectory}";

    private string? Path => File ?? (VariableOf(CredentialsDirectory) is { } directory && Credential is not null
        ? System.IO.Path.Combine(directory, Credential) : null);

    private static string? VariableOf(string name) => System.Environment.GetEnvironmentVariable(name);

    private static string? FirstLineOf(string? path)
    {
        if (path is null)
        {
            return null;
        }

        using var reader = new StreamReader(path, Encoding.UTF8);
        return SecretLine.Read(reader);
    }
}
