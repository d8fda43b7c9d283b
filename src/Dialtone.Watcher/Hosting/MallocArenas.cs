using System.Runtime.InteropServices;

namespace Dialtone.Watcher.Hosting;

/// <summary>
/// The arenas of the C library's memory (mallopt(3)), from which OpenSSL and SQLite take theirs. The GNU library makes
/// up to eight for each processor and gives little of one back: in an hour in which 7 MB were in use, what was held
/// went from 12 to 30 MB.
/// </summary>
public static partial class MallocArenas
{
    /// <summary>How many there may be: threads would wait for each other at a single one.</summary>
    public const int Max = 2;

    // M_ARENA_MAX of malloc.h.
    private const int ArenaMax = -8;

    /// <summary>Sets the limit for this process, before it has many threads; does nothing where there is none to
    /// set.</summary>
    /// <returns>Whether it was set.</returns>
    public static bool Limit()
    {
        try
        {
            return OperatingSystem.IsLinux() && SetOption(ArenaMax, Max) == 1;
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library than GNU's.
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetOption(int option, int value);
}
