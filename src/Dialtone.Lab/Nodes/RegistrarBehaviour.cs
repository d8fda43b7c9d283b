using System.Collections.Immutable;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Lab.Nodes;

/// <summary>An answer that a Registrar gives to every REGISTER instead of the right one.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Reason">The reason phrase.</param>
/// <param name="RetryAfter">Retry-After in seconds; <c>null</c> for none.</param>
/// <param name="Diagnostics">The value of ms-diagnostics, its source left out; empty for none.</param>
public sealed record Refusal(int Status, string Reason, uint? RetryAfter = null, string Diagnostics = "")
{
    /// <summary>The option tags that a 421 asks for (RFC 3261 section 21.4.16); empty for none.</summary>
    public string Require { get; init; } = "";

    /// <summary>Whether the diagnostics are for everybody: told once more without their source.</summary>
    public bool IsPublic { get; init; }
}

/// <summary>
/// What a Registrar does wrong. Everything may change while it runs; what concerns its ports takes effect when its host
/// tells it <see cref="Core.Net.NetInput.SettingsChanged"/>.
/// </summary>
public sealed class RegistrarBehaviour
{
    /// <summary>Its services are stopped: nobody listens on any port, and every connection is closed.</summary>
    public bool IsDown { get; set; }

    /// <summary>
    /// It restarts, once: every connection is closed, and nobody listens for <see cref="Registrar.RestartTime"/>.
    /// </summary>
    public bool Restarts { get; set; }

    /// <summary>Nobody listens on the TLS port.</summary>
    public bool RefusesTls { get; set; }

    /// <summary>Nobody listens on the TCP port.</summary>
    public bool RefusesTcp { get; set; }

    /// <summary>Nobody listens on the UDP port.</summary>
    public bool RefusesUdp { get; set; }

    /// <summary>The TLS port speaks plain SIP.</summary>
    public bool PlainOnTlsPort { get; set; }

    /// <summary>The TCP port speaks TLS.</summary>
    public bool TlsOnPlainPort { get; set; }

    /// <summary>The certificate to present instead of the right one, by name; <c>null</c> for the right one.</summary>
    public string? TlsIdentity { get; set; }

    /// <summary>Connections are taken and nothing more: a TLS handshake gets no answer.</summary>
    public bool SilentAfterAccept { get; set; }

    /// <summary>Requests get no answer.</summary>
    public bool Silent { get; set; }

    /// <summary>Connections are closed as soon as they stand.</summary>
    public bool ClosesAfterAccept { get; set; }

    /// <summary>The connection is closed behind every 401.</summary>
    public bool ClosesAfterChallenge { get; set; }

    /// <summary>Every REGISTER gets this answer; <c>null</c> for the right one.</summary>
    public Refusal? Refusal { get; set; }

    /// <summary>A REGISTER that signs out gets no answer.</summary>
    public bool IgnoresGoodbye { get; set; }

    /// <summary>A REGISTER that signs out gets this answer; <c>null</c> for the right one.</summary>
    public Refusal? GoodbyeRefusal { get; set; }

    /// <summary>Nobody whose proof is right may act as the address that he gives.</summary>
    public bool DeniesAddresses { get; set; }

    /// <summary>The certificate provisioning service that clients are told of; <c>null</c> for the right one.</summary>
    public string? CertificateService { get; set; }

    /// <summary>
    /// After the credential was found right: 301 with these contacts, in this order, q falling: each
    /// <c>pool02.contoso.example:5061</c>. Empty for none.
    /// </summary>
    public ImmutableArray<string> RedirectTo { get; set; } = [];

    /// <summary>What it does with the question for a user's settings.</summary>
    public ProvisioningBehaviour Provisioning { get; } = new();

    /// <summary>What it does with contacts and presence.</summary>
    public PresenceBehaviour Presence { get; } = new();

    /// <summary>
    /// What every client is offered to prove itself with; <c>default</c> for what is right. May be empty.
    /// </summary>
    public ImmutableArray<SipScheme> Schemes { get; set; }

    /// <summary>The 401 offers Basic besides (RFC 7617), which is not for SIP.</summary>
    public bool OffersBasic { get; set; }

    /// <summary>Every signature is wrong.</summary>
    public bool SignsWrongly { get; set; }

    /// <summary>Nothing is signed.</summary>
    public bool SignsNothing { get; set; }

    /// <summary>Every account is locked.</summary>
    public bool LocksAccounts { get; set; }

    /// <summary>Its clock and those of the clients are too far apart.</summary>
    public bool IsSkewed { get; set; }

    /// <summary>No certificate is one that was published for its user.</summary>
    public bool RefusesCertificates { get; set; }

    /// <summary>Every proof of a handshake is found wrong.</summary>
    public bool RefusesProofs { get; set; }

    /// <summary>A refresh finds its security association forgotten.</summary>
    public bool ForgetsAssociations { get; set; }

    /// <summary>The connection is closed in the middle of every handshake.</summary>
    public bool CutsHandshakes { get; set; }

    /// <summary>The 401 offers Digest with MD5 and nothing better, as servers for old phones do.</summary>
    public bool OffersMd5Alone { get; set; }

    /// <summary>
    /// Connections on which nothing was heard for so long are closed; <c>null</c> for never.
    /// </summary>
    public TimeSpan? ClosesIdle { get; set; }

    /// <summary>The keep-alive interval that the 200 names, in seconds; <c>null</c> for the right one.</summary>
    public uint? KeepAliveSeconds { get; set; }

    /// <summary>Answers leave in pieces of so many bytes; 0 for whole.</summary>
    public int AnswerPieceBytes { get; set; }

    /// <summary>Every answer is sent twice.</summary>
    public bool AnswersTwice { get; set; }

    /// <summary>Answers come so late.</summary>
    public TimeSpan AnswerDelay { get; set; }

    /// <summary>
    /// Every binding is given for so many seconds, whatever was asked; <c>null</c> for as it should be.
    /// </summary>
    public uint? GrantedExpires { get; set; }

    /// <summary>
    /// A Lync device that asks for less than the minimum gets 423 instead of the minimum, as other phones always do.
    /// </summary>
    public bool RefusesBrief { get; set; }

    /// <summary>
    /// The binding is forgotten before each refresh, which is then answered <c>register-action="fixed"</c>.
    /// </summary>
    public bool LosesBinding { get; set; }

    /// <summary>
    /// Whether users are told that they are on their backup pool (<c>is-connected-to-primary="no"</c>).
    /// </summary>
    public bool IsBackup { get; set; }

    /// <summary>
    /// Users of the other pool are registered here as its own: as if all had their home here too.
    /// </summary>
    public bool ServesEverybody { get; set; }

    /// <summary>
    /// Whether users of the other pool are taken while it is lost; <c>null</c> for as the two intervals have it, true
    /// for at once, false for never.
    /// </summary>
    public bool? TakesGuests { get; set; }

    /// <summary>
    /// Users of the other pool that are not taken yet get 503 with Retry-After instead of 301 to their home.
    /// </summary>
    public bool RefusesGuests { get; set; }

    /// <summary>
    /// The presence service of the pool is not there: <c>user-services-state=unavailable</c>, and a NOTIFY to endpoints
    /// that are registered already. That its subscription stays <c>active</c> without a number is a guess; MS-SIPREGE
    /// section 3.5 gives the body alone.
    /// </summary>
    public bool PresenceIsLost { get; set; }

    /// <summary>Nothing reaches it and nothing comes from it: a black hole. Its backup gets no heartbeat.</summary>
    public bool IsCutOff { get; set; }

    /// <summary>Whether its backup hears that it lives.</summary>
    internal bool IsHeard => !(IsDown || RefusesTls || Silent || SilentAfterAccept || ClosesAfterAccept || IsCutOff);

    /// <summary>Whether what it does concerns each answer by itself.</summary>
    internal bool AnswersOneByOne => AnswersTwice || AnswerPieceBytes > 0 || AnswerDelay > TimeSpan.Zero;
}
