using System.Runtime.InteropServices;
using Dialtone.Core.Net;
using Dialtone.Core.Net.Security;
using Dialtone.Core.Time;
using Dialtone.Live;

namespace Dialtone.Interop.Tests.Security;

/// <summary>The live host, asked for one thing in matters of keys, tickets and handshakes.</summary>
internal static class SecurityHost
{
    public static readonly FlowId Flow = new(1);

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <summary>Has an effect performed, and waits for its answer.</summary>
    public static async Task<NetInput> AskAsync(NetEffect effect, LiveSettings? settings = null)
    {
        var node = new AskingNode(effect);
        await new LiveDriver(node, settings ?? new())
            .RunAsync(() => node.Answer is not null, TestContext.Current.CancellationToken)
            .WaitAsync(Limit, TestContext.Current.CancellationToken);
        return node.Answer!;
    }

    /// <summary>What a failure says, which the answer must be.</summary>
    public static async Task<NetInput.SecurityFailed> FailAsync(NetEffect effect, LiveSettings? settings = null) =>
        (await AskAsync(effect, settings)).ShouldBeOfType<NetInput.SecurityFailed>();

    /// <summary>
    /// Sets a variable for the libraries of this process: .NET keeps its own copy of the environment.
    /// </summary>
    public static void SetVariable(string name, string value) => SetEnv(name, value, 1).ShouldBe(0);

    [DllImport("libc", EntryPoint = "setenv")]
    private static extern int SetEnv(string name, string value, int overwrite);

    private sealed class AskingNode(NetEffect effect) : INode
    {
        public NetInput? Answer { get; private set; }

        public Instant? Deadline => null;

        public void Handle(Now now, NetInput input, NetEffects effects)
        {
            if (input is NetInput.PowerOn)
            {
                effects.Add(effect);
            }
            else
            {
                Answer = input;
            }
        }
    }
}
