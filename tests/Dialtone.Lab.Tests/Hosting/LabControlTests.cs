using System.Collections.Immutable;
using System.Net.Sockets;
using System.Text;
using Dialtone.Lab.Hosting;

namespace Dialtone.Lab.Tests.Hosting;

/// <summary>Faults switched from outside while a lab runs.</summary>
[Collection(LabClient.Turns)]
public sealed class LabControlTests : IAsyncLifetime
{
    private LoopbackLab _lab = null!;

    public async ValueTask InitializeAsync()
    {
        _lab = await LabClient.StartAsync();
        _lab.Listen().ShouldBeEmpty();
    }

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task A_fault_is_switched_on_and_off_and_what_is_broken_is_said()
    {
        Faults(await SwitchAsync("dns-silent", on: true)).ShouldBe(["dns-silent"]);
        _lab.Nodes.Dns.Silent.ShouldBeTrue();
        Faults(await SwitchAsync("pool01-down", on: true)).ShouldBe(["dns-silent", "pool01-down"]);

        Faults(await SwitchAsync("dns-silent", on: false)).ShouldBe(["pool01-down"]);
        _lab.Nodes.Dns.Silent.ShouldBeFalse();
        Faults(await LabControl.ListAsync(_lab.WorkDirectory, LabClient.Cancellation)).ShouldBe(["pool01-down"]);
    }

    [Theory]
    [InlineData("dns-sulks", "no fault 'dns-sulks'")]
    [InlineData("pool01-black-hole", "in simulation alone")]
    [InlineData("dns-silent on", "no wish of a lab's")]
    public async Task What_cannot_be_had_is_refused_and_changes_nothing(string name, string why)
    {
        (await SwitchAsync(name, on: true)).ShouldBeOfType<LabControlAnswer.Refused>().Why.ShouldContain(why);

        _lab.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_the_owner_may_talk_to_it()
    {
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(Path.Combine(_lab.WorkDirectory, "control"))
                .ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            File.GetUnixFileMode(_lab.WorkDirectory)
                .ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        (await LabControl.FindAsync(LabClient.Cancellation)).ShouldContain(_lab.WorkDirectory);
    }

    [Fact]
    public async Task Where_no_lab_is_that_is_said()
    {
        var nowhere = Path.Combine(_lab.WorkDirectory, "nowhere");
        (await LabControl.ListAsync(nowhere, LabClient.Cancellation))
            .ShouldBeOfType<LabControlAnswer.NoAnswer>().Directory.ShouldBe(nowhere);

        var endless = Path.Combine(_lab.WorkDirectory, new string('a', 200));
        (await LabControl.ListAsync(endless, LabClient.Cancellation)).ShouldBeOfType<LabControlAnswer.NoAnswer>();
    }

    [Fact]
    public async Task A_user_is_played_to_be_something_while_the_lab_runs()
    {
        (await PlayAsync("bob", "away", "Out for lunch")).ShouldBeOfType<LabControlAnswer.Done>();
        (await PlayAsync("bob", "as-published", "")).ShouldBeOfType<LabControlAnswer.Done>();

        (await PlayAsync("nobody", "away", "")).ShouldBeOfType<LabControlAnswer.Refused>().Why
            .ShouldBe("There is no user 'nobody' in this lab.");
        (await PlayAsync("bob", "asleep", "")).ShouldBeOfType<LabControlAnswer.Refused>().Why
            .ShouldStartWith("There is no 'asleep'. There are: available, busy,");
    }

    [Theory]
    [InlineData("presence bob\n")]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("on\n")]
    [InlineData("on dns-silent off\n")]
    [InlineData("list")]
    public async Task Nonsense_is_refused_or_answered_and_the_lab_goes_on(string wish)
    {
        using (var socket = await ConnectAsync())
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(wish), LabClient.Cancellation);
            socket.Shutdown(SocketShutdown.Send);
            var answer = new byte[LabControl.AnswerBytesMax];
            var length = await socket.ReceiveAsync(answer, LabClient.Cancellation);
            Encoding.UTF8.GetString(answer, 0, length).ShouldStartWith(wish == "list" ? "ok\n" : "no ");
        }

        Faults(await LabControl.ListAsync(_lab.WorkDirectory, LabClient.Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task One_that_says_too_much_or_goes_away_does_no_harm()
    {
        using (var socket = await ConnectAsync())
        {
            await socket.SendAsync(new byte[LabControl.WishBytesMax + 1], LabClient.Cancellation);
        }

        using (await ConnectAsync())
        {
            // It says nothing at all.
        }

        Faults(await LabControl.ListAsync(_lab.WorkDirectory, LabClient.Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task It_is_gone_with_the_lab()
    {
        var lab = await LabClient.StartAsync();
        lab.Listen().ShouldBeEmpty();
        lab.Listen().ShouldBeEmpty("a second time does nothing");
        await lab.DisposeAsync();

        (await LabControl.ListAsync(lab.WorkDirectory, LabClient.Cancellation))
            .ShouldBeOfType<LabControlAnswer.NoAnswer>();
    }

    private Task<LabControlAnswer> SwitchAsync(string fault, bool on) =>
        LabControl.SwitchAsync(_lab.WorkDirectory, fault, on, LabClient.Cancellation);

    private Task<LabControlAnswer> PlayAsync(string user, string word, string note) =>
        LabControl.PlayAsync(_lab.WorkDirectory, user, word, note, LabClient.Cancellation);

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(
            new UnixDomainSocketEndPoint(Path.Combine(_lab.WorkDirectory, "control")), LabClient.Cancellation);
        return socket;
    }

    private static ImmutableArray<string> Faults(LabControlAnswer answer) =>
        answer.ShouldBeOfType<LabControlAnswer.Done>().Faults;
}
