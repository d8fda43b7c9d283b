using Dialtone.Interop.Tests.Bench;
using Dialtone.Interop.Tests.Servers;

namespace Dialtone.Interop.Tests.Phone;

/// <summary>The product's command line, run on the phone of a deployment as a person at that desk would.</summary>
internal static class PhoneCommand
{
    /// <summary>The program, to be given to <c>dotnet</c>.</summary>
    public static readonly string Program = Path.Combine(AppContext.BaseDirectory, "Dialtone.Cli.dll");

    /// <summary>Signs alice in with the right password and waits for the end; the report is read as JSON.</summary>
    public static Task<SignInRun> SignInAsync(this Deployment contoso, params IReadOnlyList<string> options) =>
        contoso.SignInAsAsync(Deployment.User, Deployment.Password, options);

    /// <summary>Signs a user in with a password and waits for the end; the report is read as JSON.</summary>
    public static async Task<SignInRun> SignInAsAsync(
        this Deployment contoso, string user, string password, params IReadOnlyList<string> options)
    {
        var run = await contoso.StartSignInAsync(user, password, ["--json", .. options]);
        return await run.FinishAsync();
    }

    /// <summary>Starts a sign-in that remains registered until it is interrupted.</summary>
    public static Task<SignInRun> StayAsync(this Deployment contoso, params IReadOnlyList<string> options) =>
        contoso.StartSignInAsync(Deployment.User, Deployment.Password, ["--stay", .. options]);

    /// <summary>Runs any command on the phone; the arguments are all that it gets.</summary>
    public static async Task<SignInRun> RunAsync(
        this Deployment contoso, IReadOnlyList<string> arguments, string? input = null,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        var process = await contoso.Phone.StartAsync(["dotnet", Program, .. arguments], input, environment);
        return new SignInRun(process);
    }

    /// <summary>Makes the phone as new: the next sign-in is a first boot.</summary>
    public static void Forget(this Deployment contoso)
    {
        if (Directory.Exists(contoso.MemoryDirectory))
        {
            Directory.Delete(contoso.MemoryDirectory, recursive: true);
        }
    }

    /// <summary>What every sign-in here is told: whom to trust, and where to keep its memory.</summary>
    public static IReadOnlyList<string> Settings(this Deployment contoso) =>
        ["--ca", contoso.Authority.CertificateFile, "--state-dir", contoso.MemoryDirectory];

    private static async Task<SignInRun> StartSignInAsync(
        this Deployment contoso, string user, string password, IReadOnlyList<string> options)
    {
        var file = Path.Combine(contoso.WorkDirectory, "password");
        await File.WriteAllTextAsync(file, password + "\n");
        string[] profile = options.Contains("--profile") ? [] : ["--profile", "lync-phone"];
        return await contoso.RunAsync(
        [
            "sign-in", $"sip:{user}@{Deployment.Domain}", "--password-file", file,
            .. profile, .. contoso.Settings(), .. options,
        ]);
    }
}
