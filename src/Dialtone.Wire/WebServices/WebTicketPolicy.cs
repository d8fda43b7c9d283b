namespace Dialtone.Wire.WebServices;

/// <summary>What a service asks for at one of its ports: a web ticket, and of whom.</summary>
/// <param name="Id">The policy's name: that of the port, and <c>_policy</c>.</param>
/// <param name="Issuer">The web ticket service.</param>
/// <param name="Use">How the ticket is to be shown.</param>
public sealed record WebTicketPolicy(string Id, string Issuer, WebTicketUse Use)
{
    /// <summary>The name of the policy of a port.</summary>
    public static string IdOf(string port) => $"{port}_policy";
}
