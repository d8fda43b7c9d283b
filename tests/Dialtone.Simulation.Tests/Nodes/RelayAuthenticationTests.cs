using System.Text;
using Dialtone.Lab.Nodes;
using Dialtone.Wire.Mras;

namespace Dialtone.Simulation.Tests.Nodes;

/// <summary>What a Registrar of the lab answers to the question for relay credentials, with the Edge's help.</summary>
public class RelayAuthenticationTests
{
    private const string Self = "sip:alice@contoso.example";

    private readonly ServiceClient _client = new();

    [Theory]
    [InlineData(MrasLocation.Intranet, "edge1.contoso.example")]
    [InlineData(MrasLocation.Internet, "av.contoso.example")]
    [InlineData(null, "edge1.contoso.example av.contoso.example")]
    public void Credentials_come_with_the_relays_of_the_side(MrasLocation? location, string relays)
    {
        var answer = Read(Ask(Request(location)));

        answer.Reason.ShouldBe(MrasReason.Ok);
        answer.RequestId.ShouldBe("42");
        (answer.From, answer.To).ShouldBe((Self, Uri));
        var one = answer.Credentials.ShouldHaveSingleItem();
        one.Id.ShouldBe("7");
        one.Credentials.Duration.ShouldBe(TimeSpan.FromHours(8));
        string.Join(' ', one.Relays.Select(relay => relay.Host)).ShouldBe(relays);
        one.Relays.ShouldAllBe(relay => relay.UdpPort == 3478 && relay.TcpPort == 443);
        var keys = Mras.Settings.Keys;
        MrasToken.Verify(one.Credentials.Username.Span, keys, out var token).ShouldBe(MrasTokenFault.None);
        token!.ExpiresAt.ShouldBe(
            _client.Lab.World.Start + _client.Lab.World.Time.SinceStart + TimeSpan.FromHours(8),
            TimeSpan.FromSeconds(1));
        one.Credentials.Password.ToArray().ShouldBe(MrasToken.PasswordOf(one.Credentials.Username.Span, keys));
    }

    [Theory]
    [InlineData(60, 60)]
    [InlineData(480, 480)]
    [InlineData(5_000, 480)]
    public void Credentials_hold_as_long_as_was_asked_and_no_longer_than_they_may(int asked, int given) =>
        Read(Ask(Request(duration: TimeSpan.FromMinutes(asked)))).Credentials[0].Credentials.Duration
            .ShouldBe(TimeSpan.FromMinutes(given));

    [Fact]
    public void An_address_is_named_where_it_is_asked_for_and_a_realm_from_version_2_on()
    {
        var answer = Read(Ask(Request() with { Route = MrasRoute.DirectIp, Version = "2.0" }));

        answer.Credentials[0].Relays[0].Host.ShouldBeNull();
        answer.Credentials[0].Relays[0].Address.ShouldBe(_client.Lab.Nodes.Deployment.InnerRelay.Address);
        answer.Credentials[0].Credentials.Realm.ShouldBe("contoso.example");
        Read(Ask(Request())).Credentials[0].Credentials.Realm.ShouldBeNull();
    }

    [Fact]
    public void Another_user_and_an_unknown_version_are_turned_down()
    {
        Read(Ask(Request() with { Version = "9.0" })).Reason.ShouldBe(MrasReason.VersionMismatch);
        var other = Read(Ask(Request() with { Credentials = [new("7", "sip:bob@contoso.example")] }));
        other.Reason.ShouldBe(MrasReason.Forbidden);
        other.Credentials.ShouldBeEmpty();
    }

    [Fact]
    public void What_cannot_be_read_or_is_too_much_is_said()
    {
        Read(Ask("<request")).Reason.ShouldBe(MrasReason.RequestMalformed);
        var many = Enumerable.Range(0, MrasLimits.RequestsMax + 1)
            .Select(i => new MrasCredentialsRequest($"{i}", Self));
        Read(Ask(Request() with { Credentials = [.. many] })).Reason.ShouldBe(MrasReason.RequestTooLarge);
    }

    [Fact]
    public void No_other_URI_and_no_other_type_and_no_stranger_is_served()
    {
        var body = Encoding.UTF8.GetString(Request().ToBytes());
        RawSipClient.Status(_client.Service("sip:edge1.contoso.example@contoso.example", body, MrasRequest.ContentType))
            .ShouldBe(404);
        RawSipClient.Status(_client.Service(Uri, body, "application/xml")).ShouldBe(415);
        RawSipClient.Status(new ServiceClient(signsIn: false).Service(Uri, body, MrasRequest.ContentType))
            .ShouldBe(403);
        Mras.Requests.ShouldBe(0);
    }

    [Fact]
    public void Every_reason_can_be_had()
    {
        foreach (var reason in Enum.GetValues<MrasReason>().Where(reason => reason > MrasReason.Ok))
        {
            Mras.Behaviour.Reason = reason;
            var answer = Read(Ask(Request()));
            answer.Reason.ShouldBe(reason);
            answer.Credentials.ShouldBeEmpty();
        }
    }

    [Fact]
    public void It_can_be_out_of_reach_and_broken()
    {
        Mras.Behaviour.Refusal = new(504, "Server time-out");
        RawSipClient.Status(Ask(Request())).ShouldBe(504);
        (Mras.Behaviour.Refusal, Mras.Behaviour.Malformed) = (null, true);
        MrasResponse.TryRead(Encoding.UTF8.GetBytes(ServiceClient.Body(Ask(Request()))), out _, out _).ShouldBeFalse();
        Mras.Behaviour.Malformed = false;
        Mras.Behaviour.OmitsRelays = true;
        Read(Ask(Request())).Credentials[0].Relays.ShouldBeEmpty();
        (Mras.Behaviour.OmitsRelays, Mras.Behaviour.NamesUnknownHosts) = (false, true);
        Read(Ask(Request())).Credentials[0].Relays[0].Host!.Value.Text.ShouldBe("nowhere.contoso.example");
    }

    [Fact]
    public void Credentials_can_be_foreign_and_over_and_brief()
    {
        Mras.Behaviour.HasForeignKeys = true;
        Verify(Credentials(), out _).ShouldBe(MrasTokenFault.WrongKey);
        (Mras.Behaviour.HasForeignKeys, Mras.Behaviour.GivesExpiredCredentials) = (false, true);
        Verify(Credentials(), out var token).ShouldBe(MrasTokenFault.None);
        token!.ExpiresAt.ShouldBeLessThan(_client.Lab.World.Start + _client.Lab.World.Time.SinceStart);
        Mras.Behaviour.Duration = TimeSpan.FromMinutes(5);
        Credentials().Duration.ShouldBe(TimeSpan.FromMinutes(5));
    }

    private RelayAuthentication Mras => _client.Lab.Nodes.Services.RelayAuthentication;

    private string Uri => Mras.Settings.Uri;

    private MrasTokenFault Verify(MrasCredentials credentials, out MrasToken? token) =>
        MrasToken.Verify(credentials.Username.Span, Mras.Settings.Keys, out token);

    private MrasCredentials Credentials() => Read(Ask(Request())).Credentials[0].Credentials;

    private MrasRequest Request(MrasLocation? location = MrasLocation.Intranet, TimeSpan? duration = null) => new()
    {
        Id = "42",
        From = Self,
        To = Uri,
        Credentials = [new("7", Self, location, duration)],
    };

    private string Ask(MrasRequest request) => Ask(Encoding.UTF8.GetString(request.ToBytes()));

    private string Ask(string body) => _client.Service(Uri, body, MrasRequest.ContentType);

    private static MrasResponse Read(string message)
    {
        RawSipClient.Status(message).ShouldBe(200);
        MrasResponse.TryRead(Encoding.UTF8.GetBytes(ServiceClient.Body(message)), out var answer, out var fault)
            .ShouldBeTrue($"{fault}");
        return answer.ShouldNotBeNull();
    }
}
