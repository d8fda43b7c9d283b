using System.Text;
using Dialtone.Core.Exchange.Web;
using Dialtone.Core.SignIn;
using Dialtone.Interop.Tests.Bench;
using Dialtone.Interop.Tests.Phone;
using Dialtone.Interop.Tests.Servers;
using Dialtone.Wire.Addresses;

namespace Dialtone.Interop.Tests.Cases;

/// <summary>A device's web requests to web servers of other people.</summary>
public sealed class WebServersTests : IDisposable
{
    private const string Web = "web.contoso.example";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly string directory = Directory.CreateTempSubdirectory("dialtone-interop-").FullName;
    private readonly LabAuthority authority;

    public WebServersTests() => authority = new(directory, "Contoso Lab CA");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nginx_answers_every_kind_of_request_on_one_connection(bool secure)
    {
        Requirements.SkipUnlessInstalled(Nginx.Program);
        await using var nginx = await Nginx.StartAsync(directory, authority.Issue(Web));
        var caller = await WebCaller.RunAsync(
            authority.CertificateFile,
            new WebRequest(Url("/page")),
            new WebRequest(Url("/said"), "POST") { Body = new byte[100_000] },
            new WebRequest(Url("/moved")),
            new WebRequest(Url("/refused")),
            new WebRequest(Url("/nothing")));
        var outcomes = caller.Outcomes.ConvertAll(each => each.Outcome);

        outcomes.ConvertAll(each => each.HttpStatus).ShouldBe([200, 200, 302, 401, 404]);
        Encoding.ASCII.GetString(caller.Outcomes[0].Body).ShouldBe("a page");
        Encoding.ASCII.GetString(caller.Outcomes[1].Body).ShouldBe($"POST {Web}\n");
        outcomes[1].Server.ShouldBe("fe01.contoso.example");
        outcomes[2].Redirect.ShouldNotBeNull().Host.Text.ShouldBe("web02.contoso.example");
        (outcomes[3].Proof, outcomes[3].Offered[0]).ShouldBe((WebProof.NotTried, "NTLM"));
        caller.Connections.ShouldBe(1);

        WebUrl Url(string target) =>
            new(HostName.Parse(Web), target, secure, secure ? nginx.SecurePort : nginx.PlainPort);
    }

    [Fact]
    public async Task Nginx_that_closes_behind_each_answer_is_connected_to_anew()
    {
        Requirements.SkipUnlessInstalled(Nginx.Program);
        await using var nginx = await Nginx.StartAsync(directory, authority.Issue(Web));
        var once = new WebRequest(new(HostName.Parse(Web), "/once", true, nginx.SecurePort));
        var caller = await WebCaller.RunAsync(authority.CertificateFile, once, once, once);

        caller.Outcomes.ShouldAllBe(each => each.Outcome.HttpStatus == 200);
        caller.Connections.ShouldBe(3);
    }

    [Fact]
    public async Task Nginx_that_says_too_much_or_nothing_is_told()
    {
        Requirements.SkipUnlessInstalled(Nginx.Program);
        await using var nginx = await Nginx.StartAsync(directory, authority.Issue(Web));
        var caller = await WebCaller.RunAsync(
            null,
            new WebRequest(new(HostName.Parse(Web), "/large", false, nginx.PlainPort)),
            new WebRequest(new(HostName.Parse(Web), "/reset", false, nginx.PlainPort)));

        caller.Outcomes.ShouldAllBe(each => each.Outcome.Status == WebStatus.Lost);
        caller.Outcomes[0].Outcome.Detail.ShouldContain("1048576");
    }

    [Fact]
    public async Task A_certificate_for_another_name_or_of_another_authority_ends_it_before_a_word()
    {
        Requirements.SkipUnlessInstalled(Nginx.Program);
        using var fabrikam = new LabAuthority(directory, "Fabrikam Lab CA");
        await using var nginx = await Nginx.StartAsync(directory, authority.Issue("www.fabrikam.example"));
        var request = new WebRequest(new(HostName.Parse(Web), "/page", true, nginx.SecurePort));

        var named = (await WebCaller.RunAsync(authority.CertificateFile, request)).Outcomes.Single().Outcome;
        (named.Status, named.Judgement?.Verdict).ShouldBe((WebStatus.NotTrusted, CertificateVerdict.NameMismatch));
        var foreign = (await WebCaller.RunAsync(fabrikam.CertificateFile, request)).Outcomes.Single().Outcome;
        (foreign.Status, foreign.Judgement?.Verdict).ShouldBe((WebStatus.NotTrusted, CertificateVerdict.Untrusted));
    }

    [Fact]
    public async Task Openssl_answers_as_servers_of_HTTP_1_0_do()
    {
        Requirements.SkipUnlessInstalled("openssl");
        var certificate = authority.Issue(Web);
        await File.WriteAllTextAsync(
            Path.Combine(directory, "answer"), "HTTP/1.0 200 fine\r\nContent-Type: text/plain\r\n\r\nto the end",
            TestContext.Current.CancellationToken);
        await using var openssl = await RunningProcess.StartAsync(
            [
                "sh", "-c",
                $"cd {directory} && exec openssl s_server -HTTP -accept 127.0.0.1:0 -naccept 2 "
                    + $"-cert {certificate.CertificateFile} -key {certificate.KeyFile}",
            ]);
        var line = await openssl.WaitForLineAsync(said => said.StartsWith("ACCEPT", StringComparison.Ordinal), Limit);
        var port = ushort.Parse(line.Split(':')[^1], System.Globalization.CultureInfo.InvariantCulture);
        var caller = await WebCaller.RunAsync(
            authority.CertificateFile, new WebRequest(new(HostName.Parse(Web), "/answer", true, port)));

        var (outcome, body) = caller.Outcomes.Single();
        (outcome.HttpStatus, outcome.Reason).ShouldBe((200, "fine"));
        Encoding.ASCII.GetString(body).ShouldBe("to the end");
        outcome.Tls.ShouldNotBeNull().Protocol.ShouldBe("TLS 1.3");
    }

    public void Dispose()
    {
        authority.Dispose();
        Directory.Delete(directory, recursive: true);
    }
}
