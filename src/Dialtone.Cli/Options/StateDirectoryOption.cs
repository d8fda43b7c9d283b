using System.CommandLine;

namespace Dialtone.Cli.Options;

/// <summary>Where memory is kept: an option of several commands.</summary>
internal static class StateDirectoryOption
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public static Option<DirectoryInfo?> Create(string description) => new("--state-dir")
    {
        Description = description,
        HelpName = "DIR",
        CustomParser = result =>
        {
            var path = result.Tokens[0].Value;
            if (path.Length == 0 || File.Exists(path))
            {
                result.AddError($"--state-dir takes a directory; '{path}' is not one.");
                return null;
            }

            return new DirectoryInfo(path);
        },
    };

    /// <summary>Makes the directory where it does not exist, and tries whether a file can be made in it.</summary>
    /// <exception cref="UsageException">It cannot be used.</exception>
    public static void MakeReady(DirectoryInfo directory)
    {
        try
        {
            _ = OperatingSystem.IsWindows()
                ? Directory.CreateDirectory(directory.FullName)
                : Directory.CreateDirectory(directory.FullName, OwnerOnly);
            var probe = Path.Combine(directory.FullName, Path.GetRandomFileName());
            File.Create(probe, bufferSize: 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--state-dir takes a directory that can be written to: {error.Message}");
        }
    }
}
