using Dialtone.Watcher.Configuration;

namespace Dialtone.Watcher.Tests.Configuration;

public sealed class SecretSourceTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("dialtone-watch-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private SecretSource Written(string text)
    {
        var file = Path.Combine(_directory, "secret");
        File.WriteAllText(file, text);
        return new(file, null);
    }

    private static string Why(SecretSource source)
    {
        source.TryRead(out var secret, out var why).ShouldBeFalse();
        secret.ShouldBeNull();
        return why!;
    }

    [Theory]
    [InlineData("Dial-Tone-1", "Dial-Tone-1")]
    [InlineData("Dial-Tone-1\nanother line\n", "Dial-Tone-1")]
    [InlineData("Dial-Tone-1\r\n", "Dial-Tone-1")]
    [InlineData("\uFEFFpässword ", "pässword ")]
    public void It_is_the_first_line_of_a_file(string text, string expected)
    {
        var source = Written(text);
        source.TryRead(out var secret, out var why).ShouldBeTrue(why);
        secret.ShouldBe(expected);
        $"{source}".ShouldNotContain(expected);
    }

    [Fact]
    public void Why_there_is_none_names_the_file_or_the_variable()
    {
        Why(Written("\nsecond")).ShouldContain("secret is empty");
        Why(Written(new string('x', 1025))).ShouldContain("more than 1024 characters");
        Why(new(Path.Combine(_directory, "none"), null)).ShouldEndWith("none is not there.");
        Why(new(_directory, null)).ShouldContain("cannot be read");
        Why(new(null, "DIALTONE_NO_SUCH_SECRET"))
            .ShouldBe("The environment variable DIALTONE_NO_SUCH_SECRET is not set.");
        Why(new(null, null) { Credential = "alice" }).ShouldContain("CREDENTIALS_DIRECTORY is not set");
    }

    [Fact]
    public void As_long_as_a_secret_may_be_it_is_read()
    {
        Written(new string('x', 1024)).TryRead(out var secret, out _).ShouldBeTrue();
        secret!.Length.ShouldBe(1024);
    }
}
