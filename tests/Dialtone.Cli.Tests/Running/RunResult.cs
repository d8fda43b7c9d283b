using System.Text.Json;

namespace Dialtone.Cli.Tests.Running;

/// <summary>What a run of the program said, and how it ended.</summary>
public sealed record RunResult(int ExitCode, string Output, string Error)
{
    /// <summary>The lines of standard output, without the last, empty one.</summary>
    public string[] Lines => Output.TrimEnd('\n').Split('\n');

    /// <summary>Standard output as the one JSON document that it must be.</summary>
    public JsonElement Json
    {
        get
        {
            try
            {
                using var document = JsonDocument.Parse(Output);
                return document.RootElement.Clone();
            }
            catch (JsonException notJson)
            {
                throw new ShouldAssertException($"Standard output is not one JSON document:\n{this}", notJson);
            }
        }
    }

    /// <summary>Whether nothing but signs for people is in it: no control sequence of a terminal.</summary>
    public void ShouldHaveNoEscapeCodes() => (Output + Error).ShouldNotContain('\u001b');

    /// <summary>Refused as a mistake of whoever typed it: all the words are said, and nothing else happens.</summary>
    public void ShouldBeUsage(params string[] said)
    {
        ExitCode.ShouldBe(64, $"{this}");
        Output.ShouldBeEmpty();
        foreach (var word in said)
        {
            Error.ShouldContain(word);
        }

        Error.ShouldNotContain("   at ");
        Error.ShouldNotContain("System.");
        Error.ShouldNotContain("Exception");
    }

    public override string ToString() => $"exit {ExitCode}\n{Output}\n{Error}";
}
