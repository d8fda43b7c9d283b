using Dialtone.Net.Tests.Live;
using Dialtone.Watcher.Configuration;

namespace Dialtone.Watcher.Tests.Configuration;

public sealed class ConfigurationFileTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("dialtone-watch-").FullName;
    private readonly ManualTimeProvider _time = new();

    private string FilePath => Path.Combine(_directory, "watch.json");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private void Write(string json) => File.WriteAllText(FilePath, json);

    private ConfigurationFile Open()
    {
        ConfigurationFile.TryOpen(FilePath, _time, out var file, out var fault).ShouldBeTrue($"{fault}");
        return file!;
    }

    // Once to see it, once to see that it is the same.
    private void Settle()
    {
        _time.Advance(ConfigurationFile.PollInterval);
        _time.Advance(ConfigurationFile.PollInterval);
    }

    [Fact]
    public void What_is_written_anew_is_in_force_once_it_was_the_same_twice()
    {
        Write("""{ "concurrency": 1 }""");
        using var file = Open();
        var heard = 0;
        using var listening = file.Listen(() => heard++);
        Settle();
        heard.ShouldBe(0);
        Write("""{ "concurrency": 2 }""");
        _time.Advance(ConfigurationFile.PollInterval);
        file.Current.Concurrency.ShouldBe(1);
        _time.Advance(ConfigurationFile.PollInterval);
        (file.Current.Concurrency, heard, file.LastFault).ShouldBe((2, 1, null));
        file.LoadedAt.ShouldBe(_time.GetUtcNow());
    }

    [Fact]
    public void A_file_that_is_being_written_is_not_read_in_parts()
    {
        Write("""{ "concurrency": 1 }""");
        using var file = Open();
        var heard = 0;
        using var listening = file.Listen(() => heard++);
        Write("{");
        _time.Advance(ConfigurationFile.PollInterval);
        Write("""{ "concurrency": """);
        _time.Advance(ConfigurationFile.PollInterval);
        Write("""{ "concurrency": 3 }""");
        Settle();
        (file.Current.Concurrency, heard, file.LastFault).ShouldBe((3, 1, null));
    }

    [Fact]
    public void What_is_wrong_is_refused_whole_and_the_old_stays_in_force_until_it_is_right()
    {
        Write("""{ "concurrency": 1 }""");
        using var file = Open();
        var heard = 0;
        using var listening = file.Listen(() => heard++);
        Write("""{ "concurrency": 2, "checks": [ { } ] }""");
        Settle();
        (file.Current.Concurrency, file.LastFault!.Path, heard).ShouldBe((1, "checks[0]", 1));
        Settle();
        heard.ShouldBe(1);
        Write("""{ "concurrency": 1 }""");
        Settle();
        (file.Current.Concurrency, file.LastFault, heard).ShouldBe((1, null, 2));
    }

    [Fact]
    public void A_file_that_is_gone_changes_nothing_but_is_said()
    {
        Write("""{ "concurrency": 1 }""");
        using var file = Open();
        File.Delete(FilePath);
        Settle();
        file.Current.Concurrency.ShouldBe(1);
        file.LastFault!.What.ShouldBe($"The file {FilePath} is not there.");
        // As an editor does it: another file takes the name.
        File.WriteAllText(FilePath + ".new", """{ "concurrency": 4 }""");
        File.Move(FilePath + ".new", FilePath);
        Settle();
        (file.Current.Concurrency, file.LastFault).ShouldBe((4, null));
    }

    [Fact]
    public void A_link_that_is_bent_to_another_directory_is_a_change()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links take rights on Windows.");
        foreach (var number in (int[])[1, 2])
        {
            var version = Directory.CreateDirectory(Path.Combine(_directory, $"v{number}")).FullName;
            File.WriteAllText(Path.Combine(version, "watch.json"), $$"""{ "concurrency": {{number}} }""");
        }

        var data = Path.Combine(_directory, "data");
        _ = File.CreateSymbolicLink(data, "v1");
        _ = File.CreateSymbolicLink(FilePath, Path.Combine("data", "watch.json"));
        using var file = Open();
        file.Current.Concurrency.ShouldBe(1);
        File.Delete(data);
        _ = File.CreateSymbolicLink(data, "v2");
        Settle();
        file.Current.Concurrency.ShouldBe(2);
    }

    [Fact]
    public void What_counts_only_after_a_restart_is_named()
    {
        Write("""{ "listen": "http://127.0.0.1:1", "concurrency": 1 }""");
        using var file = Open();
        file.AwaitingRestart.ShouldBeEmpty();
        Write("""{ "listen": "http://127.0.0.1:2", "concurrency": 2, "history": { "lease": "10s" } }""");
        Settle();
        file.AwaitingRestart.ShouldBe(["listen", "history.lease"]);
        Write("""{ "listen": "http://127.0.0.1:1", "concurrency": 2 }""");
        Settle();
        file.AwaitingRestart.ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_begins_with_a_file_that_is_wrong_or_not_there()
    {
        ConfigurationFile.TryOpen(FilePath, _time, out var file, out var fault).ShouldBeFalse();
        (file, fault!.Path).ShouldBe((null, ""));
        Write("""{ "concurrency": 0 }""");
        ConfigurationFile.TryOpen(FilePath, _time, out _, out fault).ShouldBeFalse();
        fault!.Path.ShouldBe("concurrency");
    }

    [Fact]
    public void Once_disposed_of_it_looks_no_more()
    {
        Write("""{ "concurrency": 1 }""");
        var file = Open();
        file.Dispose();
        Write("""{ "concurrency": 2 }""");
        Settle();
        file.Current.Concurrency.ShouldBe(1);
    }
}
