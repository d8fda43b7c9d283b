using System.CommandLine;

namespace Dialtone.Cli.Test;

/// <summary><c>dialtone test</c>: the synthetic transactions.</summary>
internal static class TestCommand
{
    public static Command Create() => new(
        "test",
        "Synthetic transactions: sign in, sign out, and say at which point it failed, why, and what to do. Each is an "
        + "endpoint of its own of the user and disturbs none of the others; where MaxEndpointsPerUser is reached, one "
        + "more can drive out the oldest.")
    {
        ClientAuthCommand.Create(),
        RegistrationCommand.Create(),
        PhoneBootstrapCommand.Create(),
        AvEdgeCommand.Create(),
        PresenceCommand.Create(),
    };
}
