using Dialtone.Interop.Tests.Bench;
using Dialtone.Interop.Tests.Phone;

namespace Dialtone.Interop.Tests.Pages;

/// <summary>The page that <c>dialtone test client-auth --lab</c> writes where the lab is broken; made once.</summary>
public sealed class TransactionPage : IDisposable
{
    private const string Fault = "pools-refused";

    private readonly string directory = Directory.CreateTempSubdirectory("dialtone-page-").FullName;
    private string? file;

    /// <summary>The file.</summary>
    public async Task<string> FileAsync()
    {
        if (file is null)
        {
            var path = Path.Combine(directory, "page.html");
            var (_, output, error) = await Tool.TryRunAsync(
                "dotnet", [PhoneCommand.Program, "test", "client-auth", "--lab", "--fault", Fault, "--html", path]);
            File.Exists(path).ShouldBeTrue(output + error);
            file = path;
        }

        return file;
    }

    public void Dispose() => Directory.Delete(directory, recursive: true);
}
