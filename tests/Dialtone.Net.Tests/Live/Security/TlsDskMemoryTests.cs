using Dialtone.Core.Net;
using Dialtone.Core.Net.Security;

namespace Dialtone.Net.Tests.Live.Security;

/// <summary>
/// What handshakes leave behind, of .NET's memory and of OpenSSL's. What runs beside them would be counted.
/// </summary>
[Collection(Alone)]
[CollectionDefinition(Alone, DisableParallelization = true)]
public class TlsDskMemoryTests(ITestOutputHelper output)
{
    private const string Alone = "Alone";
    private const int Rounds = 20;
    private const int HandshakesPerRound = 500;

    // For half of the rounds, 600 bytes a handshake: a session, a certificate or a buffer that stays behind is larger.
    private const long GrowthMax = 600L * HandshakesPerRound * Rounds / 2;

    private readonly TestAuthority _authority = new();

    [Fact]
    public async Task Ten_thousand_handshakes_leave_nothing_behind()
    {
        Assert.SkipUnless(NativeHeap.CanTell, "Only glibc tells how much of its memory is in use.");
        await ShakeAsync(HandshakesPerRound, leaves: false);
        var used = new List<(long Native, long Managed)>();
        for (var round = 0; round < Rounds; round++)
        {
            await ShakeAsync(HandshakesPerRound, leaves: false);
            used.Add(Used());
        }

        // The runtime takes some megabytes of the same memory for a while, so what counts is the least of each half.
        var (before, after) = (used.Take(Rounds / 2).ToList(), used.Skip(Rounds / 2).ToList());
        output.WriteLine(string.Join('\n', used));
        (after.Min(one => one.Native) - before.Min(one => one.Native)).ShouldBeLessThan(GrowthMax);
        (after.Min(one => one.Managed) - before.Min(one => one.Managed)).ShouldBeLessThan(GrowthMax);
    }

    [Fact]
    public async Task A_handshake_that_is_left_behind_shows()
    {
        Assert.SkipUnless(NativeHeap.CanTell, "Only glibc tells how much of its memory is in use.");
        await ShakeAsync(100, leaves: false);
        var before = Used();
        var during = 0L;
        await ShakeAsync(2_000, leaves: true, () => during = Used().Native);

        output.WriteLine($"{before.Native}, then {during} with 2,000 handshakes that do not end");
        (during - before.Native).ShouldBeGreaterThan(10 * GrowthMax);
    }

    private static (long Native, long Managed) Used()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return (NativeHeap.UsedBytes, GC.GetTotalMemory(forceFullCollection: true));
    }

    private async Task ShakeAsync(int count, bool leaves, Action? atTheEnd = null)
    {
        using var identity = _authority.Issue("fe01.contoso.example");
        var proof = TlsDskTests.Proof();
        var (client, server) = (default(FlowId), default(FlowId));
        var node = new ScriptNode((node, input, effects) =>
        {
            node.Told.Clear();
            var step = input as NetInput.TlsDskStepped;
            input.ShouldNotBeOfType<NetInput.SecurityFailed>();
            if (step is { Token.IsEmpty: false } && !(leaves && step.Flow == server))
            {
                effects.Add(new NetEffect.ContinueTlsDsk(step.Flow == client ? server : client, step.Token));
                return;
            }

            if (!leaves)
            {
                effects.Add(new NetEffect.Close(client));
                effects.Add(new NetEffect.Close(server));
            }

            node.Finished = count-- == 0;
            if (node.Finished)
            {
                atTheEnd?.Invoke();
                return;
            }

            (client, server) = (node.Ids.Next(), node.Ids.Next());
            effects.Add(new NetEffect.AcceptTlsDsk(server, "server"));
            effects.Add(new NetEffect.BeginTlsDsk(client, proof));
        });
        await new Dialtone.Live.LiveDriver(node, TestAuthority.Present(identity))
            .RunAsync(() => node.Finished, TestContext.Current.CancellationToken);
    }
}
