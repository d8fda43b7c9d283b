using Dialtone.Lab.Nodes;

namespace Dialtone.Lab.Tests.Nodes;

public class PublishedCertificatesTests
{
    private readonly PublishedCertificates _all = new();

    [Fact]
    public void A_certificate_is_its_users_alone()
    {
        _all.Publish("alice", "one"u8);
        _all.Publish("ALICE", "two"u8);

        _all.IsPublished("Alice", "one"u8).ShouldBeTrue();
        _all.IsPublished("alice", "two"u8).ShouldBeTrue();
        _all.IsPublished("alice", "three"u8).ShouldBeFalse();
        _all.IsPublished("bob", "one"u8).ShouldBeFalse();
    }

    [Fact]
    public void What_is_revoked_proves_nobody()
    {
        _all.Publish("alice", "one"u8);
        _all.Publish("bob", "two"u8);
        _all.Revoke("alice");
        (_all.IsPublished("alice", "one"u8), _all.IsPublished("bob", "two"u8)).ShouldBe((false, true));

        _all.RevokeAll();
        _all.IsPublished("bob", "two"u8).ShouldBeFalse();
    }

    [Fact]
    public void One_too_many_drops_the_oldest()
    {
        for (byte i = 0; i <= PublishedCertificates.PerUserMax; i++)
        {
            _all.Publish("alice", [i]);
            _all.Publish("alice", [i]);
        }

        _all.IsPublished("alice", [0]).ShouldBeFalse();
        _all.IsPublished("alice", [1]).ShouldBeTrue();
        _all.IsPublished("alice", [PublishedCertificates.PerUserMax]).ShouldBeTrue();
    }
}
