using Dialtone.Core.Net;
using Dialtone.Lab.Nodes;
using Dialtone.Lab.World;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Auth.Ntlm;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Simulation.Tests.Nodes;

/// <summary>A person with a terminal who proves alice by NTLM to a Front End of the lab.</summary>
internal sealed class SigningClient : SignedMessages
{
    public const string Password = "Dial-Tone-1";

    public SigningClient()
        : base(SipScheme.Ntlm)
    {
        Registrar = NewRegistrar();
        Raw = new(Registrar.Settings.Tls, new TlsRequest(HostName.Parse("pool01.contoso.example")));
        Pair = new(Raw, Registrar);
        Pair.World.Certificates["pool01"] = new("TLS 1.3", "TLS_AES_256_GCM_SHA384", [], ChainTrust.Trusted);
        Pair.World.PowerOn(Pair.DevicePlace);
        Pair.Advance(TimeSpan.FromSeconds(1));
    }

    public Registrar Registrar { get; }

    public RawSipClient Raw { get; }

    public Pair Pair { get; }

    /// <summary>A Registrar that takes every scheme, with alice and bob, who log in as CONTOSO\alice and bob.</summary>
    public static Registrar NewRegistrar(PublishedCertificates? published = null)
    {
        var address = IpAddress.V4(192, 0, 2, 11);
        return new(
            new()
            {
                Name = HostName.Parse("fe1.contoso.example"),
                Tls = new(address, 5061),
                Tcp = new(address, 5060),
                TlsIdentity = "pool01",
                Schemes = [SipScheme.TlsDsk, SipScheme.Kerberos, SipScheme.Ntlm],
                CertificateService = "https://web01.contoso.example/CertProv/CertProvisioningService.svc",
                Certificates = published,
            },
            new(HostName.Parse("contoso.example"),
            [
                new("alice", Password) { NtLogin = @"CONTOSO\alice" },
                new("bob", "Dial-Tone-2") { NtLogin = @"CONTOSO\bob" },
            ]),
            new SeededEntropy(1, "registrar"));
    }

    /// <summary>Sends a request and returns the answer.</summary>
    public string Ask(string request)
    {
        var before = Raw.Answers.Count;
        Send(request);
        Pair.Drive(() => Raw.Answers.Count > before).ShouldBe(PairStop.Reached);
        return Raw.Last;
    }

    public void Send(string request)
    {
        Raw.Queue(request);
        Pair.World.Tell(Pair.DevicePlace, new NetInput.SignOut());
    }

    /// <summary>The whole of NTLM, and the answer to its last REGISTER.</summary>
    public string SignInByNtlm(string login = @"CONTOSO\alice", string password = Password)
    {
        var challenge = Challenge(Ask(Request("REGISTER", Header(token: []))));
        Opaque = challenge.Opaque!;
        var bytes = challenge.Token!.Value.ToArray();
        NtlmChallenge.TryRead(bytes, out var read, out _).ShouldBeTrue();
        NtlmClient.TryAnswer(
            NtlmForm.Connectionless, bytes, read, NtlmAccount.Of(login, NtlmSecret.FromPassword(password)),
            DateTimeOffset.UnixEpoch, new byte[NtlmClient.ChanceBytes], out var answer, out _).ShouldBeTrue();
        Signer = answer.Session.SignerOf(SipSide.Client);
        return Ask(Signed("REGISTER", token: answer.Message.ToArray()));
    }
}
