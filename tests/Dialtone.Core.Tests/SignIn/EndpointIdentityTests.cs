using Dialtone.Core.SignIn;

namespace Dialtone.Core.Tests.SignIn;

public class EndpointIdentityTests
{
    // U1 of MS-SIPRE and of SIPE, S2 of Communicator, and values checked against real messages.
    [Theory]
    [InlineData("01010101", "4b1682a8-f968-5701-83fc-7c6741dc6697")]
    [InlineData("356bcace1925", "a15780ab-975f-5b29-ada0-8b95adb48287")]
    [InlineData("c8ca638a15", "34d859db-6585-5f91-a3b4-de853c15347d")]
    [InlineData("0123456789", "5e5c2644-a457-508f-8e27-680c7b557b04")]
    public void Instance_follows_from_the_epid(string epid, string expected) =>
        EndpointIdentity.Instance(epid).ToString().ShouldBe(expected);

    // As servers of the family write it.
    [Theory]
    [InlineData("c8ca638a15", "21nYNIVlkV-jtN6FPBU0fQAA")]
    [InlineData("356bcace1925", "q4BXoV-XKVutoIuVrbSChwAA")]
    public void The_GRUU_follows_from_user_and_instance(string epid, string expected) =>
        EndpointIdentity.Gruu("sip:alice@contoso.example", EndpointIdentity.Instance(epid))
            .ShouldBe($"sip:alice@contoso.example;opaque=user:epid:{expected};gruu");

    [Fact]
    public void Epid_is_stable_for_a_device_and_a_user_and_differs_between_users()
    {
        AddressOfRecord.TryParse("sip:alice@contoso.example", out var alice).ShouldBeTrue();
        AddressOfRecord.TryParse("bob@contoso.example", out var bob).ShouldBeTrue();
        byte[] device = [0x02, 0, 0, 0, 0, 1];

        var epid = EndpointIdentity.Epid(device, alice);

        epid.Length.ShouldBe(10);
        EndpointIdentity.Epid(device, alice).ShouldBe(epid);
        EndpointIdentity.Epid(device, bob).ShouldNotBe(epid);
    }
}
