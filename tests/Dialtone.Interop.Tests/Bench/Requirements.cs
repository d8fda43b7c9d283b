namespace Dialtone.Interop.Tests.Bench;

/// <summary>What a machine must offer before these tests can build a network on it.</summary>
internal static class Requirements
{
    private static (bool Known, string? Reason) refusal;

    /// <summary>Skips the running test, with the reason, unless the machine has all that it needs.</summary>
    public static async Task SkipUnlessMetAsync(params IReadOnlyList<string> programs)
    {
        if (!refusal.Known)
        {
            refusal = (true, await TryNamespacesAsync());
        }

        Assert.SkipWhen(refusal.Reason is not null, refusal.Reason ?? "");

        SkipUnlessInstalled(programs);
    }

    /// <summary>Skips the running test, with the reason, unless the machine has these programs.</summary>
    public static void SkipUnlessInstalled(params IReadOnlyList<string> programs)
    {
        var missing = programs.Where(program => Tool.Find(program) is null).ToArray();
        Assert.SkipWhen(
            missing.Length > 0, $"Not installed: {string.Join(", ", missing)} (.ci/install-packages installs them).");
    }

    private static async Task<string?> TryNamespacesAsync()
    {
        if (!OperatingSystem.IsLinux())
        {
            return "Network namespaces exist on Linux only.";
        }

        if (!Environment.IsPrivilegedProcess)
        {
            return "Only root may make network namespaces.";
        }

        if (Tool.Find("ip") is null)
        {
            return "Not installed: ip, of the package iproute2 (.ci/install-packages installs it).";
        }

        try
        {
            await Network.RemoveLeftOversAsync();
            await using var network = await Network.CreateAsync();
            await network.AddAsync("probe", "192.0.2.250");
            return null;
        }
        catch (InvalidOperationException refused)
        {
            return $"This machine does not let us make network namespaces: {refused.Message}";
        }
    }
}
