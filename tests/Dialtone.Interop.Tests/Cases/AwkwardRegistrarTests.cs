using Dialtone.Interop.Tests.Bench;
using Dialtone.Interop.Tests.Phone;
using Dialtone.Interop.Tests.Servers;

namespace Dialtone.Interop.Tests.Cases;

/// <summary>
/// SIPp as a Registrar that uses all the freedom of RFC 3261 section 7.3: compact and oddly written header names,
/// folded values, late answers, each given twice. It verifies the proof itself.
/// </summary>
public class AwkwardRegistrarTests
{
    private const string Script = "awkward-registrar.xml";

    [Theory]
    [InlineData("udp", "u1")]
    [InlineData("tcp", "t1")]
    public async Task It_registers_a_phone_for_as_long_as_it_means(string transport, string sipp)
    {
        await using var contoso = await BuildAsync();
        var registrar = await contoso.KeepAsync(
            SippRegistrar.StartAsync(contoso.FrontEnd1, contoso.WorkDirectory, Script, sipp));

        await using var phone = await SignInAsync(contoso, transport);

        ShouldBeRegistered(phone, registrar);
    }

    [Fact]
    public async Task It_registers_a_phone_that_gets_its_answers_byte_by_byte()
    {
        Requirements.SkipUnlessInstalled(OneByteRelay.Program);
        await using var contoso = await BuildAsync();
        var registrar = await contoso.KeepAsync(
            SippRegistrar.StartAsync(contoso.FrontEnd1, contoso.WorkDirectory, Script, "t1", port: 5062));
        await contoso.KeepAsync(OneByteRelay.StartAsync(contoso.FrontEnd1, 5060, behind: 5062));

        await using var phone = await SignInAsync(contoso, "tcp");

        ShouldBeRegistered(phone, registrar);
    }

    private static async Task<Deployment> BuildAsync()
    {
        Requirements.SkipUnlessInstalled(SippRegistrar.Program, "ss");
        return await Deployment.BuildAsync();
    }

    private static Task<SignInRun> SignInAsync(Deployment contoso, string transport) => contoso.SignInAsync(
        "--profile", "sip", "--transport", transport, "--registrar", $"{contoso.FrontEnd1.Address}:5060");

    private static void ShouldBeRegistered(SignInRun phone, SippRegistrar registrar)
    {
        phone.ExitCode.ShouldBe(0, $"{phone}\n{registrar.Messages}");
        var registered = phone.Report.GetProperty("registrar");
        registered.GetProperty("mechanism").GetString().ShouldBe("Digest MD5");
        registered.GetProperty("expiresSeconds").GetInt32().ShouldBe(480, "that of its own binding among three");
        registrar.Messages.ShouldContain("Expires: 0", customMessage: "and it signed out again");
        registrar.Messages.ShouldNotContain("403 Wrong proof");
    }
}
