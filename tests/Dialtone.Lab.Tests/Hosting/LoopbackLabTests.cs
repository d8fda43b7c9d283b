using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Dialtone.Lab.Faults;
using Dialtone.Lab.Hosting;
using Dialtone.Lab.Scenarios;
using Dialtone.Wire.Addresses;

namespace Dialtone.Lab.Tests.Hosting;

[Collection(LabClient.Turns)]
public class LoopbackLabTests
{
    [Fact]
    public async Task A_lab_starts_and_stops_twice_in_a_row_and_leaves_nothing()
    {
        for (var i = 0; i < 2; i++)
        {
            var lab = await LabClient.StartAsync();
            var sheet = lab.Sheet;
            File.Exists(sheet.CaFile).ShouldBeTrue();
            foreach (var port in LabClient.Ports(sheet))
            {
                (await LabClient.ListensAsync(port)).ShouldBeTrue($"{port}");
            }

            await lab.DisposeAsync();

            Directory.Exists(lab.WorkDirectory).ShouldBeFalse();
            foreach (var port in LabClient.Ports(sheet))
            {
                (await LabClient.ListensAsync(port)).ShouldBeFalse($"{port}");
            }

            foreach (var server in (EndPointAddress[])[sheet.Dns, sheet.Dhcp])
            {
                using var free = new UdpClient(LabClient.At(server.Address, server.Port));
                free.Client.IsBound.ShouldBeTrue();
            }
        }
    }

    [Fact]
    public async Task Two_labs_run_beside_each_other()
    {
        await using var first = await LabClient.StartAsync();
        await using var second = await LabClient.StartAsync();

        LabClient.Ports(first.Sheet).Intersect(LabClient.Ports(second.Sheet)).ShouldBeEmpty();
        foreach (var lab in (LoopbackLab[])[first, second])
        {
            var (errors, _, _) = await LabClient.HandshakeAsync(lab.Sheet.Registrars[0], lab.Sheet.CaFile);
            errors.ShouldBe(System.Net.Security.SslPolicyErrors.None);
        }
    }

    [Fact]
    public async Task Every_machine_keeps_its_last_octet_in_a_network_of_the_lab_s_own()
    {
        await using var lab = await LabClient.StartAsync();

        var addresses = lab.Deployment.Hosts.Select(host => host.Address.ToIPAddress().GetAddressBytes()).ToArray();

        addresses.Select(address => (int)address[3]).ShouldBe([2, 3, 11, 12, 21, 31, 32, 33, 34, 51, 52]);
        addresses.ShouldAllBe(address => address[0] == 127 && address[1] >= 16);
        addresses.Select(address => (address[1], address[2])).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task No_port_needs_rights()
    {
        await using var lab = await LabClient.StartAsync();

        LabClient.Ports(lab.Sheet).Select(at => at.Port).Append(lab.Sheet.Dhcp.Port).ShouldAllBe(port => port >= 1024);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_replaced_for_the_whole_lab()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Any, 0));
        taken.Listen();
        var port = (ushort)((IPEndPoint)taken.LocalEndPoint!).Port;

        var start = await LoopbackLab.StartAsync(
            new() { Deployment = Deployment.Contoso with { SipTlsPort = port } }, LabClient.Cancellation);

        await using var lab = start.ShouldBeOfType<LabStart.Running>().Lab;
        var other = lab.Sheet.Registrars.Select(server => server.TlsPort).Distinct().ShouldHaveSingleItem();
        other.ShouldNotBe(port);
        var (answer, _) = Srv(await LabClient.AskAsync(lab.Sheet.Dns, SrvQuery));
        answer.ShouldBe(other);
    }

    [Fact]
    public async Task A_question_written_by_hand_gets_the_SRV_record()
    {
        await using var lab = await LabClient.StartAsync();

        var answer = await LabClient.AskAsync(lab.Sheet.Dns, SrvQuery);

        answer[..2].ShouldBe([0xBE, 0xEF]);
        var (port, target) = Srv(answer);
        port.ShouldBe(lab.Deployment.SipTlsPort);
        target.ShouldBe("pool01.contoso.example");
    }

    [Fact]
    public async Task An_inform_written_by_hand_is_answered_to_where_it_came_from()
    {
        await using var lab = await LabClient.StartAsync();

        var answer = await LabClient.AskAsync(lab.Sheet.Dhcp, Inform);

        // A reply, with the question's identifier, and the pool's name in RFC 1035 form.
        answer[0].ShouldBe((byte)2);
        answer[4..8].ShouldBe([0x1B, 0xAD, 0xCA, 0xFE]);
        answer.AsSpan().IndexOf("\u0006pool01\u0007contoso\u0007example\0"u8).ShouldBePositive();
    }

    [Fact]
    public async Task A_registrar_asks_for_digest()
    {
        await using var lab = await LabClient.StartAsync();
        var server = lab.Sheet.Registrars[0];
        using var client = new TcpClient();
        await client.ConnectAsync(LabClient.At(server.Address, server.TcpPort), LabClient.Cancellation);

        await client.GetStream().WriteAsync(Register, LabClient.Cancellation);

        var read = new byte[4096];
        var count = await client.GetStream().ReadAsync(read, LabClient.Cancellation).AsTask().Within();
        Encoding.ASCII.GetString(read, 0, count).ShouldStartWith("SIP/2.0 401 ");
    }

    [Fact]
    public async Task A_registrar_asks_for_digest_over_UDP_too()
    {
        await using var lab = await LabClient.StartAsync();
        var server = lab.Sheet.Registrars[0];
        var request = Encoding.ASCII.GetString(Register).Replace("TCP 192.0.2.50:50000", "UDP 192.0.2.50;rport",
            StringComparison.Ordinal);

        var answer = Encoding.ASCII.GetString(await LabClient.AskAsync(
            new(server.Address, server.UdpPort.ShouldNotBeNull()), Encoding.ASCII.GetBytes(request)));

        answer.ShouldStartWith("SIP/2.0 401 ");
        answer.ShouldContain(";received=127.0.0.1;rport=");
    }

    [Fact]
    public async Task A_fault_given_at_the_start_is_there_and_on_the_sheet()
    {
        await using var lab = await LabClient.StartAsync("dns-servfail", "tls-dead");

        ResponseCode(await LabClient.AskAsync(lab.Sheet.Dns, SrvQuery)).ShouldBe(2);
        var server = lab.Sheet.Registrars[0];
        (await LabClient.ListensAsync(LabClient.At(server.Address, server.TlsPort))).ShouldBeFalse();
        (await LabClient.ListensAsync(LabClient.At(server.Address, server.TcpPort))).ShouldBeTrue();
        lab.Sheet.Faults.Select(fault => fault.Name).ShouldBe(["dns-servfail", "tls-dead"]);
    }

    [Fact]
    public async Task A_fault_is_switched_while_the_lab_runs()
    {
        await using var lab = await LabClient.StartAsync();
        LabFault.TryFind("dns-servfail", out var fault).ShouldBeTrue();

        lab.Switch(fault, on: true);
        ResponseCode(await LabClient.AskAsync(lab.Sheet.Dns, SrvQuery)).ShouldBe(2);
        lab.Sheet.Faults.ShouldBe([fault]);

        lab.Switch(fault, on: false);
        ResponseCode(await LabClient.AskAsync(lab.Sheet.Dns, SrvQuery)).ShouldBe(0);
        lab.Sheet.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_unknown_fault_is_answered_with_the_known_ones()
    {
        var start = await LoopbackLab.StartAsync(new() { Faults = ["dns-sulks"] }, LabClient.Cancellation);

        var unknown = start.ShouldBeOfType<LabStart.UnknownFault>();
        unknown.Name.ShouldBe("dns-sulks");
        unknown.Known.ShouldContain("dns-silent");
        unknown.ToString().ShouldContain("dns-silent");
    }

    [Fact]
    public async Task A_fault_of_the_network_itself_cannot_be_had()
    {
        var one = LabFault.All.First(fault => fault.Hosting == FaultHosting.WorldOnly);

        var start = await LoopbackLab.StartAsync(new() { Faults = [one.Name] }, LabClient.Cancellation);

        start.ShouldBeOfType<LabStart.FaultOfWorldOnly>().ToString().ShouldContain(one.Name);
        await using var lab = await LabClient.StartAsync();
        Should.Throw<ArgumentException>(() => lab.Switch(one, on: true));
    }

    [Fact]
    public async Task Every_fault_that_can_be_had_lets_the_lab_start()
    {
        foreach (var name in LoopbackLab.FaultNames)
        {
            await using var lab = await LabClient.StartAsync(Deployment.Contoso.WithBalancer(), name);
            lab.Sheet.Faults.ShouldHaveSingleItem().Name.ShouldBe(name);
        }
    }

    [Fact]
    public async Task A_fault_of_a_load_balancer_needs_one()
    {
        var start = await LoopbackLab.StartAsync(new() { Faults = ["balancer-empty"] }, LabClient.Cancellation);

        start.ShouldBeOfType<LabStart.FaultNeedsBalancer>().ToString().ShouldContain("hardware");
    }

    [Fact]
    public async Task A_lab_that_is_not_wanted_any_more_leaves_nothing()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => LoopbackLab.StartAsync(new(), stop.Token));

        // No other lab of this process is there: those that start one take turns.
        Directory.GetDirectories(Path.GetTempPath(), $"dialtone-lab-{Environment.ProcessId}-*").ShouldBeEmpty();
    }

    [Fact]
    public async Task Waiting_ends_when_it_is_cancelled_and_the_lab_lives_on()
    {
        await using var lab = await LabClient.StartAsync();
        using var stop = new CancellationTokenSource();
        var waiting = lab.WaitAsync(stop.Token);
        waiting.IsCompleted.ShouldBeFalse();

        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => waiting.Within());
        (await LabClient.ListensAsync(LabClient.Ports(lab.Sheet).First())).ShouldBeTrue();
    }

    private static byte[] SrvQuery =>
    [
        0xBE, 0xEF, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0,
        .. "\u000F_sipinternaltls\u0004_tcp\u0007contoso\u0007example\0"u8,
        0, 33, 0, 1,
    ];

    // A DHCPINFORM: 53 = 8, 55 = 120 43, 60 = MS-UC-Client; ciaddr 192.0.2.50.
    private static byte[] Inform => Convert.FromHexString(
        "010106001badcafe00000000c0000232000000000000000000000000" + "02005e100001".PadRight(32, '0')
        + new string('0', 384) + "63825363" + "350108" + "3702782b" + "3c0c4d532d55432d436c69656e74" + "ff");

    private static byte[] Register => Encoding.ASCII.GetBytes("""
        REGISTER sip:contoso.example SIP/2.0
        Via: SIP/2.0/TCP 192.0.2.50:50000;branch=z9hG4bK1
        Max-Forwards: 70
        From: <sip:alice@contoso.example>;tag=1;epid=0123456789
        To: <sip:alice@contoso.example>
        Call-ID: 1
        CSeq: 1 REGISTER
        Contact: <sip:192.0.2.50:50000;transport=tcp>
        Content-Length: 0


        """.ReplaceLineEndings("\r\n"));

    private static int ResponseCode(byte[] answer) => answer[3] & 0xF;

    // The question stands as it was asked; the first answer has its owner compressed to two bytes, then type, class,
    // time to live, length, priority, weight, port, target.
    private static (ushort Port, string Target) Srv(byte[] answer)
    {
        BinaryPrimitives.ReadUInt16BigEndian(answer.AsSpan(6)).ShouldBeGreaterThan((ushort)0);
        var record = answer.AsSpan(SrvQuery.Length);
        record[0].ShouldBe((byte)0xC0);
        BinaryPrimitives.ReadUInt16BigEndian(record[2..]).ShouldBe((ushort)33);
        var labels = new List<string>();
        var target = record[18..];
        while (target[0] != 0)
        {
            labels.Add(Encoding.ASCII.GetString(target.Slice(1, target[0])));
            target = target[(target[0] + 1)..];
        }

        return (BinaryPrimitives.ReadUInt16BigEndian(record[16..]), string.Join('.', labels));
    }
}
