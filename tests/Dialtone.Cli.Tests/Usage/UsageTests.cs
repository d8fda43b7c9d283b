using Dialtone.Cli.Tests.Running;

namespace Dialtone.Cli.Tests.Usage;

/// <summary>Mistakes of whoever types: the message names the option and what would be right.</summary>
public sealed class UsageTests : IDisposable
{
    private const string Alice = "sip:alice@contoso.example";
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("", "Which command? sign-in, ", "rehearse, memory, relay, lab, simulate")]
    [InlineData("frobnicate", "no command 'frobnicate' here: sign-in, ", "discover, ")]
    [InlineData("sign-in --frobnicate", "no option '--frobnicate'", "dialtone sign-in --help")]
    [InlineData("discover --frobnicate 3", "no option '--frobnicate'", "dialtone discover --help")]
    [InlineData("memory", "Which command?", "show, explain, clear")]
    [InlineData("memory keep", "no command 'keep'", "show, explain, clear")]
    [InlineData("memory clear " + Alice + " --json", "no option '--json'", "dialtone memory clear --help")]
    [InlineData("relay", "Which command?", "check")]
    [InlineData("lab", "Which command?", "up, fault, presence, faults")]
    [InlineData("lab up now", "'now'", "dialtone lab up --help")]
    [InlineData("simulate 5", "'5'", "dialtone simulate --help")]
    [InlineData("sign-in " + Alice + " sip:bob@contoso.example", "'sip:bob@contoso.example'", "one word too many")]
    public Task A_word_that_is_not_understood(params string[] said) => IsUsage(said[0], said[1..]);

    [Theory]
    [InlineData("sign-in", "sip:alice@contoso.example", "--lab")]
    [InlineData("sign-in alice", "'alice'", "sip:alice@contoso.example")]
    [InlineData("sign-in tel:+15551234", "'tel:+15551234'", "sip:alice@contoso.example")]
    [InlineData("sign-in sip:", "'sip:'", "sip:alice@contoso.example")]
    [InlineData("discover", "contoso.example", "--lab")]
    [InlineData("discover contoso..example", "'contoso..example'", "contoso.example")]
    [InlineData("memory show", "sip-address", "sip:alice@contoso.example")]
    [InlineData("memory show alice", "'alice'", "sip:alice@contoso.example")]
    [InlineData("sign-in nobody@contoso.example --lab", "sip:nobody@contoso.example", "sip:alice@contoso.example")]
    public Task A_missing_or_wrong_account(params string[] said) => IsUsage(said[0], said[1..]);

    [Theory]
    [InlineData("--profile desk", "--profile", "lync-phone")]
    [InlineData("--registrar a_b..c", "--registrar", "host name")]
    [InlineData("--registrar pool01.contoso.example:0", "--registrar", "HOST:PORT")]
    [InlineData("--registrar pool01.contoso.example:70000", "--registrar", "'70000'")]
    [InlineData("--dns ns1", "--dns", "192.0.2.2")]
    [InlineData("--dns 192.0.2.2:0", "--dns", "192.0.2.2:53")]
    [InlineData("--dns", "--dns", "ADDRESS[:PORT]")]
    [InlineData("--dhcp on", "--dhcp", "auto, off")]
    [InlineData("--dhcp 2001:db8::1", "--dhcp", "IPv4")]
    [InlineData("--dhcp6 on", "--dhcp6", "auto, off")]
    [InlineData("--dhcp6 192.0.2.2", "--dhcp6", "IPv6")]
    [InlineData("--interface nosuch0 --password-stdin", "--interface", "'nosuch0'", "this machine has")]
    [InlineData("--transport sctp", "--transport", "auto, tls, tcp or udp")]
    [InlineData("--transport udp", "--transport", "lync-phone does not speak SIP over UDP")]
    [InlineData("--failback sometimes", "--failback", "'sometimes'", "dns-ttl")]
    [InlineData("--failback duration=59", "--failback", "60 to 65535")]
    [InlineData("--failback duration=soon", "--failback", "'duration=soon'")]
    [InlineData("--failback registration=60", "--failback", "'registration=60'")]
    [InlineData("--timeout 0", "--timeout", "seconds")]
    [InlineData("--timeout -1", "--timeout", "seconds")]
    [InlineData("--timeout soon", "--timeout", "seconds", "'soon'")]
    [InlineData("--timeout NaN", "--timeout", "seconds")]
    [InlineData("--timeout 1e3", "--timeout", "seconds")]
    [InlineData("--timeout 3601", "--timeout", "3600")]
    [InlineData("--timeout", "--timeout", "SECONDS")]
    [InlineData("--user-name", "--user-name", "NAME")]
    [InlineData("--auth basic", "--auth", "'basic'", "tls-dsk")]
    [InlineData("--auth ntlm,", "--auth", "''")]
    [InlineData("--pin", "PIN", "--number")]
    [InlineData("--number 1001", "--number", "--pin")]
    [InlineData("--pin --number 10a1", "--number", "'10a1'")]
    [InlineData("--pin --number 1001 --user-name alice", "--pin", "--user-name")]
    [InlineData("--ticket-cache --user-name alice", "--ticket-cache")]
    [InlineData("--password-file", "--password-file", "FILE")]
    [InlineData("--state-dir", "--state-dir", "DIR")]
    [InlineData("--ca", "--ca", "FILE")]
    public Task A_wrong_value(params string[] said) => IsUsage($"sign-in {Alice} {said[0]}", said[1..]);

    [Theory]
    [InlineData("simulate --seeds 0", "--seeds", "from 1 to")]
    [InlineData("simulate --seeds many", "--seeds", "'many'")]
    [InlineData("simulate --seeds 1.5", "--seeds", "'1.5'")]
    [InlineData("simulate --seed -1", "--seed", "'-1'")]
    [InlineData("simulate --from x", "--from", "'x'")]
    [InlineData("simulate --seed 7 --seeds 3", "--seed", "--seeds")]
    [InlineData("memory show " + Alice + " --profile desk", "--profile", "lync-phone")]
    [InlineData("relay check", "host is missing", "name or address")]
    [InlineData("relay check turn..example", "'turn..example'", "turn.contoso.example")]
    [InlineData("relay check turn.contoso.example:0", "'turn.contoso.example:0'", "192.0.2.30:3478")]
    [InlineData("relay check turn.contoso.example --profile desk", "--profile", "lync-phone")]
    [InlineData("relay check 192.0.2.30 --password-stdin", "--user-name")]
    [InlineData("relay check 192.0.2.30 --user-name alice", "--profile sip")]
    [InlineData("lab up --fault", "--fault", "NAME")]
    [InlineData("lab up --fault nosuch", "--fault", "'nosuch'", "dialtone lab faults")]
    public Task A_wrong_value_of_another_command(params string[] said) => IsUsage(said[0], said[1..]);

    [Theory]
    [InlineData("sign-in --lab --fault nosuch", "--fault", "'nosuch'", "dialtone lab faults")]
    [InlineData("sign-in " + Alice + " --fault dns-silent", "--fault", "--lab")]
    [InlineData("discover contoso.example --fault dns-silent", "--fault", "--lab")]
    [InlineData("sign-in --lab --dns 192.0.2.2", "--dns", "--lab")]
    [InlineData("sign-in --lab --dhcp off", "--dhcp", "--lab")]
    [InlineData("sign-in --lab --dhcp6 off", "--dhcp6", "--lab")]
    [InlineData("sign-in --lab --interface lo", "--interface", "--lab")]
    [InlineData("sign-in --lab --ca ca.pem", "--ca", "--lab")]
    [InlineData("discover --lab --dns 192.0.2.2", "--dns", "--lab")]
    [InlineData("sign-in --lab --password-file pw --password-stdin", "--password-file", "--password-stdin")]
    public Task Options_that_contradict_each_other(params string[] said) => IsUsage(said[0], said[1..]);

    [Fact]
    public async Task A_password_that_is_not_there()
    {
        await IsUsage($"sign-in {Alice}", "--password-file", "--password-stdin", "DIALTONE_PASSWORD");
        await IsUsage($"sign-in {Alice} --password-stdin", "--password-stdin", "empty");
        await IsUsage($"sign-in {Alice} --password-file {_directory["none"]}", "--password-file", _directory["none"]);
        var (empty, large) = (_directory.File("empty", "\nnext"), _directory.File("large", new string('x', 1025)));
        await IsUsage($"sign-in {Alice} --password-file {empty}", "--password-file", "empty");
        await IsUsage($"sign-in {Alice} --password-file {large}", "--password-file", "1024");
        await IsUsage($"sign-in {Alice} --password-file {_directory.Path}", "--password-file", "file");
    }

    [Fact]
    public async Task An_endless_password_file_is_read_no_further_than_a_password_is_long()
    {
        Assert.SkipUnless(File.Exists("/dev/zero"), "There is no endless file here.");

        await IsUsage($"sign-in {Alice} --password-file /dev/zero", "--password-file", "1024");
    }

    [Fact]
    public async Task A_file_of_certificates_that_is_none()
    {
        await IsUsage($"sign-in {Alice} --password-stdin --ca {_directory["none"]}", "--ca", "no such file");
        await IsUsage($"sign-in {Alice} --password-stdin --ca {_directory.File("text", "hello")}", "--ca", "PEM");
        await IsUsage($"sign-in {Alice} --password-stdin --ca {_directory.Path}", "--ca", "file");
        await IsUsage(
            $"sign-in {Alice} --password-stdin --ca " + _directory.File(
                "broken", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"), "--ca", "broken");
    }

    [Fact]
    public async Task A_state_directory_that_is_none()
    {
        var file = _directory.File("file", "");
        await IsUsage($"sign-in --lab --state-dir {file}", "--state-dir", "directory");
        await IsUsage($"sign-in --lab --state-dir {Path.Combine(file, "below")}", "--state-dir", "directory");
        await IsUsage($"memory show {Alice} --state-dir {file}", "--state-dir", "directory");
        await IsUsage($"memory clear {Alice} --state-dir {file}", "--state-dir", "directory");
        if (Directory.Exists("/proc/self"))
        {
            await IsUsage("sign-in --lab --state-dir /proc/dialtone", "--state-dir", "written");
        }
    }

    [Theory]
    [InlineData("--state-dir")]
    [InlineData("--password-file")]
    [InlineData("--ca")]
    [InlineData("--user-name")]
    [InlineData("--number")]
    [InlineData("--auth")]
    [InlineData("--registrar")]
    [InlineData("--dns")]
    [InlineData("--dhcp")]
    [InlineData("--dhcp6")]
    [InlineData("--interface")]
    [InlineData("--transport")]
    [InlineData("--timeout")]
    [InlineData("--profile")]
    public async Task An_empty_value(string option)
    {
        // An empty shell variable is how that happens.
        var run = await RunningProgram.RunWithAsync("password", [], "sign-in", Alice, "--password-stdin", option, "");

        run.ShouldBeUsage(option);
    }

    private static async Task IsUsage(string commandLine, params string[] said)
    {
        var run = await RunningProgram.RunAsync(commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        run.ShouldBeUsage(said);
    }
}
