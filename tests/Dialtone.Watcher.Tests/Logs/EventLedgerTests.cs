using System.Reflection;
using Dialtone.Watcher.Logs;
using Microsoft.Extensions.Logging;

namespace Dialtone.Watcher.Tests.Logs;

/// <summary>
/// Every event that the watcher logs: its number stays its own, and the operator's page says what it is.
/// </summary>
public class EventLedgerTests
{
    private static readonly Dictionary<Type, int> Hundreds = new()
    {
        [typeof(ConfigurationLog)] = 1,
        [typeof(EngineLog)] = 2,
        [typeof(HistoryLog)] = 3,
        [typeof(LeaseLog)] = 4,
        [typeof(AlertLog)] = 5,
        [typeof(ProbeLog)] = 6,
        [typeof(HostLog)] = 7,
    };

    private static readonly List<(MethodInfo Method, LoggerMessageAttribute Event)> Events =
    [
        .. from type in typeof(HostLog).Assembly.GetTypes()
           from method in type.GetMethods(
               BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic
               | BindingFlags.DeclaredOnly)
           let attribute = method.GetCustomAttribute<LoggerMessageAttribute>()
           where attribute is not null
           select (method, attribute),
    ];

    [Fact]
    public void Every_event_stands_in_the_range_of_its_part()
    {
        Events.ShouldNotBeEmpty();
        foreach (var (method, one) in Events)
        {
            Hundreds.Keys.ShouldContain(method.DeclaringType!, $"{method.Name} stands apart");
            (one.EventId / 100).ShouldBe(Hundreds[method.DeclaringType!], method.Name);
        }
    }

    [Fact]
    public void Every_event_has_a_number_and_a_name_of_its_own()
    {
        Events.Select(each => each.Event.EventId).ShouldBeUnique();
        Events.Select(each => each.Event.EventName).ShouldBeUnique();
        Events.ShouldAllBe(each => each.Event.EventName != null);
    }

    [Fact]
    public void The_page_for_operators_lists_every_event_and_no_other()
    {
        var page = File.ReadLines(Path.Combine(Root, "docs", "watch", "operations.md"));
        var listed = page.Where(line => line.StartsWith("| ", StringComparison.Ordinal) && line.Length > 5
            && char.IsAsciiDigit(line[2])).Select(line => line.Split('|')).ToList();
        listed.Select(cells => $"{cells[1].Trim()} {cells[2].Trim().Trim('`')} {cells[3].Trim()}").Order()
            .ShouldBe(Events.Select(each =>
                $"{each.Event.EventId} {each.Event.EventName} {each.Event.Level}").Order());
    }

    internal static string Root
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "Dialtone.slnx")))
            {
                folder = Path.GetDirectoryName(folder)!;
            }

            return folder;
        }
    }
}
