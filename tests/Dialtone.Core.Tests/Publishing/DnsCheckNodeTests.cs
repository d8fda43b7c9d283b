using Dialtone.Core.Discovery;
using Dialtone.Core.Net;
using Dialtone.Core.Publishing;
using Dialtone.Core.Tests.Time;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;

namespace Dialtone.Core.Tests.Publishing;

public class DnsCheckNodeTests
{
    private static readonly HostName Domain = HostName.Parse("contoso.example");
    private static readonly HostName Pool = HostName.Parse("pool01.contoso.example");
    private static readonly EndPointAddress One = new(IpAddress.Parse("192.0.2.2"), 53);
    private static readonly EndPointAddress Other = new(IpAddress.Parse("192.0.2.3"), 53);

    private readonly Dictionary<(EndPointAddress Server, string Name), DnsData[]> _zones = [];
    private readonly HashSet<EndPointAddress> _silent = [];

    [Fact]
    public void What_leads_to_an_address_is_there_and_what_nobody_needs_may_be_missing()
    {
        Serve(One, "_sipinternaltls._tcp.contoso.example", new DnsData.Srv(0, 0, 5061, Pool));
        Serve(One, Pool.Text, new DnsData.A(IpAddress.Parse("192.0.2.11")));

        var records = Check(One);

        records[0].Answers[0].State.ShouldBe(CheckedState.There);
        records[0].Answers[0].IsAuthoritative.ShouldBeTrue();
        records.Skip(1).ShouldAllBe(record => record.Answers[0].State == CheckedState.Missing && !record.IsWrong);
    }

    [Theory]
    [InlineData("pool01.contoso.example", CheckedState.NoAddress, "DT1401")]
    [InlineData("pool01.fabrikam.example", CheckedState.OutsideDomain, "DT1204")]
    [InlineData("", CheckedState.ServiceOff, "DT1213")]
    [InlineData(null, CheckedState.Missing, "DT1201")]
    public void What_is_wrong_with_the_needed_record_has_its_code(string? target, CheckedState state, string code)
    {
        if (target is not null)
        {
            var name = target.Length == 0 ? default : DnsName.From(HostName.Parse(target));
            Serve(One, "_sipinternaltls._tcp.contoso.example", new DnsData.Srv(0, 0, 5061, name));
        }

        var record = Check(One)[0];

        record.Answers[0].State.ShouldBe(state);
        record.IsWrong.ShouldBeTrue();
        record.Finding!.Code.ToString().ShouldBe(code);
    }

    [Fact]
    public void Every_server_is_asked_and_judged_on_its_own()
    {
        Serve(One, "_sipinternaltls._tcp.contoso.example", new DnsData.Srv(0, 0, 5061, Pool));
        Serve(One, Pool.Text, new DnsData.A(IpAddress.Parse("192.0.2.11")));
        _silent.Add(Other);

        var record = Check(One, Other)[0];

        record.Answers.Select(answer => answer.State).ShouldBe([CheckedState.There, CheckedState.Unanswered]);
        record.Answers[1].Status.ShouldBe(DnsStatus.TimedOut);
        record.Differs.ShouldBeFalse();
        record.Finding!.Code.ToString().ShouldBe("DT1202");
    }

    [Fact]
    public void The_order_of_records_is_no_difference()
    {
        DnsData[] both =
        [
            new DnsData.Srv(0, 0, 5061, Pool), new DnsData.Srv(10, 0, 5061, HostName.Parse("pool02.contoso.example")),
        ];
        Serve(One, "_sipinternaltls._tcp.contoso.example", both);
        Serve(Other, "_sipinternaltls._tcp.contoso.example", both[1], both[0]);

        Check(One, Other)[0].Differs.ShouldBeFalse();

        Serve(Other, "_sipinternaltls._tcp.contoso.example", both[1]);
        Check(One, Other)[0].Differs.ShouldBeTrue();
    }

    private void Serve(EndPointAddress server, string name, params DnsData[] data) => _zones[(server, name)] = data;

    private CheckedRecord[] Check(params EndPointAddress[] servers)
    {
        var node = new DnsCheckNode(new() { Domain = Domain, Servers = [.. servers] }, new SeededEntropy(1));
        var effects = new NetEffects();
        var inputs = new Queue<NetInput>([new NetInput.PowerOn()]);
        var time = Instant.Zero;
        while (!node.IsDone)
        {
            if (!inputs.TryDequeue(out var input))
            {
                time = node.Deadline!.Value;
                input = new NetInput.DeadlineReached();
            }

            node.Handle(new(time, default), input, effects);
            foreach (var send in effects.OfType<NetEffect.SendDatagram>().Where(send => !_silent.Contains(send.To)))
            {
                inputs.Enqueue(new NetInput.Datagram(send.Flow, send.To, Answer(send)));
            }

            effects.Clear();
        }

        return [.. node.Records];
    }

    private byte[] Answer(NetEffect.SendDatagram send)
    {
        DnsMessage.TryRead(send.Bytes.Span, out var query, out _).ShouldBeTrue();
        var question = query!.Question!.Value;
        var found = _zones.GetValueOrDefault((send.To, question.Name.Text)) ?? [];
        return new DnsMessage
        {
            Id = query.Id,
            IsResponse = true,
            IsAuthoritative = true,
            Question = question,
            Answers =
            [
                .. found.Where(data => data.Type == question.Type)
                    .Select(data => new DnsRecord(question.Name, 300, data)),
            ],
        }.ToBytes();
    }
}
