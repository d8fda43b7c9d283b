using System.Reflection;

namespace Dialtone.Repository.Tests;

public class PublicApiTests
{
    public static TheoryData<string> Libraries => [.. Repository.Libraries];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void What_a_library_offers_is_written_down(string library) =>
        Accepted.ShouldMatch($"src/{library}/PublicAPI.txt", PublicApiText.Of(Assembly.Load(library)));
}
