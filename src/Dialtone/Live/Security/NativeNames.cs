using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Dialtone.Live.Security;

/// <summary>
/// Libraries of the system that are called by name, and the file names that they have. Versioned names only: an
/// unversioned one may be a development link to anything.
/// </summary>
internal static class NativeNames
{
    public const string Ssl = "libssl";
    public const string Crypto = "libcrypto";
    public const string GssapiKrb5 = "libgssapi_krb5";

    private static readonly string[] SslFiles =
    [
        "libssl.so.3", "libssl.3.dylib", "libssl-3-x64.dll", "libssl-3-arm64.dll",
    ];

    private static readonly string[] CryptoFiles =
    [
        "libcrypto.so.3", "libcrypto.3.dylib", "libcrypto-3-x64.dll", "libcrypto-3-arm64.dll",
    ];

    private static readonly string[] GssapiKrb5Files =
    [
        "libgssapi_krb5.so.2", "libgssapi_krb5.2.2.dylib", "gssapi64.dll",
    ];

    private static int _begun;

    /// <summary>Has the names found from now on. Before the first call into any of them.</summary>
    public static void Use()
    {
        if (Interlocked.Exchange(ref _begun, 1) == 0)
        {
            NativeLibrary.SetDllImportResolver(
                typeof(NativeNames).Assembly, static (name, _, _) => TryLoad(name, out var library) ? library : 0);
        }
    }

    /// <summary>Loads a library; false where this machine has none.</summary>
    public static bool TryLoad(string name, [NotNullWhen(true)] out nint library)
    {
        string[] files = name switch
        {
            Ssl => SslFiles,
            Crypto => CryptoFiles,
            GssapiKrb5 => GssapiKrb5Files,
            _ => [],
        };
        foreach (var file in files)
        {
            if (NativeLibrary.TryLoad(
                    file, typeof(NativeNames).Assembly, DllImportSearchPath.SafeDirectories, out library))
            {
                return true;
            }
        }

        library = 0;
        return false;
    }
}
