using System.Net;
using System.Net.Sockets;
using Dialtone.Interop.Tests.Bench;
using Dialtone.Interop.Tests.Servers;

namespace Dialtone.Interop.Tests.Security;

/// <summary>A realm on this machine, which the libraries of this process find as theirs.</summary>
public sealed class KdcFixture : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("dialtone-kerberos-").FullName;
    private Kdc? _kdc;

    /// <summary>The credential cache of this process.</summary>
    internal string Cache => $"FILE:{_directory}/cache";

    internal Kdc Kdc => _kdc!;

    public async ValueTask DisposeAsync()
    {
        await (_kdc?.DisposeAsync() ?? ValueTask.CompletedTask);
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>Makes the realm, the first time, and has this process use it; or skips the test.</summary>
    internal async ValueTask UseAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The test finds GSSAPI and its settings as Linux has them.");
        Requirements.SkipUnlessInstalled(Kdc.Programs);
        _kdc ??= await StartAsync("realm");
        SecurityHost.SetVariable("KRB5_CONFIG", _kdc.ClientConfiguration);
        SecurityHost.SetVariable("KRB5_KTNAME", _kdc.Keytab);
        SecurityHost.SetVariable("KRB5CCNAME", Cache);
    }

    /// <summary>One more server of the same realm.</summary>
    internal Task<Kdc> StartAsync(string name, params IReadOnlyList<string> before) =>
        Kdc.StartAsync($"{_directory}/{name}", FreeAddress(), host: null, before: before);

    private static string FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener.LocalEndpoint.ToString()!;
    }
}
