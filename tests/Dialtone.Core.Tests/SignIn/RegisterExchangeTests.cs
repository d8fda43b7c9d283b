using System.Text;
using Dialtone.Core.Devices;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Core.Profiles;
using Dialtone.Core.SignIn;
using Dialtone.Core.Tests.Devices;
using Dialtone.Wire.Auth.Digest;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.Tests.SignIn;

/// <summary>The conversation of REGISTER in bytes, seen from the Registrar, as a device carries it on.</summary>
public class RegisterExchangeTests
{
    private const string Instance = "<urn:uuid:34d859db-6585-5f91-a3b4-de853c15347d>";

    [Fact]
    public void The_first_REGISTER_is_what_connection_md_section_2_prescribes()
    {
        var request = Converse(r => r.Ok()).Sent[0].Message;

        Encoding.ASCII.GetString(request.RequestUri).ShouldBe("sip:contoso.example");
        request.Header("Via").ShouldStartWith("SIP/2.0/TLS 192.0.2.50:51234;branch=z9hG4bK");
        request.Header("Max-Forwards").ShouldBe("70");
        request.Header("From").ShouldMatch("^<sip:alice@contoso\\.example>;tag=[0-9a-f]{16};epid=c8ca638a15$");
        request.Header("To").ShouldBe("<sip:alice@contoso.example>");
        request.Header("CSeq").ShouldBe("1 REGISTER");
        request.Header("Contact").ShouldMatch(
            "^<sip:192\\.0\\.2\\.50:51234;transport=tls;ms-opaque=[0-9a-f]+>;methods=\"INVITE, MESSAGE, INFO, "
            + "SUBSCRIBE, OPTIONS, BYE, CANCEL, NOTIFY, ACK, REFER, BENOTIFY\";proxy=replace;\\+sip\\.instance=\""
            + Instance
            + "\"$");
        request.Header("User-Agent").ShouldBe(DeviceProfile.LyncPhone.UserAgent);
        request.Header("ms-keep-alive").ShouldBe("UAC;hop-hop=yes");
        request.Header("Event").ShouldBe("registration");
        request.Header("Content-Length").ShouldBe("0");
        request.Has("Expires").ShouldBeFalse();
        request.Has("Authorization").ShouldBeFalse();
        foreach (var option in (string[])
            ["gruu-10", "adhoclist", "msrtc-event-categories", "ms-userservices-state-notification",
                "ms-cluster-failover"])
        {
            request.Text().ShouldContain(option);
        }
    }

    [Fact]
    public void On_plain_TCP_it_says_so()
    {
        var bench = new DeviceBench();
        bench.Srv[SrvService.InternalTcp] = DeviceBench.Target(DeviceBench.Pool01, 5060);
        var request = bench.PowerOn().Sent[0].Message;

        request.Header("Via").ShouldStartWith("SIP/2.0/TCP ");
        request.Header("Contact").ShouldContain(";transport=tcp;");
    }

    [Fact]
    public void Each_REGISTER_has_the_same_Call_ID_and_tag_a_higher_CSeq_and_a_branch_of_its_own()
    {
        var bench = Converse(r => r.Digest());
        bench.Pass(TimeSpan.FromMinutes(20));
        bench.Give(new DeviceInput.SignOut());
        var sent = bench.Sent.ConvertAll(s => s.Message);

        sent.Count.ShouldBe(5);
        sent.Select(m => m.Header("Call-ID")).Distinct().Count().ShouldBe(1);
        sent.Select(m => m.Header("From")).Distinct().Count().ShouldBe(1);
        sent.Select(m => m.Header("CSeq")).ShouldBe(Enumerable.Range(1, 5).Select(i => $"{i} REGISTER"));
        sent.Select(m => m.Header("Via")).Distinct().Count().ShouldBe(5);
        sent.Skip(1).Select(m => m.Proof().NonceCount).ShouldBe([1u, 2u, 3u, 4u]);
    }

    [Fact]
    public void Two_phones_have_nothing_in_common_that_should_be_random()
    {
        var first = Converse(r => r.Digest()).Sent[1].Message;
        var second = Converse(r => r.Digest(), seed: 2).Sent[1].Message;

        first.Header("Call-ID").ShouldNotBe(second.Header("Call-ID"));
        first.Header("From").ShouldNotBe(second.Header("From"));
        first.Proof().Cnonce.ShouldNotBe(second.Proof().Cnonce);
    }

    [Theory]
    [InlineData("MD5")]
    [InlineData("SHA-256")]
    [InlineData("SHA-512-256")]
    public void A_challenge_of_each_algorithm_is_answered_with_its_proof(string algorithm)
    {
        Assert.SkipUnless(
            DigestAlgorithms.IsSupported(DigestAlgorithms.FromToken(algorithm)), $"{algorithm} needs OpenSSL");
        var bench =
            Converse(r => r.Proves(DeviceBench.Password) ? r.Ok() : r.Answer("401 Unauthorized", Offer(algorithm)));

        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        bench.Sent[1].Message.Proof().AlgorithmText.ShouldBe(algorithm);
        bench.Entries<JournalEntry.Registered>().Single().Mechanism.ShouldBe($"Digest {algorithm}");
    }

    [Fact]
    public void The_strongest_offer_is_answered_wherever_it_stands()
    {
        var bench = Converse(r => r.Proves(DeviceBench.Password)
            ? r.Ok()
            : r.Answer("401 Unauthorized", Offer("MD5"), Offer("SHA-256"), "WWW-Authenticate: NTLM realm=\"x\""));

        bench.Sent[1].Message.Proof().Algorithm.ShouldBe(DigestAlgorithm.Sha256);
        bench.Entries<JournalEntry.Challenged>().Single().ShouldSatisfyAllConditions(
            e => e.Chosen.ShouldBe("Digest SHA-256"),
            e => e.Offered.ShouldBe(["Digest MD5", "Digest SHA-256", "NTLM"]));
    }

    [Fact]
    public void A_proxy_is_answered_in_its_own_header_and_the_Registrar_behind_it_too()
    {
        var proxy = Offer("SHA-256").Replace("WWW", "Proxy", StringComparison.Ordinal);
        var bench = Converse(
            r => !r.Has("Proxy-Authorization") ? r.Answer("407 Proxy Authentication Required", proxy) : r.Digest());

        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        bench.Sent[1].Message.Has("Authorization").ShouldBeFalse();
        bench.Sent[2].Message.Has("Proxy-Authorization").ShouldBeTrue();
    }

    [Fact]
    public void A_stale_nonce_is_replaced_without_asking_anybody()
    {
        var bench = Converse(r => !r.Has("Authorization") ? r.Answer("401 Unauthorized", Offer("SHA-256"))
            : r.Proof().Nonce == "n1"
                ? r.Answer("401 Unauthorized", Offer("SHA-256", "n2") + ", stale=true")
                : r.Digest());

        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        bench.Sent.ConvertAll(s => s.Message)[2].Proof().Nonce.ShouldBe("n2");
    }

    [Fact]
    public void A_nextnonce_is_used_for_the_refresh()
    {
        var bench = Converse(r => !r.Proves(DeviceBench.Password)
            ? r.Answer("401 Unauthorized", Offer("SHA-256"))
            : r.Ok(600, "Authentication-Info: nextnonce=\"n9\""));
        bench.Pass(TimeSpan.FromSeconds(570));

        bench.Sent[2].Message.Proof()
            .ShouldSatisfyAllConditions(p => p.Nonce.ShouldBe("n9"), p => p.NonceCount.ShouldBe(1u));
    }

    [Fact]
    public void A_server_that_proves_itself_is_believed_and_one_that_does_so_wrongly_is_not()
    {
        var secret = DigestSecret.FromPassword(DeviceBench.Password);
        string Answer(SipMessage request, bool right) => !request.Proves(DeviceBench.Password)
            ? request.Answer("401 Unauthorized", Offer("SHA-256"))
            : request.Ok(600, $"Authentication-Info: qop=auth, cnonce=\"{request.Proof().Cnonce}\", nc=00000001, "
                + $"rspauth=\"{(right ? request.Proof().ResponseAuth(secret, []) : new string('0', 64))}\"");

        Converse(r => Answer(r, right: true)).Device.Phase.ShouldBe(DevicePhase.SignedIn);

        var deceived = Converse(r => Answer(r, right: false));
        deceived.Device.Phase.ShouldBe(DevicePhase.BackingOff);
        deceived.Entries<JournalEntry.RegisterFailed>().ShouldAllBe(e =>
            e.Failure.Kind == RegisterFailureKind.ServerNotProved && e.Failure.Status == 200);
    }

    public static TheoryData<string[], double> Lifetimes => new()
    {
        { ["Contact: <sip:192.0.2.99:5061>;expires=100",
            $"Contact: <sip:192.0.2.50:1>;expires=700;+sip.instance=\"{Instance}\"", "Expires: 900"], 700 },
        { ["Contact: <sip:192.0.2.50:51234>;expires=100",
            $"Contact: <sip:x.example>;expires=700;+sip.instance=\"{Instance}\""], 700 },
        { [$"Contact: <sip:x.example>;expires=700;+sip.instance=\"{Instance.ToUpperInvariant()}\""], 700 },
        { ["Contact: <sip:192.0.2.99:5061>;expires=100, <sip:192.0.2.50:51234;transport=tls>;expires=800"], 800 },
        { ["Contact: <sip:192.0.2.50:512345>;expires=100", "Expires: 900"], 900 },
        { [$"Contact: <sip:192.0.2.50:51234>;+sip.instance=\"{Instance}\"", "Expires: 900"], 900 },
        { ["Contact: <sip:192.0.2.99:5061>;expires=100", "Expires: 900"], 900 },
        { ["Expires: 0"], 10 },
        { ["Expires: 4294967295"], 86_400 },
        { ["Expires: soon"], 600 },
        { [], 600 },
    };

    [Theory]
    [MemberData(nameof(Lifetimes))]
    public void The_lifetime_is_that_of_its_own_binding_within_bounds(string[] headers, double seconds) =>
        Converse(r => r.Answer("200 OK", headers)).Entries<JournalEntry.Registered>().Single()
            .Expires.TotalSeconds.ShouldBe(seconds);

    [Fact]
    public void The_keep_alive_that_the_Registrar_grants_is_kept()
    {
        Interval(Converse(r => r.Ok(600, "ms-keep-alive: UAS; tcp=no; hop-hop=yes; end-end=no; timeout=300")))
            .ShouldBe(TimeSpan.FromSeconds(240));
        Interval(Converse(r => r.Ok())).ShouldBeNull();
        Interval(Converse(r => r.Ok(600, "ms-keep-alive: UAS; timeout=never"))).ShouldBeNull();

        static TimeSpan? Interval(DeviceBench bench) =>
            bench.Effects.OfType<DeviceEffect.KeepAlive>().ShouldHaveSingleItem().Pace?.Longest;
    }

    [Theory]
    [InlineData("sip:alice@contoso.example;opaque=user:epid:21nYNIVlkV-jtN6FPBU0fQAA;gruu")]
    [InlineData("sip:alice@contoso.example;opaque=another;gruu")]
    [InlineData("")]
    public void What_the_Registrar_is_to_the_user_and_offers_is_kept(string gruu)
    {
        var bench = Converse(r => r.Answer(
            "200 OK",
            $"Contact: {r.Header("Contact")};expires=600" + (gruu.Length > 0 ? $";gruu=\"{gruu}\"" : ""),
            "presence-state: register-action=\"added\";primary-cluster-type=\"central\""
                + ";is-connected-to-primary=\"no\";user-services-state=unavailable",
            "ms-user-logon-data: RemoteUser",
            "Allow-Events: vnd-microsoft-provisioning,presence, vnd-microsoft-provisioning-v2"));

        var grants = bench.Device.Grants.ShouldNotBeNull();
        grants.Gruu.ShouldBe(gruu);
        grants.PresenceState.ShouldBe(new PresenceState(RegisterAction.Added, ClusterType.Central, false, true));
        grants.RemoteUser.ShouldBeTrue();
        grants.OffersProvisioning.ShouldBeTrue();
        bench.Entries<JournalEntry.Registered>().ShouldHaveSingleItem().Grants.ShouldBe(grants);
    }

    [Theory]
    [InlineData("presence-state: register-action=\"added", "Allow-Events: vnd-microsoft-provisioning")]
    [InlineData("ms-user-logon-data: LocalUser", "Allow-Events: presence,,")]
    public void What_it_does_not_say_is_not_kept(string first, string second)
    {
        var bench = Converse(r => r.Ok(600, first, second));

        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        bench.Device.Grants.ShouldBe(new RegistrationGrants());
    }

    [Fact]
    public void What_a_server_says_of_its_refusal_is_kept_in_bounds_and_cannot_speak_to_a_terminal()
    {
        var bench = Converse(r => r.Answer(
            "403 \u001b[31mNo",
            $"ms-diagnostics: 4004;reason=\"{new string('x', 1000)}\";source=\"pool01.contoso.example\""));

        var failure = bench.Entries<JournalEntry.RegisterFailed>().Single().Failure;
        failure.Reason.ShouldBe(" [31mNo");
        failure.Diagnostics.ShouldStartWith("4004;reason=\"xxx");
        failure.Diagnostics.Length.ShouldBe(256);
    }

    [Theory]
    [InlineData("ms-diagnostics: 4005;reason=\"a\"", "Warning: 399 x \"b\"", "4005;reason=\"a\"")]
    [InlineData("ms-diagnostics-public: 4005;reason=\"a\"", "X: y", "4005;reason=\"a\"")]
    [InlineData("Warning: 399 x \"b\"", "X: y", "399 x \"b\"")]
    [InlineData("X: y", "Z: y", "")]
    public void The_most_telling_header_is_kept_as_diagnosis(string first, string second, string diagnosis) =>
        Converse(r => r.Answer("403 Forbidden", second, first)).Entries<JournalEntry.RegisterFailed>().Single()
            .Failure.Diagnostics.ShouldBe(diagnosis);

    [Fact]
    public void No_secret_leaves_the_device_nor_enters_the_journal()
    {
        var right = Converse(r => r.Digest());
        right.Give(new DeviceInput.SignOut());
        var wrong = Converse(r => r.Digest("another password"));
        foreach (var bench in (DeviceBench[])[right, wrong])
        {
            bench.Sent.ShouldAllBe(s => !s.Message.Text().Contains(DeviceBench.Password));
            bench.Journal.Entries.ShouldAllBe(e => !e.ToString().Contains(DeviceBench.Password));
            bench.Effects.ShouldAllBe(e => !e.ToString().Contains(DeviceBench.Password));
            bench.Settings.ToString().ShouldNotContain(DeviceBench.Password);
        }

        right.Settings.ToString().ShouldContain("alice");
    }

    private static string Offer(string algorithm, string nonce = "n1") =>
        $"WWW-Authenticate: Digest realm=\"contoso.example\", nonce=\"{nonce}\", algorithm={algorithm}, qop=\"auth\"";

    private static DeviceBench Converse(Func<SipMessage, string?> registrar, ulong seed = 1)
    {
        var bench = new DeviceBench { Registrar = registrar, Seed = seed };
        bench.Srv[SrvService.InternalTls] = DeviceBench.Target(DeviceBench.Pool01, 5061);
        return bench.PowerOn();
    }
}
