namespace Dialtone.Storage;

/// <summary>Where this user's programs keep what they learn.</summary>
public static class StateDirectory
{
    private const string Name = "dialtone";

    /// <summary>
    /// <c>$XDG_STATE_HOME/dialtone</c> or <c>~/.local/state/dialtone</c> (XDG Base Directory Specification);
    /// <c>~/Library/Application Support/dialtone</c> on macOS; <c>%LOCALAPPDATA%\dialtone</c> on Windows.
    /// </summary>
    public static string Default()
    {
        if (OperatingSystem.IsWindows())
        {
            return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), Name);
        }

        var home = Environment.GetFolderPath(
            Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        if (OperatingSystem.IsMacOS())
        {
            return Path.Combine(home, "Library", "Application Support", Name);
        }

        // A relative path is to be taken as not set, says the specification.
        var state = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
        return state is not null && Path.IsPathRooted(state)
            ? Path.Combine(state, Name)
            : Path.Combine(home, ".local", "state", Name);
    }
}
