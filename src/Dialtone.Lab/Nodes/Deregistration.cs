namespace Dialtone.Lab.Nodes;

/// <summary>
/// Why a Registrar ends a registration, or what it tells of one (MS-SIPREGE section 2.2.1.13).
/// </summary>
/// <param name="Body">The body of the NOTIFY.</param>
/// <param name="Diagnostics">Number and reason, as <c>ms-diagnostics-public</c> has them; empty for none.</param>
/// <param name="Ends">Whether the registration is over with it.</param>
internal sealed record Deregistration(string Body, string Diagnostics, bool Ends = true)
{
    /// <summary>The user has more endpoints than are allowed, and this is the oldest.</summary>
    public static Deregistration Unregistered { get; } =
        new("deregistered;event=unregistered", "4140;reason=\"Too many endpoints\"");

    /// <summary>An administrator disabled the user.</summary>
    public static Deregistration Rejected { get; } =
        new("deregistered;event=rejected", "4141;reason=\"User disabled\"");

    /// <summary>The user was moved to another server.</summary>
    public static Deregistration Deactivated { get; } =
        new("deregistered;event=deactivated", "4142;reason=\"User moved\"");

    /// <summary>The endpoint cannot be without the presence service, which is gone.</summary>
    public static Deregistration PresenceLost { get; } =
        new("deregistered;event=userservices-unavailable", "4165;reason=\"User services are not available\"");

    /// <summary>The user's own pool is back; <c>P-Preferred-Registrar</c> says which.</summary>
    public static Deregistration PreferredRegistrarChange { get; } =
        new("deregistered;event=preferred-registrar-change", "4166;reason=\"Preferred registrar changed\"");

    /// <summary>The presence service is gone, and the endpoint stays registered without it.</summary>
    public static Deregistration WithoutPresence { get; } =
        new("registered;event=userservices-unavailable", "", Ends: false);
}
