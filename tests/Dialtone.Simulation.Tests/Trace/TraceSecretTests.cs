using System.Text;
using Dialtone.Core.Devices;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.Profiles;
using Dialtone.Core.SignIn;
using Dialtone.Core.Trace;
using Dialtone.Lab.Scenarios;
using Dialtone.Lab.World;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Auth.Ntlm;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Simulation.Tests.Trace;

/// <summary>
/// Whole sign-ins by each scheme, with every message kept: nothing that proves somebody is in one of them.
/// </summary>
public class TraceSecretTests
{
    private const string Login = "alice@contoso.example";
    private const string Password = "Dial-Tone-1";
    private const string Pin = "24681";

    private readonly KeepingJournal _journal = new();
    private readonly MessageTrace _trace = new();
    private readonly SimWorld _world = new(1);
    private SecretSpy? _spy;
    private DeviceNode? _phone;

    [Theory]
    [InlineData(SipScheme.TlsDsk, "gssapi-data")]
    [InlineData(SipScheme.Kerberos, "gssapi-data")]
    [InlineData(SipScheme.Ntlm, "gssapi-data")]
    [InlineData(SipScheme.Digest, "response")]
    public void By_no_scheme_a_secret_is_kept(SipScheme scheme, string proof)
    {
        SignIn(UserCredential.FromPassword(Login, Password), scheme, DeviceProfile.LyncPhone);
        Check(Password);
        _trace.Messages.ShouldContain(each => each.Title == "REGISTER" && Has(each, $"{proof}=\"[redacted, "));
    }

    [Fact]
    public void By_PIN_no_secret_is_kept()
    {
        SignIn(UserCredential.FromPin("101", Pin), SipScheme.TlsDsk, DeviceProfile.LyncPhone);
        Check(Pin);
        _trace.Messages.ShouldContain(each => each.Protocol == TracedProtocol.Http && Has(each, "redacted, 5 bytes"));
    }

    [Fact]
    public void By_Lyncdiscover_no_secret_is_kept()
    {
        SignIn(UserCredential.FromPassword(Login, Password), SipScheme.TlsDsk, DeviceProfile.LyncClient);
        Check(Password);
        _trace.Messages.ShouldContain(each => each.Protocol == TracedProtocol.Http && Has(each, "lyncdiscover"));
    }

    [Fact]
    public void Of_a_phone_of_standard_SIP_no_secret_is_kept()
    {
        SignIn(UserCredential.FromPassword("alice", Password), SipScheme.Digest, DeviceProfile.Sip);
        Check(Password);
    }

    [Fact]
    public void Every_protocol_is_there_and_all_of_it_in_order()
    {
        SignIn(UserCredential.FromPassword(Login, Password), SipScheme.TlsDsk, DeviceProfile.LyncPhone);

        _trace.Messages.Select(each => each.Protocol).Distinct().ShouldBe(
            [
                TracedProtocol.Dhcp, TracedProtocol.Dns, TracedProtocol.Sip, TracedProtocol.Http,
                TracedProtocol.Connection,
            ],
            ignoreOrder: true);
        _trace.Messages.Select(each => each.At).ShouldBeInOrder();
        _trace.Messages.ShouldAllBe(each => !each.Title.StartsWith("unreadable", StringComparison.Ordinal));
        _trace.LeftOut.ShouldBe(0);
        _trace.Messages.Where(each => each.Protocol is TracedProtocol.Sip or TracedProtocol.Http)
            .ShouldAllBe(each => each.IsSecured && each.IsStream && each.Local.Port != 0);
    }

    /// <summary>
    /// Each secret that passed is in what really passed, or the search would find nothing anywhere; and in nothing that
    /// is kept.
    /// </summary>
    private void Check(string given)
    {
        _phone!.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        var passed = Encoding.Latin1.GetBytes(_spy!.Text);
        var secrets = _spy.Secrets.ToList();
        secrets.Count(secret => SecretForms.FindIn(passed, secret) is not null).ShouldBeGreaterThan(2);

        // What was typed, and what NTLM makes of it (MD4 of its UTF-16).
        secrets.Add(Encoding.UTF8.GetBytes(given));
        var hash = new byte[Md4.HashBytes];
        Md4.HashData(Encoding.Unicode.GetBytes(given), hash);
        secrets.Add(hash);
        foreach (var message in _trace.Messages)
        {
            byte[] kept = [.. message.Bytes, .. Encoding.UTF8.GetBytes(message.Title)];
            foreach (var secret in secrets)
            {
                SecretForms.FindIn(kept, secret).ShouldBeNull(
                    $"{message.Title} has {Encoding.Latin1.GetString(secret)}: {Encoding.UTF8.GetString(kept)}");
            }
        }
    }

    private static string TextOf(TracedMessage message) => Encoding.UTF8.GetString(message.Bytes.AsSpan());

    private static bool Has(TracedMessage message, string text) =>
        TextOf(message).Contains(text, StringComparison.OrdinalIgnoreCase);

    private void SignIn(UserCredential credential, SipScheme scheme, DeviceProfile profile)
    {
        var deployment = Deployment.Contoso with { Schemes = [scheme] };
        _ = new SimDeployment(_world, deployment);
        var host = _world.AddHost("phone", IpAddress.V4(198, 18, 0, 1));
        var settings = SimulatedPhone.Settings(
            deployment, 0, deployment.Accounts[0], host.Addresses[0], kind: profile) with
        {
            Credential = credential,
            Schemes = [scheme],
        };
        _phone = DeviceNode.WithStored(settings, _world.EntropyFor("phone"), _journal, null);
        _spy = new(_phone);
        _world.PowerOn(_world.Place(host, "phone", new TracingNode(_spy, _trace)));
        _world.RunTo(_world.Time + TimeSpan.FromMinutes(2));
    }
}
