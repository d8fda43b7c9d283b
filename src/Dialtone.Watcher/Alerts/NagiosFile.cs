using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Dialtone.Watcher.Alerts;

/// <summary>
/// The external command file of Nagios: a named pipe, which may have no reader, or a file that grows. It is never made
/// here: Nagios makes its pipe, and will not start where a file has its name.
/// </summary>
internal static partial class NagiosFile
{
    // open(2), and errno(3): the same numbers wherever .NET runs, but for the two flags.
    private const int WriteOnly = 1;
    private const int NoSuchFile = 2;
    private const int NobodyReads = 6;
    private const int NotPermitted = 13;

    /// <summary>Adds a line, whole or not at all, and never waits for a reader.</summary>
    public static bool TryAdd(string file, ReadOnlySpan<byte> line, [NotNullWhen(false)] out string? why)
    {
        try
        {
            if (!TryOpen(file, out var handle, out why))
            {
                return false;
            }

            using var stream = new FileStream(handle, FileAccess.Write, bufferSize: 0);
            if (stream.CanSeek)
            {
                stream.Seek(0, SeekOrigin.End);
            }

            stream.Write(line);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            why = failure.Message;
            return false;
        }
    }

    private static bool TryOpen(
        string file, [NotNullWhen(true)] out SafeFileHandle? handle, [NotNullWhen(false)] out string? why)
    {
        why = null;
        if (OperatingSystem.IsWindows())
        {
            handle = File.OpenHandle(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            return true;
        }

        // .NET has no way to ask for O_NONBLOCK, without which opening a pipe waits for its reader.
        var (noWait, closeOnExec) = OperatingSystem.IsLinux() ? (0x800, 0x80000) : (0x4, 0x1000000);
        var descriptor = Open(file, WriteOnly | noWait | closeOnExec);
        handle = descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);
        why = descriptor >= 0 ? null : Marshal.GetLastPInvokeError() switch
        {
            NoSuchFile => "it is not there",
            NobodyReads => "nobody reads the pipe",
            NotPermitted => "this user may not write to it",
            var error => Marshal.GetPInvokeErrorMessage(error),
        };
        return handle is not null;
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);
}
