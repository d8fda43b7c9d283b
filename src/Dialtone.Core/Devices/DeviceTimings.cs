using System.Collections.Immutable;
using Dialtone.Core.Net;

namespace Dialtone.Core.Devices;

/// <summary>
/// Every time limit of a device. None is published for the phones; these are the project's choice, near to what tools
/// of the field do, and all of them can be set.
/// </summary>
public sealed record DeviceTimings
{
    /// <summary>The whole of discovery; DNS and DHCP have shorter limits of their own.</summary>
    public TimeSpan Discovery { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// In place of <see cref="Discovery"/> where memory could serve: how long a cycle waits while DNS says nothing at
    /// all, and how long for DHCP once DNS has named nobody. Four questions to a DNS server and two to DHCP have gone
    /// out by then. A phone that starts while both are dead spends this twice, in the Known cycle and in discovery,
    /// before it uses what it remembers (S9). Zero for no such limit.
    /// </summary>
    public TimeSpan DiscoveryWithMemory { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// One TCP connection, and all the addresses of a candidate that race. Windows would wait 21 s; a person does not.
    /// SYNs are sent at 0, 1 and 3 s: three of them lost says more of the server than of the network. With the next
    /// candidate made ready meanwhile, a silent server delays a sign-in by no more than this.
    /// </summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// What an address that joins a race late gets at least: time for a SYN that is lost, another after 1 s, and its
    /// answer.
    /// </summary>
    public TimeSpan ConnectLeast { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// After what time the next address of a candidate joins the race: the recommended delay of RFC 8305 section 5.
    /// </summary>
    public TimeSpan RaceStagger { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// After what silence of a candidate the next one is made ready. Longer than a round trip around the world and the
    /// second SYN at 1 s, so that a slow server is not doubted; short enough that resolving, connecting and TLS are
    /// done when the first one's time is up.
    /// </summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>
    /// One TLS handshake: two round trips and some arithmetic, or eight seconds at a server that thousands of phones
    /// come back to at once. Together with <see cref="Connect"/> or <see cref="FirstAnswer"/> no sign-in waits longer
    /// than ten seconds for a server that takes connections and says nothing.
    /// </summary>
    public TimeSpan Tls { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>
    /// Any answer to the first REGISTER on a new TCP or TLS connection, 100 included. Nothing is lost on a stream; a
    /// server that took the connection at once and then says nothing for so long rarely says it later. One that has
    /// answered anything, or behind which nothing is left to try but a transport that protects less, has the whole of
    /// <see cref="Register"/>. Doubled by every cycle that failed, so that a server which is only slow is waited for in
    /// the end.
    /// </summary>
    public TimeSpan FirstAnswer { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>
    /// The same over UDP, where nothing shows that anybody is there (RFC 3263 section 4.3): four REGISTERs, sent at 0,
    /// 0.5, 1.5 and 3.5 s, without an answer. At one datagram lost in five, both ways, one in sixty dies so.
    /// </summary>
    public TimeSpan FirstAnswerUdp { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>
    /// For how long an address that said nothing in the TLS handshake is asked to send small segments only: a tunnel
    /// that loses large packets and does not say so is as a rule there for longer than a registration, and segments of
    /// 536 bytes cost a handshake some packets and nothing else.
    /// </summary>
    public TimeSpan SmallSegments { get; init; } = TimeSpan.FromHours(1);

    /// <summary>One final response to REGISTER: 64 times T1 (RFC 3261 section 17.1.2.2).</summary>
    public TimeSpan Register { get; init; } = TimeSpan.FromSeconds(32);

    /// <summary>
    /// A Kerberos ticket, or one step of a handshake of TLS-DSK, from the host: arithmetic of milliseconds, or a key
    /// distribution center that is asked by UDP, then by TCP, and then another one.
    /// </summary>
    public TimeSpan Host { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// The settings of the user, or the credentials of Media Relays, from the request to the content: 64 times T1, as
    /// for any request. Content that comes in a notice after the response is within it.
    /// </summary>
    public TimeSpan Provisioning { get; init; } = TimeSpan.FromSeconds(32);

    /// <summary>
    /// After what time settings or credentials that were not to be had are asked for again; drawn from half to the
    /// whole of it.
    /// </summary>
    public TimeSpan ProvisioningRetry { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>For how long credentials of Media Relays are asked for: a working day, as clients of Lync do.</summary>
    public TimeSpan RelayCredentials { get; init; } = TimeSpan.FromHours(8);

    /// <summary>The longest life of them that is believed.</summary>
    public TimeSpan RelayCredentialsMax { get; init; } = TimeSpan.FromDays(1);

    /// <summary>
    /// One response of a web server, and one Kerberos ticket for it. A server that asks a directory for the user, or
    /// whose application has just been started, takes several seconds.
    /// </summary>
    public TimeSpan WebAnswer { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// A certificate from one service, from its metadata to the judgement: four answers of a web server, and a key pair
    /// that a slow device makes.
    /// </summary>
    public TimeSpan Certificate { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long TLS connections wait for the roots of a deployment to be learned, where that is wanted: a look-up, a
    /// connection and a request, within what a connection may take (<see cref="Connect"/>).
    /// </summary>
    public TimeSpan RootChain { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// About how long after a certificate could not be renewed it is tried again; there are weeks left as a rule.
    /// </summary>
    public TimeSpan RenewalRetry { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// The whole of Lyncdiscover, which stands before everything else where it is asked: two names, each with some
    /// answers of a web server, and a web ticket.
    /// </summary>
    public TimeSpan Lyncdiscover { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a target that failed is tried after all others. RFC 3263 section 4.3 names no time; SIP proxies of the
    /// field keep such a mark for a minute. A Retry-After takes its place.
    /// </summary>
    public TimeSpan TargetMark { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The response to REGISTER with Expires 0: a person who signs out does not wait for a dead server.
    /// </summary>
    public TimeSpan SignOut { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>
    /// What a refresh may take that shows whether a connection still leads anywhere after this machine's own addresses
    /// have changed: a packet that is lost, another after 1 s, and its answer. A server that takes longer costs a new
    /// connection and nothing else.
    /// </summary>
    public TimeSpan Doubt { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How the Registrar's machine is watched over TCP and TLS, so that one that is gone is noticed within the limit,
    /// whatever its program is; <c>null</c> to leave that to the system. It costs a packet without data and its
    /// acknowledgement, some 110 bytes, in every idle time: 5,000 such pairs a second for 10,000 phones, all answered
    /// by the machine and none seen by its program. Four of them in a row must be lost to give up a connection in vain:
    /// at one packet in a hundred lost that happens twice a year, at five in a hundred four times a day.
    /// </summary>
    public PeerWatch? Peer { get; init; } = new(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(6));

    /// <summary>
    /// After what idle time a server that answers pings (RFC 5626 section 4.4.1) gets one: each is drawn from 80 to 100
    /// percent of this. Zero for no more often than was agreed on. This is what finds a server whose machine lives and
    /// whose program does not. It costs the server two small packets each way, over TLS some 350 bytes, and a turn of
    /// its program: 3,700 of these a second for 10,000 phones. Phones on batteries want a minute here.
    /// </summary>
    public TimeSpan Ping { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// What the answer to such a ping may take. RFC 5626 gives 10 s; a server that says nothing for longer than this is
    /// left for another one, so it must not be so short that one which is only busy gets all its phones as newcomers
    /// besides. Packets that are lost have been sent again four times by then.
    /// </summary>
    public TimeSpan Pong { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// In place of <see cref="Connect"/>, <see cref="Tls"/> and <see cref="FirstAnswer"/> once a Registrar has gone
    /// silent on a standing connection, for as long as <see cref="TargetMark"/> lasts: the doubt is there already, and
    /// the others of its pool may have gone with it. The SYNs of 0 and 1 s and an answer to the second.
    /// </summary>
    public TimeSpan AfterSilence { get; init; } = TimeSpan.FromSeconds(2.5);

    /// <summary>
    /// The same at a Registrar that has just failed in the Known cycle and is named by discovery again: it is asked
    /// because the order wants it (S3), and not waited for again.
    /// </summary>
    public TimeSpan Again { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long to wait for an address where this machine has none on any network. A change of the addresses ends the
    /// wait at once; without one it is tried all the same, since systems do not report every change.
    /// </summary>
    public TimeSpan NoNetwork { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long before its end a registration is renewed; at most half of it.</summary>
    public TimeSpan RefreshMargin { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// After what time the first server is tried again under <see cref="FailbackPolicy.Duration"/>: an hour, as desk
    /// phones have it. Zero for never.
    /// </summary>
    public TimeSpan Failback { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The least time after which it is, whatever the policy: a TTL may be of a second.</summary>
    public TimeSpan FailbackLeast { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long a first server must keep a device that came back to it; one that loses it sooner is left alone for as
    /// long.
    /// </summary>
    public TimeSpan FailbackHold { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How long to wait after the first, second … cycle that failed; the last row repeats. Quick at first, since most
    /// outages at power-on are a switch port that is not forwarding yet; then slow, since a pool that comes back must
    /// not meet all its phones in one second. Each wait is drawn (<see cref="BackOffJitter"/>).
    /// </summary>
    public ImmutableArray<TimeSpan> BackOff { get; init; } =
    [
        TimeSpan.FromSeconds(10),  //   10 s since the first failure: spanning tree, a slow DHCP server
        TimeSpan.FromSeconds(30),  //   40 s: a server that restarts
        TimeSpan.FromSeconds(60),  //  100 s
        TimeSpan.FromSeconds(120), //  220 s
        TimeSpan.FromSeconds(300), //  520 s: a backup pool takes users after 300 s without its primary
    ];

    /// <summary>
    /// The same where a backup Registrar was met that does not take its users yet. It will: when it has been without
    /// word from the primary for its failure detection interval, which begins when the outage did and is five minutes
    /// unless it was set otherwise. Until then every try costs a REGISTER at a server that is about to be busy.
    /// </summary>
    public ImmutableArray<TimeSpan> BackupBackOff { get; init; } =
    [
        TimeSpan.FromSeconds(60),  //   60 s: an interval that was set short, to half a minute or a minute
        TimeSpan.FromSeconds(120), //  180 s
        TimeSpan.FromSeconds(240), //  420 s: the interval of five minutes is over
        TimeSpan.FromSeconds(300), //  720 s: it was set long, or nobody takes users over
    ];

    /// <summary>
    /// Which part of a wait is left to chance, 0 to 1. Of a row of the tables that part is taken off: at 0.5 a wait is
    /// drawn from half to the whole of its row. To what a server asked for by Retry-After, and to the pause after a
    /// refusal, it is added: of a building that was told 60, nobody comes in the 60th second alone. At 0 phones that
    /// failed in one moment come back in one moment.
    /// </summary>
    public double BackOffJitter { get; init; } = 0.5;

    /// <summary>
    /// How long to wait after a refusal. Directories lock an account after some wrong passwords within half an hour at
    /// most by default; four tries an hour stay below that. Chance adds to it.
    /// </summary>
    public TimeSpan RefusedPause { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// How long to wait after a Registrar ended the registration for good. It is not a thing to try again: where the
    /// user has too many endpoints, each that comes back drives out another, and who is disabled stays so until an
    /// administrator thinks otherwise. Once an hour keeps a phone from being dead until somebody walks to it. Chance
    /// adds to it; signing in anew, or power, ends it.
    /// </summary>
    public TimeSpan DeregisteredPause { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// Over what time devices spread that come back to the very address that has just ended their connection, as all
    /// devices of a Front End do when it restarts, or when a load balancer drops it. It is tried first, and the
    /// connection made at once: a server that is gone refuses it and costs no time, and the next address gets no wait.
    /// Where it is there again, what waits, each device its own part of this, is the TLS handshake, which costs the
    /// server most, and REGISTER behind it: of ten thousand devices 2,500 a second. Zero for no wait.
    /// </summary>
    public TimeSpan ReconnectSpread { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>
    /// Over what time devices spread that a backup sends home: it tells all of them in one moment. Each draws its own
    /// part of it. Until then, and until the new registration stands, the old one is kept.
    /// </summary>
    public TimeSpan MoveSpread { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest Retry-After that is believed.</summary>
    public TimeSpan RetryAfterMax { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// The same, with discovery, each connection, each handshake and each answer of a Registrar given up after so long
    /// at the latest.
    /// </summary>
    public DeviceTimings Within(TimeSpan limit) => this with
    {
        Discovery = Smaller(Discovery, limit),
        Connect = Smaller(Connect, limit),
        Tls = Smaller(Tls, limit),
        Register = Smaller(Register, limit),
    };

    private static TimeSpan Smaller(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
