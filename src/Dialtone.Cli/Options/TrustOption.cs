using System.CommandLine;

namespace Dialtone.Cli.Options;

/// <summary>The option that lets a phone learn whom to trust.</summary>
internal static class TrustOption
{
    public static Option<bool> Create() => new("--trust-on-first-use")
    {
        Description = "Learn the root certificates of the deployment from its Web Services over plain HTTP, show their "
            + "fingerprints, and trust them for this SIP domain from then on, as phones do. Whoever is on the way "
            + "decides then whom this phone trusts.",
    };
}
