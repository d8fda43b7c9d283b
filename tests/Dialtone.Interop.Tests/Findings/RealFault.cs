using Dialtone.Interop.Tests.Servers;

namespace Dialtone.Interop.Tests.Findings;

/// <summary>A fault that real servers show.</summary>
/// <param name="Name">The fault of the lab that is the same one, whose scenario says what must be found.</param>
/// <param name="Break">Builds the deployment with that fault in it.</param>
internal sealed record RealFault(string Name, Func<Deployment, Task> Break)
{
    /// <summary>Who signs in.</summary>
    public string User { get; init; } = Deployment.User;

    /// <summary>Whose domain is looked for.</summary>
    public string Domain { get; init; } = Deployment.Domain;

    /// <summary>The password that is tried.</summary>
    public string Password { get; init; } = Deployment.Password;

    /// <summary>Whether DHCP is asked.</summary>
    public bool AsksDhcp { get; init; }

    /// <summary>Options of the command line besides.</summary>
    public string[] Options { get; init; } = [];

    /// <summary>What title or directions must name.</summary>
    public string[] Names { get; init; } = [];

    public override string ToString() => Name;
}
