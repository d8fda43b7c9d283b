using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Dialtone.Watcher.Configuration;

namespace Dialtone.Watcher.Tests.Configuration;

public class ConfigurationDocumentTests
{
    public static TheoryData<string, ImmutableArray<string>> Objects => new()
    {
        { "", ConfigurationKeys.Root },
        { "history", ConfigurationKeys.History },
        { "keep", ConfigurationKeys.Keep },
        { "traces", ConfigurationKeys.Traces },
        { "webhook", ConfigurationKeys.Webhook },
        { "nagios", ConfigurationKeys.Nagios },
        { "site", ConfigurationKeys.Site },
        { "account", ConfigurationKeys.Account },
        { "secret", ConfigurationKeys.Secret },
        { "probe", ConfigurationKeys.Probe },
        { "defaults", ConfigurationKeys.Defaults },
        { "check", ConfigurationKeys.Check },
    };

    [Fact]
    public void The_example_of_the_page_is_read_as_it_stands()
    {
        var read = Documents.Good(Example());
        read.Checks.Length.ShouldBe(6);
        read.Checks.Select(each => each.Probe.Transaction).Distinct().Count().ShouldBe(5);
        read.Modules.Keys.ShouldBe(["sign-in"]);
        read.Checks[4].Labels.Keys.ShouldBe(["region", "team"]);
    }

    [Fact]
    public void The_page_has_every_key_in_a_row_of_its_own() =>
        ConfigurationKeys.Root.Concat(ConfigurationKeys.History).Concat(ConfigurationKeys.Keep)
            .Concat(ConfigurationKeys.Webhook).Concat(ConfigurationKeys.Nagios).Concat(ConfigurationKeys.Site)
            .Concat(ConfigurationKeys.Account).Concat(ConfigurationKeys.Secret).Concat(ConfigurationKeys.Check)
            .Where(key => !Read("configuration.md").Contains($"\n| `{key}` |", StringComparison.Ordinal))
            .ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Objects))]
    public void The_schema_and_the_reader_know_the_same_keys(string definition, ImmutableArray<string> keys)
    {
        using var schema = JsonDocument.Parse(Read("watch.schema.json"));
        var at = definition.Length == 0 ? schema.RootElement
            : schema.RootElement.GetProperty("$defs").GetProperty(definition);
        at.GetProperty("properties").EnumerateObject().Select(each => each.Name).ShouldBe(keys, ignoreOrder: true);
        at.GetProperty("additionalProperties").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public void Cut_short_at_every_byte_it_is_refused()
    {
        var whole = Encoding.UTF8.GetBytes(Example().TrimEnd());
        for (var length = 0; length < whole.Length; length++)
        {
            ConfigurationReader.TryRead(whole.AsMemory(0, length), "/", out _, out var fault).ShouldBeFalse();
            fault!.What.ShouldContain("not JSON");
        }
    }

    [Theory]
    [InlineData((byte)'"')]
    [InlineData((byte)'}')]
    [InlineData((byte)'0')]
    [InlineData((byte)'\\')]
    [InlineData((byte)0)]
    [InlineData((byte)0xC3)]
    public void With_another_byte_at_any_place_it_is_read_or_refused(byte other)
    {
        var whole = Encoding.UTF8.GetBytes(Example());
        for (var at = 0; at < whole.Length; at++)
        {
            var own = whole[at];
            whole[at] = other;
            ConfigurationReader.TryRead(whole, "/", out var read, out var fault).ShouldBe(fault is null);
            (read is null).ShouldBe(fault is not null);
            whole[at] = own;
        }
    }

    private static string Example()
    {
        var page = Read("configuration.md");
        const string Begin = "```json\n";
        var from = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        return page[from..page.IndexOf("```", from, StringComparison.Ordinal)];
    }

    private static string Read(string name)
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "Dialtone.slnx")))
        {
            directory = Path.GetDirectoryName(directory)!;
        }

        return File.ReadAllText(Path.Combine(directory, "docs", "watch", name), Encoding.UTF8).ReplaceLineEndings("\n");
    }
}
