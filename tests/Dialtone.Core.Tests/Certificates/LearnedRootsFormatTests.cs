using System.Security.Cryptography;
using Dialtone.Core.Certificates;
using Dialtone.Core.Memory;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Tests.Certificates;

public class LearnedRootsFormatTests
{
    private static readonly HostName Domain = HostName.Parse("contoso.example");

    [Fact]
    public void What_was_stored_is_read_with_its_fingerprints()
    {
        var learned = Learned(TestRoot.Of("Contoso Root CA"), TestRoot.Of("Fabrikam Root CA"));
        LearnedRootsFormat.TryRead(LearnedRootsFormat.Write(learned), Domain, out var read, out _).ShouldBeTrue();

        (read!.Domain, read.From, read.LearnedAt).ShouldBe((learned.Domain, learned.From, learned.LearnedAt));
        read.Roots.Select(each => each.Subject).ShouldBe(["Contoso Root CA", "Fabrikam Root CA"]);
        read.Roots[0].Fingerprint.ShouldBe(Convert.ToHexString(SHA256.HashData(learned.Roots[0].Der.Span)));
        read.Roots[0].NotAfter.ShouldBe(new DateTimeOffset(2036, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public void Cut_anywhere_or_changed_it_is_not_read()
    {
        var bytes = LearnedRootsFormat.Write(Learned(TestRoot.Of("Contoso Root CA")));
        for (var length = 0; length < bytes.Length; length++)
        {
            LearnedRootsFormat.TryRead(bytes.AsSpan(0, length), Domain, out _, out var cut).ShouldBeFalse();
            cut.Kind.ShouldBeOneOf(MemoryFaultKind.Empty, MemoryFaultKind.Torn);
        }

        for (var at = 0; at < bytes.Length; at++)
        {
            byte[] changed = [.. bytes];
            changed[at] ^= 1;
            LearnedRootsFormat.TryRead(changed, Domain, out _, out _).ShouldBeFalse();
        }
    }

    [Fact]
    public void What_was_learned_for_another_domain_does_not_hold()
    {
        var bytes = LearnedRootsFormat.Write(Learned(TestRoot.Of("Contoso Root CA")));
        LearnedRootsFormat.TryRead(bytes, HostName.Parse("fabrikam.example"), out _, out var fault).ShouldBeFalse();

        fault.Kind.ShouldBe(MemoryFaultKind.WrongAccount);
        var learned = Learned(TestRoot.Of("Contoso Root CA"));
        learned.HoldFor(HostName.Parse("pool01.contoso.example")).ShouldBeTrue();
        learned.HoldFor(HostName.Parse("pool01.fabrikam.example")).ShouldBeFalse();
        learned.HoldFor(HostName.Parse("notcontoso.example")).ShouldBeFalse();
    }

    [Fact]
    public void More_roots_than_are_taken_are_not_read()
    {
        var roots = Enumerable.Range(0, LearnedRoots.RootsMax + 1).Select(i => TestRoot.Of($"CA {i}")).ToArray();
        Read(roots[..^1]).ShouldBeTrue();
        Read(roots).ShouldBeFalse();

        static bool Read(byte[][] roots) =>
            LearnedRootsFormat.TryRead(LearnedRootsFormat.Write(Learned(roots)), Domain, out _, out _);
    }

    [Fact]
    public void Only_an_authority_that_vouches_for_itself_is_a_root()
    {
        LearnedRoot.TryRead(TestRoot.Of("Contoso Root CA"), out _).ShouldBeTrue();
        LearnedRoot.TryRead(TestRoot.Of("pool01.contoso.example", isAuthority: false), out _).ShouldBeFalse();
        LearnedRoot.TryRead(TestRoot.Below("Contoso Issuing CA"), out _).ShouldBeFalse();
        LearnedRoot.TryRead(new byte[] { 1, 2, 3 }, out _).ShouldBeFalse();
    }

    private static LearnedRoots Learned(params byte[][] roots) => new(
        Domain, "http://web.contoso.example/CertProv/CertProvisioningService.svc",
        new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero),
        [.. roots.Select(der => LearnedRoot.TryRead(der, out var root) ? root : throw new FormatException())]);
}
