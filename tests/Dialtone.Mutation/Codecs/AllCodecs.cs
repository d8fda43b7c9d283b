namespace Dialtone.Mutation.Codecs;

/// <summary>Every reader of bytes that a peer, a network or a disk chose.</summary>
public static class AllCodecs
{
    /// <summary>One of each, for one worker.</summary>
    public static IReadOnlyList<Codec> Make() =>
    [
        new SipMessageCodec(), new SipStreamCodec(), new SipValueCodec(),
        new DigestChallengeCodec(), new DigestCredentialsCodec(), new DigestInfoCodec(),
        new SipChallengeCodec(), new SipSignatureCodec(), new NtlmCodec(),
        new DnsCodec(), new DnsStreamCodec(),
        new DhcpCodec(), new SipServersCodec(), new UcVendorCodec(), new VoiceVlanCodec(), new EnterpriseVendorCodec(),
        new DhcpBlobCodec(),
        new Dhcp6Codec(), new Dhcp6SipServersCodec(),
        new ProvisioningCodec(), new MrasCodec(),
        new PresenceDocumentCodec(), new PresenceNotificationCodec(), new WebServicesCodec(),
        new StunCodec(), new StunStreamCodec(), new MsTurnCodec(), new MsTurnStreamCodec(),
        new AddressCodec(), new MemoryCodec(),
    ];
}
