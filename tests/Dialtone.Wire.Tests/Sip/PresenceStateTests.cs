namespace Dialtone.Wire.Sip;

public class PresenceStateTests
{
    [Theory]
    [InlineData("register-action=\"added\";primary-cluster-type=\"central\";is-connected-to-primary=\"yes\"",
        RegisterAction.Added, ClusterType.Central, true, false, false)]
    [InlineData("register-action=\"refreshed\"", RegisterAction.Refreshed, ClusterType.Unknown, null, false, false)]
    [InlineData("register-action=\"fixed\";primary-cluster-type=\"remote\";is-connected-to-primary=\"no\""
        + ";user-services-state=unavailable", RegisterAction.Fixed, ClusterType.Remote, false, true, true)]
    [InlineData("Register-Action=ADDED; Primary-Cluster-Type=Central ;is-connected-to-primary=\"No\"",
        RegisterAction.Added, ClusterType.Central, false, false, true)]
    [InlineData("register-action=\"refreshed\";primary-cluster-type=\"central\";is-connected-to-primary=\"yes\""
        + ";user-services-state=unavailable", RegisterAction.Refreshed, ClusterType.Central, true, true, true)]
    [InlineData("register-action=\"moved\";primary-cluster-type=\"cloud\";is-connected-to-primary=\"perhaps\";new=1",
        RegisterAction.Unknown, ClusterType.Unknown, null, false, false)]
    [InlineData("", RegisterAction.Unknown, ClusterType.Unknown, null, false, false)]
    public void What_the_header_says_is_read(
        string text, RegisterAction action, ClusterType cluster, bool? primary, bool unavailable, bool survivable)
    {
        PresenceState.TryRead(SipSamples.Bytes(text), out var state, out var fault).ShouldBeTrue(fault.ToString());

        state.ShouldBe(new PresenceState(action, cluster, primary, unavailable));
        state.IsSurvivable.ShouldBe(survivable);
    }

    [Theory]
    [InlineData("register-action=\"added", SipFaultKind.QuotedString, 16)]
    [InlineData("register-action=;x", SipFaultKind.Parameter, 16)]
    public void What_cannot_be_read_is_a_fault(string text, SipFaultKind kind, int offset)
    {
        PresenceState.TryRead(SipSamples.Bytes(text), out _, out var fault, 100).ShouldBeFalse();

        fault.ShouldBe(new SipFault(kind, 100 + offset));
    }

    [Fact]
    public void Cut_short_at_any_byte_it_is_read_or_a_fault_within_it()
    {
        var whole = SipSamples.Bytes("register-action=\"fixed\";is-connected-to-primary=\"no\";user-services-state=x");
        for (var length = 0; length <= whole.Length; length++)
        {
            if (!PresenceState.TryRead(whole.AsSpan(0, length), out _, out var fault))
            {
                fault.Offset.ShouldBeInRange(0, length);
            }
        }
    }

    [Fact]
    public void One_parameter_more_than_is_read_is_a_fault()
    {
        var max = SipLimits.Default.ParameterCountMax;
        var many = string.Join(';', Enumerable.Repeat("a=1", max));

        PresenceState.TryRead(SipSamples.Bytes(many), out _, out _).ShouldBeTrue();
        PresenceState.TryRead(SipSamples.Bytes(many + ";a=1"), out _, out var fault).ShouldBeFalse();
        fault.Kind.ShouldBe(SipFaultKind.TooManyParameters);
    }
}
