using System.Security.Cryptography.X509Certificates;

namespace Dialtone.Live;

/// <summary>
/// The roots that the machine trusts. On Linux they are some hundreds of files, which .NET reads when the first chain
/// of the process is built: inside the first handshake, between the client's last message of it and its first request.
/// </summary>
internal static class SystemRoots
{
    private static int _begun;

    /// <summary>
    /// Begins to read them, once in a process, while there are other things to wait for. Never waits, never fails: a
    /// handshake that comes earlier, or after a failure, reads them itself.
    /// </summary>
    public static void ReadAhead()
    {
        if (OperatingSystem.IsLinux() && Interlocked.Exchange(ref _begun, 1) == 0)
        {
            _ = Task.Run(Read);
        }
    }

    private static void Read()
    {
        using var store = new X509Store(StoreName.Root, StoreLocation.LocalMachine);
        store.Open(OpenFlags.ReadOnly);

        // Asking for them is what makes the platform read, and keep, its own copies; these are not needed.
        foreach (var certificate in store.Certificates)
        {
            certificate.Dispose();
        }
    }
}
