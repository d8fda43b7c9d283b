using System.CommandLine;
using System.Text.Json;
using Dialtone.Cli.Options;
using Dialtone.Cli.Terminal;
using Dialtone.Core.Certificates;
using Dialtone.Core.Memory;
using Dialtone.Core.Profiles;
using Dialtone.Core.SignIn;
using Dialtone.Reports;
using Dialtone.Storage;

namespace Dialtone.Cli.Memory;

/// <summary>
/// <c>dialtone memory show</c>, <c>explain</c> and <c>clear</c>: what a phone keeps for the next outage.
/// </summary>
internal static class MemoryCommand
{
    private static readonly Argument<AddressOfRecord?> Account =
        AccountArgument.Create(ArgumentArity.ExactlyOne, "Whose memory: sip:alice@contoso.example.");

    private static readonly Option<string> Profile = new("--profile")
    {
        Description = "Under which profile it was learned.",
        DefaultValueFactory = _ => DeviceProfile.LyncPhone.Name,
        HelpName = "NAME",
    };

    private static readonly Option<DirectoryInfo?> StateDir = StateDirectoryOption.Create(
        "Where memory is kept; by default in the user's own state directory.");

    private static readonly Option<bool> Json = new("--json") { Description = "Print it as JSON." };

    public static Command Create()
    {
        Profile.Validators.Add(result =>
        {
            var names = DeviceProfile.All.Select(profile => profile.Name).ToList();
            if (result.GetValueOrDefault<string>() is { } name && !names.Contains(name))
            {
                result.AddError($"--profile takes {string.Join(", ", names)}; there is no profile '{name}'.");
            }
        });
        var show = new Command("show", "Show what is remembered from the last sign-in.")
        {
            Account,
            Profile,
            StateDir,
            Json,
        };
        show.SetAction(parsed => Read(parsed, Show));
        var explain = new Command(
            "explain", "Say of each piece since when it is remembered, for what it would be used, and what is missing.")
        {
            Account,
            Profile,
            StateDir,
            Json,
        };
        explain.SetAction(parsed => Read(parsed, Explain));
        var clear = new Command("clear", "Forget it: the next sign-in begins as on the first day.")
        {
            Account,
            Profile,
            StateDir,
        };
        clear.SetAction(Clear);
        return new Command("memory", "What a phone keeps so that it survives DHCP, DNS and pool outages.")
        {
            show,
            explain,
            clear,
        };
    }

    /// <summary>Reads what is remembered and passes it on; says so where there is nothing that can be read.</summary>
    private static int Read(ParseResult parsed, Action<ParseResult, DeviceMemory, string> use)
    {
        var file = FileOf(parsed);
        if (!file.TryRead(out var stored, out var unreadable))
        {
            Console.Error.WriteLine(unreadable);
            return ExitCodes.Failure;
        }

        if (stored is null)
        {
            Console.Error.WriteLine($"Nothing is remembered for {Whose(parsed)}.");
            return ExitCodes.Failure;
        }

        var account = parsed.GetValue(Account)!;
        if (!DeviceMemoryFormat.TryRead(stored, account.Uri, parsed.GetValue(Profile)!, out var memory, out var fault))
        {
            Console.Error.WriteLine($"{file.Path}: {fault}. The next sign-in sets it aside and begins anew.");
            return ExitCodes.Failure;
        }

        use(parsed, memory, file.Path);
        return ExitCodes.Success;
    }

    private static void Show(ParseResult parsed, DeviceMemory memory, string path)
    {
        if (parsed.GetValue(Json))
        {
            WriteJson(memory, LearnedBy(parsed));
        }
        else
        {
            WriteText(memory, LearnedBy(parsed), path);
        }
    }

    private static void Explain(ParseResult parsed, DeviceMemory memory, string path)
    {
        var profile = DeviceProfile.All.First(profile => profile.Name == parsed.GetValue(Profile));
        var explanation = MemoryExplanation.Of(memory, profile, TimeProvider.System.GetUtcNow());
        if (!parsed.GetValue(Json))
        {
            ExplanationPrinter.Write(explanation, path, Paint.ForOutput());
            return;
        }

        using var output = Console.OpenStandardOutput();
        MemoryExplanationJson.Write(explanation, output);
        output.WriteByte((byte)'\n');
    }

    private static int Clear(ParseResult parsed)
    {
        // Like the reset of a phone: the user's certificate and the roots that were learned are forgotten too.
        var (directory, account, profile) = PlaceOf(parsed);
        MemoryFile[] all =
        [
            FileOf(parsed), MemoryFile.ForCertificate(directory, account, profile),
            MemoryFile.ForRoots(directory, account, profile),
        ];
        foreach (var file in all)
        {
            if (file.Remove() is { } fault)
            {
                Console.Error.WriteLine(fault);
                return ExitCodes.Failure;
            }
        }

        Console.WriteLine($"Nothing is remembered any more for {Whose(parsed)}.");
        return ExitCodes.Success;
    }

    private static string Whose(ParseResult parsed) => $"{parsed.GetValue(Account)} as {parsed.GetValue(Profile)}";

    // What cannot be read is of no use to the next sign-in either, which says so.
    private static LearnedRoots? LearnedBy(ParseResult parsed)
    {
        var (directory, account, profile) = PlaceOf(parsed);
        return MemoryFile.ForRoots(directory, account, profile).TryRead(out var stored, out _)
            && LearnedRootsFormat.TryRead(stored, parsed.GetValue(Account)!.Domain, out var learned, out _)
            ? learned : null;
    }

    private static MemoryFile FileOf(ParseResult parsed)
    {
        var (directory, account, profile) = PlaceOf(parsed);
        return new(directory, account, profile);
    }

    private static (string Directory, string Account, string Profile) PlaceOf(ParseResult parsed) => (
        parsed.GetValue(StateDir)?.FullName ?? StateDirectory.Default(),
        parsed.GetValue(Account)!.Uri,
        parsed.GetValue(Profile)!);

    private static void WriteJson(DeviceMemory memory, LearnedRoots? learned)
    {
        using var output = Console.OpenStandardOutput();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("schema", SignInJson.Schema);
            SignInJson.WriteMemory(json, memory);
            RootJson.Write(json, learned);
            json.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }

    private static void WriteText(DeviceMemory memory, LearnedRoots? learned, string path)
    {
        var registrar = memory.Registrar;
        Console.WriteLine($"{memory.Account} as {memory.Profile}, saved {memory.SavedAt:yyyy-MM-dd HH:mm:ss} UTC");
        Console.WriteLine($"  Registrar        {registrar.Host}:{registrar.Port} over {Words.Of(registrar.Transport)}");
        Console.WriteLine($"  Addresses        {string.Join(", ", memory.RegistrarAddresses)}");
        var known = memory.KnownRegistrars.Select(known => known.Host.Text).Distinct(StringComparer.Ordinal);
        Console.WriteLine($"  Registered with  {string.Join(", ", known)}");
        foreach (var home in memory.Home)
        {
            Console.WriteLine($"  Home             {Words.Of(home)}");
        }

        foreach (var relay in memory.MediaRelays)
        {
            Console.WriteLine($"  Media Relay      {Words.Of(relay)}");
        }

        foreach (var root in learned?.Roots ?? [])
        {
            Console.WriteLine($"  Learned root     {RootText.Of(root)}");
        }

        Console.WriteLine($"  File             {path}");
    }
}
