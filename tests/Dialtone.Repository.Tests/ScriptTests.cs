namespace Dialtone.Repository.Tests;

public class ScriptTests
{
    [Theory]
    [InlineData("dialtone")]
    [InlineData("test")]
    [InlineData(".ci/run")]
    public void The_scripts_that_people_and_machines_call_are_there(string path) =>
        Repository.Read(path).ShouldStartWith("#!/usr/bin/env bash\n");

    [Fact]
    public void A_file_can_be_run_exactly_when_it_names_its_interpreter()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps no run bit");
        Repository.ShouldHaveNone(
            Repository.Files.Where(file => CanBeRun(file) != NamesItsInterpreter(file)),
            "The run bit and the #! line belong together:");
    }

    private static bool CanBeRun(string file) =>
        !OperatingSystem.IsWindows() && File.GetUnixFileMode(Repository.Full(file)).HasFlag(UnixFileMode.UserExecute);

    private static bool NamesItsInterpreter(string file)
    {
        using var stream = File.OpenRead(Repository.Full(file));
        return stream.ReadByte() == '#' && stream.ReadByte() == '!';
    }
}
