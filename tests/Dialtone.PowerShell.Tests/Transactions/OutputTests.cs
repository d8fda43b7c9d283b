using System.Xml.Linq;
using Dialtone.PowerShell.Tests.Running;

namespace Dialtone.PowerShell.Tests.Transactions;

/// <summary>What is printed, the verbose text, and the two variables.</summary>
public sealed class OutputTests(LabFixture lab) : IClassFixture<LabFixture>, IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void The_view_is_the_list_that_administrators_know()
    {
        var text = _session.Run($"Test-DialtoneClientAuth {lab.User} {lab.Here} | Out-String").Text;

        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd('\r'));
        var shown = lines.Where(line => line.Contains(" : ", StringComparison.Ordinal)).ToList();
        shown[0].ShouldStartWith("TargetUri   : https://");
        shown[1].ShouldBe("TargetFqdn  : pool01.contoso.example");
        shown[2].ShouldBe("Result      : Success");
        shown[3].ShouldMatch(@"^Latency     : 00:00:\d\d\.\d{7}$");
        shown[4].TrimEnd().ShouldBe("Error       :");
        shown[5].TrimEnd().ShouldBe("Diagnosis   :");
    }

    [Fact]
    public void Verbose_says_what_administrators_know_in_that_order()
    {
        var run = _session.Run($"Test-DialtoneClientAuth {lab.User} {lab.Here} -Verbose");

        string[] said =
        [
            "'Register' activity started.", "Sending Registration request:", "Target Fqdn = pool01.contoso.example",
            $"User Sip Address = {lab.AliceUri}", $"Registrar Port = {lab.Lab.Deployment.SipTlsPort}.",
            "Auth Type 'ClientCertificate' is selected.",
            $"Trying to download a CS certificate for User : {lab.AliceUri} endpoint : STEpid",
            "Using NTLM/Kerb auth.", "Trying to get web ticket.", "GetWebTicketActivity completed.",
            "Registration Request hit against sip/pool01.contoso.example",
        ];
        run.Verbose.Where(line => said.Contains(line)).ShouldBe(said, $"{run}");
        run.Verbose.ShouldContain(line => line.StartsWith("Web Service url : https://", StringComparison.Ordinal));
        var completed = run.Verbose.Single(
            line => line.StartsWith("'Register' activity completed in '", StringComparison.Ordinal));
        completed.ShouldMatch(@"^'Register' activity completed in '\d+\.\d{7}' secs\.$");
    }

    [Fact]
    public void Without_verbose_nothing_is_said_but_the_variable_has_it()
    {
        var run = _session.Run($"Test-DialtoneClientAuth {lab.User} {lab.Here} -OutVerboseVariable said");

        run.Verbose.ShouldBeEmpty();
        var said = _session.Run("$said");
        said.Only.BaseObject.ShouldBeOfType<string>().ShouldContain("'Register' activity started.");
    }

    [Fact]
    public void The_variables_are_those_of_the_caller()
    {
        var run = _session.Run(
            $$"""
            function Test-It {
                Test-DialtoneClientAuth {{lab.User}} {{lab.Here}} -ovv said | Out-Null
                $said.Length -gt 0
            }
            $said = ''
            Test-It
            $said.Length
            """);

        run.Errors.ShouldBeEmpty($"{run}");
        run.Output.Select(each => $"{each}").ShouldBe(["True", "0"]);
    }

    [Fact]
    public void The_log_is_a_page_and_a_document_with_activities_steps_and_messages()
    {
        _session.Run($"Test-DialtoneClientAuth {lab.User} {lab.Here} -OutLoggerVariable log")
            .Errors.ShouldBeEmpty();

        var page = _session.Run("$log.ToHTML()").Text;
        page.ShouldStartWith("<!DOCTYPE html>", Case.Insensitive);
        page.ShouldContain("pool01.contoso.example");
        var log = XElement.Parse(_session.Run("$log.ToXML()").Text);
        log.Element("Result")!.Value.ShouldBe("Success");
        log.Descendants("Activity").Select(each => $"{each.Attribute("Name")!.Value} {each.Attribute("Result")!.Value}")
            .ShouldContain("Register Success");
        log.Descendants("Activity").ShouldAllBe(each => each.Elements("Message").Any());
        log.Descendants("Step").ShouldNotBeEmpty();
        log.Element("Messages")!.Elements("Message").ShouldContain(
            message => message.Attribute("Title")!.Value.StartsWith("REGISTER", StringComparison.Ordinal));
    }

    [Fact]
    public void A_network_is_spoken_to_in_no_culture()
    {
        var run = _session.Run(
            $$"""
            $culture = [cultureinfo]::InvariantCulture.Clone()
            $culture.NumberFormat.NumberDecimalSeparator = ','
            $culture.NumberFormat.NegativeSign = '~'
            $culture.DateTimeFormat.TimeSeparator = '.'
            $culture.DateTimeFormat.DateSeparator = '!'
            $culture.DateTimeFormat.Calendar = [System.Globalization.GregorianCalendar]::new()
            $before = [cultureinfo]::CurrentCulture
            [System.Threading.Thread]::CurrentThread.CurrentCulture = $culture
            try {
                Test-DialtoneClientAuth {{lab.User}} {{lab.Here}} -Verbose -olv log
            } finally {
                [System.Threading.Thread]::CurrentThread.CurrentCulture = $before
            }
            """);

        run["Result"].ShouldBe(Dialtone.Core.Transactions.TransactionVerdict.Success, $"{run}");
        run.Verbose.Where(line => line.EndsWith("' secs.", StringComparison.Ordinal))
            .ShouldAllBe(line => line.Contains('.') && !line.Contains(','));
    }
}
