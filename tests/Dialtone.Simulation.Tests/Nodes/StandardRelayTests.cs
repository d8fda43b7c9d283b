using Dialtone.Core.Exchange.Relays;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Stun;

namespace Dialtone.Simulation.Tests.Nodes;

/// <summary>A Media Relay of RFC 8656, message by message.</summary>
public class StandardRelayTests
{
    private readonly RelayBench _bench = new(RelayDialect.Standard);

    [Fact]
    public void Binding_is_answered_with_the_address_seen()
    {
        var answer = _bench.Ask(RelayBench.StandardRequest(StunMethod.Binding, 1, null, null, []));

        StunMessage.TryRead(answer, out var message, out _).ShouldBeTrue();
        message.Class.ShouldBe(StunClass.Success);
        message.TryGetAddress(StunAttributeType.XorMappedAddress, out var seen).ShouldBeTrue();
        seen.ShouldBe(RelayBench.Client);
    }

    [Fact]
    public void An_answer_has_a_fingerprint_where_the_request_had_one()
    {
        var request = new StunWriter(
            new byte[64], StunClass.Request, StunMethod.Binding, RelayBench.Count(1, StunMessage.TransactionIdBytes));
        request.AddFingerprint();

        StunMessage.TryRead(_bench.Ask(request.Written), out var message, out _).ShouldBeTrue();
        message.TryGet(StunAttributeType.Fingerprint, out _).ShouldBeTrue();
    }

    [Fact]
    public void Indications_and_answers_and_what_is_no_message_get_no_answer()
    {
        var id = RelayBench.Count(1, StunMessage.TransactionIdBytes);
        _bench.Ask(new StunWriter(new byte[64], StunClass.Indication, StunMethod.Send, id).Written).ShouldBeEmpty();
        _bench.Ask(new StunWriter(new byte[64], StunClass.Success, StunMethod.Binding, id).Written).ShouldBeEmpty();
        _bench.Ask("GET / HTTP/1.1\r\n\r\n"u8).ShouldBeEmpty();
        _bench.Relay.Observed.Malformed.ShouldBe(1);
    }

    [Fact]
    public void What_must_be_understood_and_is_not_is_named()
    {
        var (reservation, unheardOf) = ((StunAttributeType)0x0022, (StunAttributeType)0x7FFE);

        var answer = _bench.Ask(RelayBench.StandardRequest(
            StunMethod.Allocate, 1, null, null, [(reservation, [0x80]), (unheardOf, [])]));

        RelayBench.CodeOf(answer).ShouldBe(420);
        StunMessage.TryRead(answer, out var message, out _).ShouldBeTrue();
        message.TryGet(StunAttributeType.UnknownAttributes, out var types).ShouldBeTrue();
        Convert.ToHexString(types).ShouldBe("00227FFE");
    }

    [Fact]
    public void A_retransmission_gets_the_same_allocation_and_another_one_none()
    {
        var first = _bench.AllocateAsUser();
        RelayBench.CodeOf(first).ShouldBe(0);

        RelayedOf(_bench.AllocateAsUser()).ShouldBe(RelayedOf(first));
        RelayBench.CodeOf(_bench.AllocateAsUser(transaction: 2)).ShouldBe(437);
        RelayedOf(_bench.AllocateAsUser(port: 40_001)).ShouldNotBe(RelayedOf(first));
        _bench.Relay.Observed.Allocations.ShouldBe(2);
    }

    [Theory]
    [InlineData(StunAttributeType.RequestedTransport, 442, 6, 0, 0, 0)]
    [InlineData(StunAttributeType.RequestedTransport, 400)]
    [InlineData(StunAttributeType.EvenPort, 508, 0x80)]
    [InlineData(StunAttributeType.EvenPort, 0, 0)]
    [InlineData(StunAttributeType.RequestedAddressFamily, 440, 2, 0, 0, 0)]
    [InlineData(StunAttributeType.RequestedAddressFamily, 0, 1, 0, 0, 0)]
    public void What_is_not_served_is_said(object type, int code, params int[] value)
    {
        var answer = _bench.AllocateAsUser(change: attributes =>
        {
            _ = attributes.RemoveAll(one => one.Item1 == (StunAttributeType)type);
            attributes.Add(((StunAttributeType)type, [.. value.Select(part => (byte)part)]));
        });

        RelayBench.CodeOf(answer).ShouldBe(code);
    }

    [Fact]
    public void An_allocation_lives_as_long_as_it_is_refreshed()
    {
        _bench.AllocateAsUser();

        _bench.Advance(TimeSpan.FromMinutes(9));
        var refreshed = _bench.AllocateAsUser(method: StunMethod.Refresh, transaction: 2, change: attributes =>
            attributes.Add((StunAttributeType.Lifetime, [0, 0, 0xFF, 0xFF])));
        StunMessage.TryRead(refreshed, out var message, out _).ShouldBeTrue();
        message.TryGetNumber(StunAttributeType.Lifetime, out var seconds).ShouldBeTrue();
        seconds.ShouldBe(3600u);
        _bench.Advance(TimeSpan.FromMinutes(59));
        _bench.Relay.Observed.Allocations.ShouldBe(1);
        _bench.Advance(TimeSpan.FromMinutes(2));
        (_bench.Relay.Observed.Allocations, _bench.Relay.Observed.Expired).ShouldBe((0, 1));
        RelayBench.CodeOf(_bench.AllocateAsUser(method: StunMethod.Refresh, transaction: 3)).ShouldBe(437);
    }

    [Fact]
    public void Permissions_and_channels_are_granted_to_who_has_an_allocation()
    {
        RelayBench.CodeOf(Permit("alice")).ShouldBe(437);
        _bench.AllocateAsUser();
        RelayBench.CodeOf(Permit("alice")).ShouldBe(0);
        RelayBench.CodeOf(Permit("bob")).ShouldBe(441);
        RelayBench.CodeOf(_bench.AllocateAsUser(method: StunMethod.CreatePermission)).ShouldBe(400);
        RelayBench.CodeOf(_bench.AllocateAsUser(method: StunMethod.ChannelBind, change: attributes =>
        {
            attributes.Add((StunAttributeType.ChannelNumber, [0x40, 0, 0, 0]));
            attributes.Add((StunAttributeType.XorPeerAddress, [0, 1, 0, 1, 1, 2, 3, 4]));
        })).ShouldBe(0);
    }

    [Fact]
    public void A_nonce_that_is_too_old_comes_with_the_next()
    {
        var nonce = RelayBench.StandardNonce(
            _bench.Ask(RelayBench.StandardRequest(StunMethod.Allocate, 1, null, null, [])));
        _bench.Advance(TimeSpan.FromMinutes(11));

        var answer = _bench.Ask(RelayBench.StandardRequest(StunMethod.Allocate, 2, "alice", nonce, []));

        RelayBench.CodeOf(answer).ShouldBe(438);
        RelayBench.StandardNonce(answer).ShouldNotBe(nonce);
    }

    [Fact]
    public void One_user_has_so_many_allocations_and_all_have_so_many()
    {
        var bench = new RelayBench(RelayDialect.Standard, settings => settings with
        {
            AllocationsPerUserMax = 2,
            AllocationsMax = 3,
        });

        RelayBench.CodeOf(bench.AllocateAsUser(port: 1)).ShouldBe(0);
        RelayBench.CodeOf(bench.AllocateAsUser(port: 2)).ShouldBe(0);
        RelayBench.CodeOf(bench.AllocateAsUser(port: 3)).ShouldBe(486);
        RelayBench.CodeOf(bench.AllocateAsUser("bob", 4)).ShouldBe(0);
        RelayBench.CodeOf(bench.AllocateAsUser("bob", 5)).ShouldBe(486);
        bench.Relay.Observed.AllocationsOverLimit.ShouldBe(2);
        RelayBench.CodeOf(bench.AllocateAsUser(port: 1, transaction: 2, method: StunMethod.Refresh,
            change: attributes => attributes.Add((StunAttributeType.Lifetime, [0, 0, 0, 0])))).ShouldBe(0);
        RelayedOf(bench.AllocateAsUser("bob", 5)).ShouldBe(new(RelayBench.Address, 50_000));
    }

    private byte[] Permit(string user) => _bench.AllocateAsUser(
        user, method: StunMethod.CreatePermission, transaction: 9,
        change: attributes => attributes.Add((StunAttributeType.XorPeerAddress, [0, 1, 0, 1, 1, 2, 3, 4])));

    private static EndPointAddress RelayedOf(byte[] answer)
    {
        StunMessage.TryRead(answer, out var message, out _).ShouldBeTrue();
        message.TryGetAddress(StunAttributeType.XorRelayedAddress, out var relayed).ShouldBeTrue();
        return relayed;
    }
}
