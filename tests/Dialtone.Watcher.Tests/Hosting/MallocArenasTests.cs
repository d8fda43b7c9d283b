using System.Runtime.InteropServices;
using Dialtone.Watcher.Hosting;

namespace Dialtone.Watcher.Tests.Hosting;

public class MallocArenasTests
{
    [Fact]
    public void The_limit_is_taken_where_there_is_one()
    {
        var isGnu = OperatingSystem.IsLinux()
            && !RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal);
        MallocArenas.Limit().ShouldBe(isGnu);
    }
}
