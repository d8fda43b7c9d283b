namespace Dialtone.Wire.Sip.Torture;

/// <summary>Every message of RFC 4475 and RFC 5118 has its line in the table, and is judged as the line says.</summary>
public class TortureTableTests
{
    public static TheoryData<string> Files => [.. TortureCase.All.Select(line => line.File)];

    [Fact]
    public void Every_message_has_a_line_and_every_line_a_message() =>
        TortureCase.All.Select(line => line.File).ShouldBe(TortureCase.Files, ignoreOrder: true);

    [Fact]
    public void Both_RFCs_are_whole()
    {
        TortureCase.All.Count(line => line.File.StartsWith("rfc4475/", StringComparison.Ordinal)).ShouldBe(49);
        TortureCase.All.Count(line => line.File.StartsWith("rfc5118/", StringComparison.Ordinal)).ShouldBe(12);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_message_is_judged_as_its_line_says(string file)
    {
        var line = TortureCase.All.Single(line => line.File == file);

        TortureReading.Faults(TortureCase.Bytes(file)).ShouldBe(line.Faults, line.Remark);
        line.Verdict.ShouldBe((line.Syntax, line.Faults.Length == 0) switch
        {
            ("valid", true) => "accepted",
            ("valid", false) => "strict",
            ("invalid", true) => "lenient",
            ("invalid", false) => "refused",
            _ => "valid or invalid",
        });
        line.Remark.ShouldNotBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Cut_short_at_any_byte_it_is_never_taken_for_whole(string file)
    {
        var bytes = TortureCase.Bytes(file);
        var whole = new SipMessage();
        if (!TortureReading.TryReadDatagram(bytes, whole, out _) || !whole.TryGetContentLength(out _, out _))
        {
            return;
        }

        for (var length = 0; length < whole.Bytes.Length; length++)
        {
            SipMessage.TryRead(bytes.AsMemory(0, length), SipLimits.Default, new(), out var fault)
                .ShouldBeFalse($"{length} bytes");
            fault.ShouldBe(new SipFault(SipFaultKind.Truncated, length));
        }
    }
}
