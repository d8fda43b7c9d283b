using Dialtone.Core.Certificates;
using Dialtone.Core.Devices;
using Dialtone.Core.Exchange.Dns;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Core.Tests.Certificates;
using Dialtone.Core.Tests.Exchange.Dns;
using Dialtone.Core.Tests.Time;
using Dialtone.Core.Time;
using Dialtone.Core.Transactions;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.WebServices;

namespace Dialtone.Core.Tests.Devices;

/// <summary>A phone that knows a number and a PIN, and learns whose they are.</summary>
public class BootstrapNodeTests
{
    private readonly CertificateBench _services = new()
    {
        Authentication = null,
        TicketPort = UsernameToken.PortName,
        TicketSubject = "sip:alice@contoso.example",
    };

    private readonly KeepingJournal _journal = new();
    private readonly Queue<NetInput> _inputs = [];
    private readonly HashSet<FlowId> _open = [];

    [Fact]
    public void Number_and_PIN_give_the_user_and_a_certificate()
    {
        var node = Run(expected: null);

        node.User!.Uri.ShouldBe("sip:alice@contoso.example");
        node.Certificate!.Account.ShouldBe("sip:alice@contoso.example");
        _journal.Entries.OfType<JournalEntry.UserFound>().ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            found => found.Number.ShouldBe("4711"), found => found.IsExpected.ShouldBeTrue());
        _journal.Entries.OfType<JournalEntry.CycleFailed>().ShouldBeEmpty();
        node.Deadline.ShouldBeNull();
    }

    [Fact]
    public void Another_user_than_was_expected_gets_no_further()
    {
        var node = Run(expected: "sip:bob@contoso.example");

        (node.User, node.Certificate).ShouldBe((null, null));
        Failed().ShouldBe(TransactionStep.Certificate);
    }

    [Fact]
    public void A_wrong_PIN_is_a_failure_at_the_web_ticket()
    {
        _services.Instead["/Auth"] = _ => CertificateBench.Answer(401);

        Run(expected: null).Certificate.ShouldBeNull();
        Failed().ShouldBe(TransactionStep.WebTicket);
    }

    [Fact]
    public void A_machine_without_a_place_to_ask_DHCP_finds_no_service()
    {
        var node = Run(expected: null, byHand: false);

        node.IsDone.ShouldBeTrue();
        Failed().ShouldBe(TransactionStep.Dhcp);
    }

    [Fact]
    public void Signing_out_in_the_middle_closes_what_is_open()
    {
        _services.Instead["/mex"] = _ => null;
        var node = Run(expected: null, end: false);
        node.IsDone.ShouldBeFalse();
        _open.ShouldNotBeEmpty();

        Give(node, new NetInput.SignOut());
        node.IsDone.ShouldBeTrue();
        _open.ShouldBeEmpty();
    }

    private TransactionStep? Failed()
    {
        var result = TransactionResult.Of(TransactionKind.PhoneBootstrap, _journal.Entries);
        result.Result.ShouldBe(TransactionVerdict.Failure);
        return result.FailedStep;
    }

    private BootstrapNode Run(string? expected, bool byHand = true, bool end = true)
    {
        _ = AddressOfRecord.TryParse(expected, out var user);
        _ = WebUrl.TryParse(CertificateBench.Service, out var service);
        var settings = _services.Settings with
        {
            Credential = UserCredential.FromPin("4711", CertificateBench.Pin),
            Dns = new DnsSettings
            {
                Servers = [new(IpAddress.Parse("192.0.2.53"), 53)],
                Families = AddressFamilies.V4Only,
            },
            CertificateService = byHand ? service : null,
            DhcpInterface = null,
        };
        _services.Settings = settings;
        var node = new BootstrapNode(settings, user, new SeededEntropy(1), _journal);
        Give(node, new NetInput.PowerOn());
        node.IsDone.ShouldBe(end);
        return node;
    }

    private void Give(BootstrapNode node, NetInput input)
    {
        _inputs.Enqueue(input);
        while (_inputs.TryDequeue(out var next))
        {
            var effects = new NetEffects();
            node.Handle(_services.Now, next, effects);
            foreach (var effect in effects)
            {
                Perform(effect);
            }
        }
    }

    private void Perform(NetEffect effect)
    {
        switch (effect)
        {
            case NetEffect.SendDatagram sent:
                var query = DnsBench.Read(sent.Bytes);
                _inputs.Enqueue(new NetInput.Datagram(
                    sent.Flow, sent.To,
                    DnsBench.Reply(query, DnsBench.A(query.Question!.Value.Name.Host, "192.0.2.11")).ToBytes()));
                break;
            case NetEffect.Connect connect:
                _open.Add(connect.Flow).ShouldBeTrue();
                _inputs.Enqueue(new NetInput.Connected(connect.Flow, DeviceBench.Local, connect.To));
                _inputs.Enqueue(new NetInput.Secured(
                    connect.Flow, DeviceBench.Certificate(connect.Tls!.ExpectedName)));
                break;
            case NetEffect.Close close:
                _ = _open.Remove(close.Flow);
                break;
            default:
                if (_services.Answer(effect) is { } answer)
                {
                    _inputs.Enqueue(answer);
                }

                break;
        }
    }
}
