using System.Text.Json;
using Dialtone.Lab.Hosting;
using Dialtone.Lab.Scenarios;
using Dialtone.Wire.Addresses;

namespace Dialtone.Lab.Tests.Hosting;

[Collection(LabClient.Turns)]
public class Dhcp6InLabTests
{
    // 11 = INFORMATION-REQUEST, 1 = a DUID-LL, 6 = 21 22.
    private static readonly byte[] Question = Convert.FromHexString(
        "0b1badca" + "0001000a0003000102005e100001" + "000600040015" + "0016");

    [Fact]
    public async Task A_question_written_by_hand_is_answered_to_where_it_came_from()
    {
        await using var lab = await StartAsync();

        var answer = await LabClient.AskAsync(Dhcp6Of(lab), Question);

        // A REPLY, with the question's identifier, and the pool's name in RFC 1035 form.
        answer[..4].ShouldBe([7, 0x1B, 0xAD, 0xCA]);
        answer.AsSpan().IndexOf("\u0006pool01\u0007contoso\u0007example\0"u8).ShouldBePositive();
    }

    [Fact]
    public async Task Two_labs_have_a_server_each()
    {
        await using var first = await StartAsync();
        await using var second = await StartAsync("dhcp6-addresses");

        Dhcp6Of(first).ShouldNotBe(Dhcp6Of(second));
        (await LabClient.AskAsync(Dhcp6Of(second), Question)).AsSpan().IndexOf("pool01"u8).ShouldBe(-1);
    }

    [Fact]
    public async Task The_sheet_says_where_it_is()
    {
        await using var lab = await StartAsync();
        var at = $"{Dhcp6Of(lab)}";
        using var text = new StringWriter();
        using var stream = new MemoryStream();

        LabSheetText.Write(lab.Sheet, text);
        LabSheetJson.Write(lab.Sheet, stream);

        text.ToString().ShouldContain(at);
        using var json = JsonDocument.Parse(stream.ToArray());
        json.RootElement.GetProperty("dhcp6").GetString().ShouldBe(at);
    }

    [Fact]
    public async Task A_deployment_without_it_has_none()
    {
        await using var lab = await LabClient.StartAsync();

        lab.Sheet.Dhcp6.ShouldBeNull();
        lab.Nodes.Places.ShouldNotContain(place => place.Name.StartsWith("dhcp6", StringComparison.Ordinal));
    }

    private static Task<LoopbackLab> StartAsync(params string[] faults) =>
        LabClient.StartAsync(Deployment.Contoso with { HasDhcp6 = true }, faults);

    private static EndPointAddress Dhcp6Of(LoopbackLab lab)
    {
        Assert.SkipWhen(lab.Sheet.Dhcp6 is null, "This machine has no IPv6 on loopback.");
        return lab.Sheet.Dhcp6!.Value;
    }
}
