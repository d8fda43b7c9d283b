using System.Text;
using Dialtone.Lab.Nodes;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Provisioning;

namespace Dialtone.Simulation.Tests.Nodes;

/// <summary>What a Registrar of the lab answers to the question for a user's settings.</summary>
public class ProvisioningTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_settings_come_in_the_answer(bool atTheEdge)
    {
        var client = new ServiceClient(atTheEdge);

        var answer = client.Subscribe();

        RawSipClient.Status(answer).ShouldBe(200);
        RawSipClient.Header(answer, "Event").ShouldBe(ProvisioningRequest.EventPackage);
        RawSipClient.Header(answer, "Expires").ShouldBe("0");
        RawSipClient.Header(answer, "Subscription-State").ShouldBe("terminated;expires=0");
        RawSipClient.Header(answer, "ms-piggyback-cseq").ShouldBe("1");
        RawSipClient.Header(answer, "Content-Type").ShouldBe(ProvisioningRequest.ContentType);
        var settings = Read(answer);
        settings.Groups.Select(group => group.Name).ShouldBe(
        [
            "ServerConfiguration", "ucPolicy", "meetingPolicy", "endpointConfiguration", "mediaConfiguration",
            "locationPolicy", "futureConfiguration",
        ]);
        var server = Server(settings);
        server.MrasUri.ShouldBe(client.Lab.Nodes.Deployment.MrasUri);
        server.Pool.ShouldBe(HostName.Parse("pool01.contoso.example"));
        server.Registrars.Select(name => name.Text).ShouldBe(["pool01.contoso.example", "pool02.contoso.example"]);
        server.UpdatesInternalUrl.ShouldBe("https://pool01.contoso.example:443/RequestHandler/ucdevice.upx");
        server.Phone.LockTimeout.ShouldBe(TimeSpan.FromMinutes(10));
        server.Unusable.ShouldBeEmpty();
        settings.Find("ServerConfiguration")!.TryGet("VoicemailUri", out var voicemail).ShouldBeTrue();
        voicemail.Value.ShouldBe("sip:alice@contoso.example;opaque=app:voicemail");
    }

    [Theory]
    [InlineData(ProvisioningDelivery.Notify, "NOTIFY", false)]
    [InlineData(ProvisioningDelivery.BeNotify, "BENOTIFY", false)]
    [InlineData(ProvisioningDelivery.Notify, "NOTIFY", true)]
    public void The_settings_come_behind_an_answer_without_them(
        ProvisioningDelivery delivery, string method, bool atTheEdge)
    {
        var client = new ServiceClient(atTheEdge);
        Each(client, wrong => wrong.Delivery = delivery);

        var answer = client.Subscribe();
        client.Lab.World.RunUntil(
            () => client.Raw.Last != answer, client.Lab.World.Time + TimeSpan.FromSeconds(1)).ShouldBeTrue();

        RawSipClient.Status(answer).ShouldBe(200);
        ServiceClient.Body(answer).ShouldBeEmpty();
        var notification = client.Raw.Last;
        notification.ShouldStartWith($"{method} sip:alice@contoso.example;opaque=user:epid:");
        RawSipClient.Header(notification, "CSeq").ShouldBe($"1 {method}");
        RawSipClient.Header(notification, "From").ShouldBe(RawSipClient.Header(answer, "To"));
        RawSipClient.Header(notification, "To").ShouldBe(RawSipClient.Header(answer, "From"));
        RawSipClient.Header(notification, "Call-ID").ShouldBe("SUBSCRIBE");
        RawSipClient.Headers(notification, "Via").Length.ShouldBe(atTheEdge ? 2 : 1);
        Server(Read(notification)).MrasUri.ShouldNotBeNull();
    }

    [Fact]
    public void Who_supports_nothing_of_it_is_notified_as_by_any_server()
    {
        var client = new ServiceClient();

        var answer = client.Subscribe(supported: "gruu-10");
        client.Lab.World.RunUntil(
            () => client.Raw.Last != answer, client.Lab.World.Time + TimeSpan.FromSeconds(1)).ShouldBeTrue();

        client.Raw.Last.ShouldStartWith("NOTIFY ");
    }

    [Fact]
    public void Only_what_was_asked_for_comes_and_what_nobody_knows()
    {
        var body = new ProvisioningRequest { Groups = ["UCPOLICY"] }.ToBytes();

        Read(new ServiceClient().Subscribe(body: Encoding.UTF8.GetString(body))).Groups
            .Select(group => group.Name).ShouldBe(["ucPolicy", "futureConfiguration"]);
    }

    [Fact]
    public void Who_has_not_registered_here_is_refused()
    {
        var client = new ServiceClient(signsIn: false);

        RawSipClient.Status(client.Subscribe()).ShouldBe(403);
        client.Lab.Nodes.Pool01[0].Observed.Subscribes.ShouldBe(1);
    }

    [Fact]
    public void Who_says_to_be_a_user_that_has_registered_from_elsewhere_is_refused()
    {
        var client = new ServiceClient();

        RawSipClient.Status(new ServiceClient(signsIn: false, beside: client).Subscribe()).ShouldBe(403);
        RawSipClient.Status(client.Subscribe()).ShouldBe(200);
    }

    [Fact]
    public void Another_event_is_a_bad_one_and_a_body_that_is_none_too()
    {
        var client = new ServiceClient();

        var bad = client.Subscribe("presence.wpending");
        RawSipClient.Status(bad).ShouldBe(489);
        RawSipClient.Header(bad, "Allow-Events").ShouldBe(ProvisioningRequest.EventPackage);
        RawSipClient.Status(client.Subscribe(body: "<provisioningGroupList")).ShouldBe(400);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(488)]
    [InlineData(503)]
    public void It_can_be_refused(int status)
    {
        var client = new ServiceClient();
        Each(client, wrong => wrong.Refusal = new(status, "No"));

        RawSipClient.Status(client.Subscribe()).ShouldBe(status);
    }

    [Fact]
    public void It_can_have_no_answer()
    {
        var client = new ServiceClient();
        Each(client, wrong => wrong.Silent = true);
        var before = client.Raw.Answers.Count;

        client.Send(client.Request("SUBSCRIBE", "sip:alice@contoso.example", ""));
        client.Lab.World.RunTo(client.Lab.World.Time + TimeSpan.FromMinutes(1));

        client.Raw.Answers.Count.ShouldBe(before);
        client.Lab.Nodes.Pool01[0].Observed.Subscribes.ShouldBe(1);
    }

    [Theory]
    [InlineData("Contact: <sip:alice at home>")]
    [InlineData("Subject: nobody to be told")]
    public void Who_follows_contacts_must_say_where_he_is_told(string contact)
    {
        var client = new ServiceClient();
        var request = client.Request(
            "SUBSCRIBE", "sip:alice@contoso.example", "", "Event: vnd-microsoft-roaming-contacts", "Expires: 3600",
            "Supported: ms-benotify, ms-piggyback-first-notify");
        var lines = request.Split("\r\n").Select(line => line.StartsWith("Contact:", StringComparison.Ordinal)
            ? contact : line);

        RawSipClient.Status(client.Ask(string.Join("\r\n", lines))).ShouldBe(400);
    }

    [Fact]
    public void A_body_can_be_cut_and_lack_things_and_have_too_much()
    {
        var client = new ServiceClient();

        Each(client, wrong => wrong.Malformed = true);
        ProvisioningAnswer.TryRead(Encoding.UTF8.GetBytes(ServiceClient.Body(client.Subscribe())), out _, out _)
            .ShouldBeFalse();
        Each(client, wrong => (wrong.Malformed, wrong.OmitsMrasUri) = (false, true));
        Server(Read(client.Subscribe())).MrasUri.ShouldBeNull();
        Each(client, wrong => (wrong.OmitsMrasUri, wrong.OmitsServerConfiguration) = (false, true));
        Read(client.Subscribe()).Find("ServerConfiguration").ShouldBeNull();
        Each(client, wrong => (wrong.OmitsServerConfiguration, wrong.HasForeignElements) = (false, true));
        var foreign = Read(client.Subscribe());
        foreign.Groups[0].Settings[0].Name.ShouldBe("mrasUri");
        Server(foreign).MrasUri.ShouldBe(client.Lab.Nodes.Deployment.MrasUri);
    }

    [Theory]
    [InlineData(50_000)]
    [InlineData(1_048_576)]
    public void A_body_can_be_of_any_length(int bytes)
    {
        var client = new ServiceClient(atTheEdge: true);
        Each(client, wrong => wrong.BodyBytes = bytes);

        var answer = client.Subscribe();

        RawSipClient.Header(answer, "Content-Length").ShouldBe($"{bytes}");
        var settings = Read(answer);
        settings.Groups[^1].Name.ShouldBe("publicationGrammar");
        Server(settings).Pool.ShouldNotBeNull();
    }

    [Fact]
    public void A_brief_body_is_short()
    {
        var client = new ServiceClient(deployment: Lab.Scenarios.Deployment.Contoso with { ProvisionsBriefly = true });

        var body = ServiceClient.Body(client.Subscribe());

        body.Length.ShouldBeLessThan(900);
        Server(Read(client.Raw.Last)).Registrars.Length.ShouldBe(2);
    }

    private static void Each(ServiceClient client, Action<ProvisioningBehaviour> act)
    {
        foreach (var registrar in client.Lab.Nodes.Registrars)
        {
            act(registrar.Behaviour.Provisioning);
        }
    }

    private static ProvisioningAnswer Read(string message)
    {
        ProvisioningAnswer.TryRead(Encoding.UTF8.GetBytes(ServiceClient.Body(message)), out var answer, out var fault)
            .ShouldBeTrue($"{fault}");
        return answer.ShouldNotBeNull();
    }

    private static ServerConfiguration Server(ProvisioningAnswer settings) =>
        ServerConfiguration.From(settings.Find("ServerConfiguration").ShouldNotBeNull());
}
