using System.Text;
using Dialtone.Interop.Tests.Bench;
using Dialtone.Interop.Tests.Servers;
using Dialtone.Reports.Pcapng;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Interop.Tests.Captures;

/// <summary>tshark reads the capture of a transaction: every protocol is there, and no frame is wrong.</summary>
public class CaptureTests
{
    [Theory]
    [InlineData(SipScheme.TlsDsk, false)]
    [InlineData(SipScheme.TlsDsk, true)]
    [InlineData(SipScheme.Ntlm, false)]
    [InlineData(SipScheme.Kerberos, false)]
    [InlineData(SipScheme.Digest, true)]
    public async Task Every_frame_of_a_sign_in_is_dissected(SipScheme scheme, bool overV6)
    {
        Requirements.SkipUnlessInstalled(Dissector.Program);
        var result = SimulatedTransaction.Run(scheme);
        var capture = await CaptureReader.ReadAsync(overV6 ? SimulatedTransaction.OverV6(result) : result);

        ShouldBeGood(capture);
        Protocols(capture).ShouldContain("dns");
        Protocols(capture).ShouldContain("sip");
        capture.Frames.ShouldContain(frame => frame.Protocols.EndsWith("udp:classicstun"));
        capture.Frames.ShouldContain(frame => frame.Protocols.EndsWith("tcp:classicstun"));
        Protocols(capture).Contains("dhcp").ShouldBe(!overV6);
        Protocols(capture).Contains("http").ShouldBe(scheme == SipScheme.TlsDsk);
        capture.Frames.ShouldAllBe(frame => frame.Protocols.StartsWith(overV6 ? "raw:ipv6:" : "raw:ip:"));
        foreach (var method in (string[])["REGISTER", "SUBSCRIBE", "SERVICE"])
        {
            capture.Frames.ShouldContain(frame => frame.Text.Contains($"|{method}"), method);
        }
    }

    [Fact]
    public async Task Comments_name_the_step_and_the_port_and_times_are_those_of_the_clock()
    {
        Requirements.SkipUnlessInstalled(Dissector.Program);
        var capture = await CaptureReader.ReadAsync(SimulatedTransaction.Run(SipScheme.TlsDsk));

        capture.Frames.ShouldContain(frame => frame.Comment.Contains("REGISTER (inside TLS, at port 5061)"));
        capture.Frames.ShouldContain(frame => frame.Comment.Contains("Step: Register, passed"));
        capture.Frames.ShouldContain(frame => frame.Comment.Contains("TLS 1.3 with "));
        capture.Frames[0].Time.ShouldBe(SimulatedTransaction.StartedAt.ToUnixTimeSeconds(), tolerance: 0.1);
        capture.Frames.Select(frame => frame.Time).ShouldBeInOrder();
    }

    [Theory]
    [InlineData("pools-refused", "DT2101", "(RST, ACK)")]
    [InlineData("fe1-black-hole", "after ", "(SYN)")]
    [InlineData("dns-nxdomain", "NXDOMAIN", "No such name")]
    [InlineData("close-after-accept", "closed", "(FIN, ACK)")]
    public async Task What_went_wrong_can_be_seen(string fault, string comment, string seen)
    {
        Requirements.SkipUnlessInstalled(Dissector.Program);
        var result = SimulatedTransaction.Run(SipScheme.Ntlm, fault);
        var capture = await CaptureReader.ReadAsync(result);

        capture.Frames.ShouldNotBeEmpty();
        capture.Frames.ShouldContain(frame => frame.Comment.Contains(comment), comment);
        // Wireshark finds a reset strange in itself.
        capture.Frames.Where(frame => frame.IsBad).ShouldAllBe(frame => frame.Text.Contains("Connection reset (RST)"));
        capture.Text.ShouldContain(seen);
    }

    [Theory]
    [InlineData(SipScheme.TlsDsk)]
    [InlineData(SipScheme.Ntlm)]
    [InlineData(SipScheme.Digest)]
    public void No_password_is_in_it(SipScheme scheme)
    {
        using var output = new MemoryStream();
        TransactionPcapng.Write(SimulatedTransaction.Run(scheme), output);
        var text = Encoding.Latin1.GetString(output.ToArray());

        text.ShouldContain("alice@contoso.example");
        text.ShouldContain("[redacted, ");
        text.ShouldNotContain(SimulatedTransaction.Password);
        var password = Encoding.UTF8.GetBytes(SimulatedTransaction.Password);
        text.ShouldNotContain(Convert.ToBase64String(password).TrimEnd('=')[..^1], Case.Sensitive);
        text.ShouldNotContain(Encoding.Latin1.GetString(Encoding.Unicode.GetBytes(SimulatedTransaction.Password)));
    }

    private static HashSet<string> Protocols(CaptureReader capture) =>
        [.. capture.Frames.SelectMany(frame => frame.Protocols.Split(':'))];

    private static void ShouldBeGood(CaptureReader capture) =>
        capture.Frames.Where(frame => frame.IsBad).Select(frame => frame.Text).ShouldBeEmpty();
}
