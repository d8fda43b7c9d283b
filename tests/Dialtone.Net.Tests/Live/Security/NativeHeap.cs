using System.Runtime.InteropServices;

namespace Dialtone.Net.Tests.Live.Security;

/// <summary>What the process has taken of the C library's memory, which OpenSSL's objects live in.</summary>
internal static class NativeHeap
{
    /// <summary>Whether it can be asked: glibc's since 2.33.</summary>
    public static bool CanTell { get; } = OperatingSystem.IsLinux()
        && NativeLibrary.TryLoad("libc.so.6", out var libc)
        && NativeLibrary.TryGetExport(libc, "mallinfo2", out _);

    /// <summary>Bytes in use, on every heap of the library.</summary>
    public static long UsedBytes
    {
        get
        {
            var info = MallInfo2();
            return (long)(info.MappedBytes + info.UsedBytes);
        }
    }

    [DllImport("libc.so.6", EntryPoint = "mallinfo2")]
    private static extern Information MallInfo2();

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Information
    {
        public readonly nuint ArenaBytes;
        public readonly nuint FreeChunks;
        public readonly nuint FastChunks;
        public readonly nuint MappedRegions;
        public readonly nuint MappedBytes;
        public readonly nuint Unused;
        public readonly nuint FastBytes;
        public readonly nuint UsedBytes;
        public readonly nuint FreeBytes;
        public readonly nuint ReleasableBytes;
    }
}
