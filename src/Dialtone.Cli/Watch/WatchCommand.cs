using System.CommandLine;
using System.Globalization;
using Dialtone.Cli.Lab;
using Dialtone.Cli.Options;
using Dialtone.Watcher.Hosting;

namespace Dialtone.Cli.Watch;

/// <summary><c>dialtone watch</c>: the watcher, as a service or over a lab of its own.</summary>
internal static class WatchCommand
{
    private const double IntervalMin = 1;
    private const double IntervalMax = 3600;

    public static Command Create()
    {
        var options = new WatchCommandOptions();
        var command = new Command(
            "watch",
            "Sign in as phones do, all day, from here: checks with a page, metrics for Prometheus, and a history of "
            + "what went wrong. With --lab it watches a lab that it starts, until Ctrl-C.");
        options.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(options, parsed, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        WatchCommandOptions options, ParseResult parsed, CancellationToken cancellation)
    {
        options.Check(parsed);
        _ = MallocArenas.Limit();
        if (parsed.GetValue(options.Lab.Switch))
        {
            return await WatchedLab.RunAsync(
                options.Lab.Request(parsed), options.IntervalOf(parsed), parsed.GetValue(options.Listen), cancellation);
        }

        var file = parsed.GetValue(options.Config)!.FullName;
        return parsed.GetValue(options.CheckOnly)
            ? Check(file)
            : await ServeAsync(
                new WatcherOptions(file)
                {
                    Listen = parsed.GetValue(options.Listen),
                    IsWindowsService = parsed.GetValue(options.WindowsService),
                },
                cancellation);
    }

    private static int Check(string file)
    {
        switch (WatcherHost.Check(file))
        {
            case { Fault: { } fault }:
                throw new UsageException($"{file}: {fault}");
            case { Configuration: { } configuration } checkedFile:
                foreach (var warning in checkedFile.Warnings)
                {
                    Console.Error.WriteLine($"{file}: {warning}");
                }

                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{file} is right: {configuration.Checks.Length} checks, {configuration.Modules.Count} modules."));
                return ExitCodes.Success;
        }

        return ExitCodes.Failure;
    }

    private static async Task<int> ServeAsync(WatcherOptions options, CancellationToken cancellation)
    {
        switch (await WatcherHost.StartAsync(options, cancellation))
        {
            case WatcherStart.Running { Host: var host }:
                await using (host)
                {
                    await host.WaitAsync(cancellation);
                    return ExitCodes.Success;
                }

            case WatcherStart.Refused refused:
                throw new UsageException($"{refused}");
            case var unable:
                await Console.Error.WriteLineAsync($"{unable}");
                return ExitCodes.Failure;
        }
    }

    /// <summary>Its options.</summary>
    private sealed class WatchCommandOptions
    {
        public Option<FileInfo?> Config { get; } = FileOption.Create(
            "--config", "The configuration, JSON; read again whenever it changes.");

        public Option<bool> CheckOnly { get; } = new("--check")
        {
            Description = "Only say whether the configuration is right, and where it is not.",
        };

        public Option<string?> Listen { get; } = new("--listen")
        {
            Description = "Where the page and the metrics are, in place of what the configuration says: "
                + "http://127.0.0.1:9560. Port 0 takes a free one.",
            HelpName = "URL",
        };

        public Option<bool> WindowsService { get; } = new("--windows-service")
        {
            Description = "Obey Windows' service control manager.",
        };

        public LabOptions Lab { get; } = new();

        private Option<double?> Interval { get; } = new("--interval")
        {
            Description = "Seconds from run to run of each check of the lab; 10 if left out.",
            HelpName = "SECONDS",
            CustomParser = result =>
            {
                if (double.TryParse(
                    result.Tokens[0].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
                    out var seconds) && seconds is >= IntervalMin and <= IntervalMax)
                {
                    return seconds;
                }

                result.AddError($"--interval takes a number of seconds from {IntervalMin} to {IntervalMax}; "
                    + $"'{result.Tokens[0].Value}' is none.");
                return null;
            },
        };

        public void AddTo(Command command)
        {
            command.Options.Add(Config);
            command.Options.Add(CheckOnly);
            command.Options.Add(Listen);
            command.Options.Add(WindowsService);
            Lab.AddTo(command);
            command.Options.Add(Interval);
        }

        public TimeSpan IntervalOf(ParseResult parsed) => TimeSpan.FromSeconds(parsed.GetValue(Interval) ?? 10);

        /// <exception cref="UsageException">They do not go together.</exception>
        public void Check(ParseResult parsed)
        {
            Lab.Check(parsed);
            var inLab = parsed.GetValue(Lab.Switch);
            if (inLab == parsed.GetValue(Config) is not null)
            {
                throw new UsageException(inLab
                    ? "--config and --lab exclude each other: the lab has a configuration of its own."
                    : "What is to be watched? Give --config FILE, or --lab.");
            }

            var wrong = Array.Find<Option>(
                inLab ? [CheckOnly, WindowsService] : [Interval],
                option => parsed.GetResult(option) is { Implicit: false });
            if (wrong is not null)
            {
                throw new UsageException(inLab
                    ? $"{wrong.Name} is for --config, and not for --lab."
                    : $"{wrong.Name} is for --lab: a configuration says how often each check runs.");
            }
        }
    }
}
