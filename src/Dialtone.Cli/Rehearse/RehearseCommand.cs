using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using Dialtone.Cli.Lab;
using Dialtone.Cli.SignIn;
using Dialtone.Cli.Terminal;
using Dialtone.Core.Devices;
using Dialtone.Core.Rehearsal;
using Dialtone.Lab.Hosting;
using Dialtone.Phones;
using Dialtone.Reports;

namespace Dialtone.Cli.Rehearse;

/// <summary>
/// <c>dialtone rehearse</c>: which outages a phone would get through, from the live network, without breaking it.
/// </summary>
internal static class RehearseCommand
{
    private static readonly TimeSpan LabDetection = TimeSpan.FromSeconds(2);

    // A network in one machine answers at once: what has not come by now does not come.
    private static readonly DeviceTimings LabTimings = new()
    {
        Discovery = TimeSpan.FromSeconds(2),
        Connect = TimeSpan.FromSeconds(2),
        Tls = TimeSpan.FromSeconds(3),
        FirstAnswer = TimeSpan.FromSeconds(3),
        BackOff = [TimeSpan.FromSeconds(1)],
        BackupBackOff = [TimeSpan.FromSeconds(1)],
        RetryAfterMax = TimeSpan.FromSeconds(1),
    };

    public static Command Create()
    {
        var options = new SignInOptions();
        var strict = new Option<bool>("--strict")
        {
            Description = "Exit with 2 where some outage would leave this phone without a registration.",
        };
        var command = new Command(
            "rehearse",
            "Say whether a phone could still sign in if DNS, DHCP, a pool or the access proxy died now, and from what. "
                + "Looks at everything, breaks nothing. With --lab also proves it, by really breaking the lab.")
        {
            options.Account,
        };
        options.Network.AddToConnecting(command);
        options.Credential.AddTo(command);
        command.Options.Add(options.StateDirectory);
        command.Options.Add(strict);
        command.Options.Add(options.Json);
        command.Options.Add(options.Lab.Switch);
        command.SetAction((parsed, cancellation) =>
            RunAsync(options, parsed.GetValue(strict), parsed, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        SignInOptions options, bool strict, ParseResult parsed, CancellationToken cancellation)
    {
        options.Check(parsed);
        if (!parsed.GetValue(options.Lab.Switch))
        {
            var account = parsed.GetValue(options.Account)!;
            var phone = await Task.Run(() => options.PhoneOptions(parsed, account), cancellation)
                .WaitAsync(cancellation);
            var report = await Rehearser.RunAsync(phone, cancellation);
            Show(report, proof: null, parsed.GetValue(options.Json));
            return report.Rows.IsEmpty ? ExitCodes.Failure
                : strict && report.Rows.Any(row => row.Device.Path is null) ? ExitCodes.Degraded
                : ExitCodes.Success;
        }

        await using var lab = await EmbeddedLab.StartAsync(LabDetection, cancellation);
        var inLab = await Task.Run(() => options.PhoneOptions(parsed, lab), cancellation).WaitAsync(cancellation);
        return await ProveAsync(lab, inLab with { Timings = LabTimings }, parsed.GetValue(options.Json), cancellation);
    }

    /// <summary>Learns what a phone remembers, rehearses, and then breaks the lab row by row.</summary>
    private static async Task<int> ProveAsync(
        EmbeddedLab lab, PhoneOptions options, bool asJson, CancellationToken cancellation)
    {
        await using (var phone = new Phone(options))
        {
            var learned = await phone.SignInAsync(cancellation);
            if (learned.Summary.Registered is null)
            {
                await Console.Error.WriteLineAsync(Sentences.FailedBecause(learned.Summary));
                return ExitCodes.Failure;
            }

            _ = await phone.SignOutAsync();
        }

        var report = await Rehearser.RunAsync(options, cancellation);
        var proof = await lab.ProveAsync(options, report, cancellation);
        Show(report, proof, asJson);
        return !report.Rows.IsEmpty && proof.All(row => row.Agrees) ? ExitCodes.Success : ExitCodes.Failure;
    }

    private static void Show(RehearsalReport report, ImmutableArray<ProvedRow>? proof, bool asJson)
    {
        if (!asJson)
        {
            new RehearsalPrinter(Console.Out, Paint.ForOutput(), report.Account.Domain).Write(report, proof);
            return;
        }

        using var output = Console.OpenStandardOutput();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            RehearsalJson.Write(json, report);
            if (proof is { } proved)
            {
                WriteProof(json, proved);
            }

            json.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }

    private static void WriteProof(Utf8JsonWriter json, ImmutableArray<ProvedRow> proof)
    {
        json.WriteStartArray("proof");
        foreach (var row in proof)
        {
            json.WriteStartObject();
            json.WriteString("dead", RehearsalText.Of(row.Row.Outage));
            json.WriteBoolean("agrees", row.Agrees);
            Write(json, "signedInPhone", row.SignedIn);
            Write(json, "phone", row.Device);
            Write(json, "newPhone", row.NewDevice);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string name, ProvedPhone phone)
    {
        json.WriteStartObject(name);
        json.WriteBoolean("kept", phone.IsKept);
        json.WriteString("way", RehearsalText.Of(phone.Path));
        json.WriteNumber("milliseconds", Math.Round(phone.Took.TotalMilliseconds));
        json.WriteEndObject();
    }
}
