using System.Security.Cryptography;
using Dialtone.Core.Candidates;
using Dialtone.Core.Journal;
using Dialtone.Core.SignIn;
using Dialtone.Lab.Hosting;
using Dialtone.Phones;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Auth.Digest;

namespace Dialtone.Lab.Tests.Hosting;

[Collection(LabClient.Turns)]
public class PhoneInLabTests
{
    [Fact]
    public async Task A_phone_signs_in_and_out()
    {
        await using var lab = await LabClient.StartAsync();
        await using var phone = LabPhone.In(lab);

        var report = await phone.SignInAsync(LabClient.Cancellation).Within();

        report.Summary.Verdict.ShouldBe(SignInVerdict.SignedIn);
        (await phone.SignOutAsync().Within()).ShouldBeTrue();
    }

    [Fact]
    public async Task A_phone_that_was_given_no_root_learns_it_once_and_keeps_it()
    {
        await using var lab = await LabClient.StartAsync();
        for (var turn = 1; turn <= 2; turn++)
        {
            await using var phone = LabPhone.In(lab, learnsRoots: true);
            var report = await phone.SignInAsync(LabClient.Cancellation).Within();

            report.Summary.Registered.ShouldNotBeNull($"{report.Summary}")
                .Candidate.Transport.ShouldBe(SipTransport.Tls);
            phone.Journal.OfType<JournalEntry.RootsLearned>().Count().ShouldBe(turn == 1 ? 1 : 0);
            if (turn == 1)
            {
                phone.Journal.OfType<JournalEntry.RootsLearned>().Single().Roots.Roots.Single().Fingerprint
                    .ShouldBe(lab.Root.GetCertHashString(HashAlgorithmName.SHA256));
            }

            (await phone.SignOutAsync().Within()).ShouldBeTrue();
        }

        lab.Nodes.Webs.Sum(web => web.Observed.Chains).ShouldBe(1);
    }

    [Fact]
    public async Task A_phone_outside_comes_through_the_access_proxy()
    {
        await using var lab = await LabClient.StartAsync("dns-no-internal-srv", "dhcp-no-option-120");
        await using var phone = LabPhone.In(lab);

        var report = await phone.SignInAsync(LabClient.Cancellation).Within();

        report.Summary.Registered.ShouldNotBeNull($"{report.Summary}");
        lab.Nodes.AccessProxy.Relayed.ShouldBePositive();
        lab.Nodes.Pool02.Observed.Connections.ShouldBe(0);
    }
}
