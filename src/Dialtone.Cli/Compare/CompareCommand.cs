using System.CommandLine;
using System.Globalization;
using Dialtone.Reports.Compare;

namespace Dialtone.Cli.Compare;

/// <summary><c>dialtone compare</c>: what differs between two results.</summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        var before = FileArgument("BEFORE", "A result, as dialtone test … --json printed it.");
        var now = FileArgument("NOW", "Another one, of whatever user and machine.");
        var json = new Option<bool>("--json") { Description = "Print what differs as JSON." };
        var command = new Command(
            "compare",
            "What differs between two results of dialtone test … --json, in words: records, options, addresses, "
            + "certificates, schemes, steps, findings, times. Exits with 0 where nothing differs, and 1 where "
            + "something does.")
        {
            before, now, json,
        };
        command.SetAction(parsed => Run(
            parsed.GetRequiredValue(before), parsed.GetRequiredValue(now), parsed.GetValue(json)));
        return command;
    }

    private static Argument<FileInfo> FileArgument(string name, string description) => new(name)
    {
        Description = description,
        HelpName = name,
    };

    private static int Run(FileInfo first, FileInfo second, bool asJson)
    {
        var (before, now) = (Read(first), Read(second));
        var differences = TransactionComparison.Of(before, now);
        if (asJson)
        {
            using var output = Console.OpenStandardOutput();
            ComparisonJson.Write(before, now, differences, output);
            output.Write("\n"u8);
        }
        else
        {
            Console.WriteLine($"Before: {Of(before)}");
            Console.WriteLine($"Now:    {Of(now)}");
            Console.WriteLine();
            foreach (var difference in differences)
            {
                Console.WriteLine($"{difference.Text}.");
            }

            if (differences.IsEmpty)
            {
                Console.WriteLine("Nothing differs.");
            }
        }

        return differences.IsEmpty ? ExitCodes.Success : ExitCodes.Failure;
    }

    private static TransactionRecord Read(FileInfo file)
    {
        try
        {
            return TransactionRecord.TryRead(File.ReadAllBytes(file.FullName), out var record, out var fault)
                ? record : throw new UsageException($"{file} cannot be read: {fault}.");
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{file} cannot be read: {trouble.Message}");
        }
    }

    private static string Of(TransactionRecord record)
    {
        var at = record.StartedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        return $"{record.Transaction} for {record.Account}, {at}Z, {record.Result}";
    }
}
