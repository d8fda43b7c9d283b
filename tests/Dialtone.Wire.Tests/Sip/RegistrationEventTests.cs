namespace Dialtone.Wire.Sip;

public class RegistrationEventTests
{
    [Theory]
    [InlineData("deregistered;event=unregistered", true, RegistrationEventKind.Unregistered)]
    [InlineData("deregistered;event=rejected", true, RegistrationEventKind.Rejected)]
    [InlineData("deregistered;event=deactivated\r\n", true, RegistrationEventKind.Deactivated)]
    [InlineData(" Deregistered ; Event = \"preferred-registrar-change\" ", true,
        RegistrationEventKind.PreferredRegistrarChange)]
    [InlineData("registered;event=userservices-unavailable", false, RegistrationEventKind.UserServicesUnavailable)]
    [InlineData("deregistered;event=noticed;since=now", true, RegistrationEventKind.Unknown)]
    [InlineData("deregistered event=rejected", true, RegistrationEventKind.Rejected)]
    [InlineData("deregistered", true, RegistrationEventKind.Unknown)]
    [InlineData("refreshed;event=rejected", false, RegistrationEventKind.Rejected)]
    public void What_a_notice_says_is_read(string body, bool isOver, RegistrationEventKind kind)
    {
        RegistrationEvent.TryRead(SipSamples.Bytes(body), out var read, out var fault).ShouldBeTrue(fault.ToString());

        read.ShouldBe(new RegistrationEvent(isOver, kind));
    }

    [Theory]
    [InlineData("", SipFaultKind.Parameter, 0)]
    [InlineData(";event=rejected", SipFaultKind.Parameter, 0)]
    [InlineData("<xml/>", SipFaultKind.Parameter, 0)]
    [InlineData("deregistered;event=\"rejected", SipFaultKind.QuotedString, 19)]
    [InlineData("deregistered;=rejected", SipFaultKind.Parameter, 13)]
    public void What_cannot_be_read_is_a_fault(string body, SipFaultKind kind, int offset)
    {
        RegistrationEvent.TryRead(SipSamples.Bytes(body), out _, out var fault).ShouldBeFalse();

        fault.ShouldBe(new SipFault(kind, offset));
    }

    [Fact]
    public void A_body_longer_than_any_is_not_read()
    {
        var longest = "deregistered;event=rejected".PadRight(RegistrationEvent.BodyBytesMax);

        RegistrationEvent.TryRead(SipSamples.Bytes(longest), out _, out _).ShouldBeTrue();
        RegistrationEvent.TryRead(SipSamples.Bytes(longest + " "), out _, out var fault).ShouldBeFalse();
        fault.ShouldBe(new SipFault(SipFaultKind.BodyTooLong, RegistrationEvent.BodyBytesMax));
    }

    [Fact]
    public void Cut_short_at_any_byte_it_is_read_or_a_fault_within_it()
    {
        var whole = SipSamples.Bytes("deregistered;event=\"preferred-registrar-change\";x");
        for (var length = 0; length <= whole.Length; length++)
        {
            if (!RegistrationEvent.TryRead(whole.AsSpan(0, length), out _, out var fault))
            {
                fault.Offset.ShouldBeInRange(0, length);
            }
        }
    }
}
