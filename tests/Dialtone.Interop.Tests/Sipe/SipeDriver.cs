using Dialtone.Interop.Tests.Bench;

namespace Dialtone.Interop.Tests.Sipe;

/// <summary>
/// SIPE, a Lync client of other people, without a screen: <c>sipe-signin.c</c> beside this file drives it through
/// libpurple. Compiled by the first test that asks for it, once, into a directory that goes with the fixture.
/// </summary>
public sealed class SipeDriver : IDisposable
{
    private const string Plugin = "/usr/lib/purple-2/libsipe.so";
    private static readonly string[] Libraries = ["purple", "glib-2.0", "libxml-2.0"];

    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("dialtone-sipe-");
    private readonly SemaphoreSlim gate = new(1);
    private string? program;

    /// <summary>
    /// The path of the driver. Skips the running test, with the reason, on a machine that has not what it takes.
    /// </summary>
    internal async Task<string> RequireAsync()
    {
        Requirements.SkipUnlessInstalled("gcc", "pkg-config");
        Assert.SkipUnless(
            File.Exists(Plugin), "Not installed: SIPE, of the package pidgin-sipe (.ci/install-packages installs it).");
        var (exitCode, flags, error) = await Tool.TryRunAsync("pkg-config", ["--cflags", "--libs", .. Libraries]);
        Assert.SkipUnless(
            exitCode == 0, $"Not installed: libpurple-dev or libxml2-dev (.ci/install-packages does): {error.Trim()}");

        await gate.WaitAsync();
        try
        {
            return program ??= await CompileAsync(flags);
        }
        finally
        {
            _ = gate.Release();
        }
    }

    /// <summary>A new empty directory, which goes with the fixture.</summary>
    internal string NewDirectory() => directory.CreateSubdirectory(Path.GetRandomFileName()).FullName;

    public void Dispose()
    {
        gate.Dispose();
        directory.Delete(recursive: true);
    }

    // -rdynamic: what the driver has of its own must be found before that of the libraries (see its work-arounds).
    private async Task<string> CompileAsync(string flags)
    {
        var path = Path.Combine(directory.FullName, "sipe-signin");
        await Tool.RunAsync(
            "gcc",
            [
                "-O1", "-Wno-deprecated-declarations", "-rdynamic", "-o", path,
                Path.Combine(AppContext.BaseDirectory, "Sipe", "sipe-signin.c"),
                .. flags.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries), "-ldl",
            ]);
        return path;
    }
}
