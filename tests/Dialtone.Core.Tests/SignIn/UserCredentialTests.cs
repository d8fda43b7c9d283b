using Dialtone.Core.SignIn;
using Dialtone.Core.Tests.Devices;
using Dialtone.Wire.Auth.Digest;

namespace Dialtone.Core.Tests.SignIn;

public sealed class UserCredentialTests
{
    private const string Secret = "Pa55w0rd!";

    [Theory]
    [InlineData("alice@contoso.example", "alice@CONTOSO.EXAMPLE")]
    [InlineData("CONTOSO\\alice", "alice@CONTOSO")]
    [InlineData("contoso\\alice@home", "alice@home@CONTOSO")]
    [InlineData("alice", null)]
    [InlineData("", null)]
    [InlineData("@contoso.example", null)]
    [InlineData("CONTOSO\\", null)]
    public void Only_a_login_with_a_realm_asks_for_a_ticket(string login, string? logon)
    {
        var kerberos = UserCredential.FromPassword(login, Secret).Kerberos;

        kerberos?.ToString().ShouldBe(logon);
        (kerberos is null).ShouldBe(logon is null);
    }

    [Fact]
    public void The_sign_in_address_stands_for_a_login_that_was_not_given()
    {
        UserCredential.FromPassword("", Secret).Digest(DeviceBench.Account)!.Value.Username.ShouldBe("alice");
        UserCredential.FromPassword("bob", Secret).Digest(DeviceBench.Account)!.Value.Username.ShouldBe("bob");
    }

    [Fact]
    public void A_pin_and_a_ticket_cache_answer_no_Digest()
    {
        UserCredential.FromPin("4711", "271828").Digest(DeviceBench.Account).ShouldBeNull();
        UserCredential.FromTicketCache().Digest(DeviceBench.Account).ShouldBeNull();
    }

    [Fact]
    public void No_text_and_no_property_shows_what_proves_the_user()
    {
        var ha1 = new string('a', 32);
        UserCredential[] all =
        [
            UserCredential.FromPassword("alice", Secret), UserCredential.FromPin("4711", Secret),
            UserCredential.FromHa1("alice", DigestAlgorithm.Md5, ha1), UserCredential.FromTicketCache(),
        ];

        all.Select(each => each.ToString()).ShouldBe(["alice", "4711", "alice", "ticket cache"]);
        all.Select(each => each.Kind).ShouldBe(
            [CredentialKind.Password, CredentialKind.Pin, CredentialKind.Ha1, CredentialKind.TicketCache]);
        typeof(UserCredential).GetProperties().Select(each => each.Name).ShouldBe(["Login", "Kind", "Kerberos"]);
    }
}
