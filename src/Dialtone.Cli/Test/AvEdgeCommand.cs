using System.CommandLine;
using Dialtone.Core.Transactions;
using Dialtone.Transactions;
using Dialtone.Wire.Addresses;

namespace Dialtone.Cli.Test;

/// <summary><c>dialtone test av-edge</c>: Test-CsAVEdgeConnectivity.</summary>
internal static class AvEdgeCommand
{
    public static Command Create()
    {
        var options = new TestOptions();
        var address = new Option<IpAddress?>("--av-edge-address")
        {
            Description = "The inner address of this A/V Edge Server, in place of those that the Registrar names.",
            HelpName = "ADDRESS",
            CustomParser = result => IpAddress.TryParse(result.Tokens[0].Value, out var given)
                ? given : TestOptions.Refuse<IpAddress?>(result, "an address such as 192.0.2.30"),
        };
        var udpPort = TestOptions.PortOption("--av-edge-udp-port", "Its port for UDP; 3478 if left out.");
        var tcpPort = TestOptions.PortOption("--av-edge-tcp-port", "Its port for TCP; 443 if left out.");
        var command = new Command(
            "av-edge",
            "Sign in, get credentials for the Media Relays, take an address on each over UDP and TCP and give it back, "
            + "and sign out (Test-CsAVEdgeConnectivity).");
        command.Options.Add(options.User);
        options.Credential.AddTo(command);
        options.AddTargetTo(command);
        command.Options.Add(address);
        command.Options.Add(udpPort);
        command.Options.Add(tcpPort);
        options.AddTo(command);
        command.SetAction((parsed, cancellation) => options.RunAsync(
            parsed,
            () =>
            {
                options.CheckUser(parsed);
                if (parsed.GetValue(address) is null
                    && (parsed.GetValue(udpPort) ?? parsed.GetValue(tcpPort)) is not null)
                {
                    throw new UsageException("The ports are those of --av-edge-address: give that too.");
                }
            },
            lab =>
            {
                var request = new TransactionRequest(
                    TransactionKind.AvEdgeConnectivity, options.Phone(parsed, lab));
                return request with
                {
                    TargetUri = options.TargetUri(parsed),
                    AvEdgeAddress = parsed.GetValue(address),
                    AvEdgeUdpPort = parsed.GetValue(udpPort) ?? request.AvEdgeUdpPort,
                    AvEdgeTcpPort = parsed.GetValue(tcpPort) ?? request.AvEdgeTcpPort,
                };
            },
            cancellation));
        return command;
    }
}
