using Dialtone.Interop.Tests.Bench;
using Dialtone.Interop.Tests.Phone;
using Microsoft.Playwright;

namespace Dialtone.Interop.Tests.Pages;

/// <summary>The page of a transaction as a browser of other people shows it: on a desk, on a phone, on paper.</summary>
public sealed class TransactionPageTests(TransactionPage made) : IClassFixture<TransactionPage>
{
    [Theory]
    [InlineData(1280, ColorScheme.Light, Media.Screen)]
    [InlineData(1280, ColorScheme.Dark, Media.Screen)]
    [InlineData(390, ColorScheme.Light, Media.Screen)]
    [InlineData(390, ColorScheme.Dark, Media.Screen)]
    [InlineData(700, ColorScheme.Light, Media.Print)]
    public async Task It_asks_for_nothing_complains_of_nothing_and_can_be_read(
        int width, ColorScheme colours, Media media)
    {
        await using var chromium = await Chromium.StartAsync();
        var open = await chromium.OpenAsync(await made.FileAsync(), width, colours, media);

        open.Requests.ShouldBe([new Uri(await made.FileAsync()).AbsoluteUri]);
        open.Complaints.ShouldBeEmpty();
        (await open.Page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width);
        (await open.Page.Locator("h1").IsVisibleAsync()).ShouldBeTrue();
        (await open.Page.Locator(".ladder").BoundingBoxAsync())!.Height.ShouldBeGreaterThan(100);
        (await open.Page.Locator(".ladder summary svg line").CountAsync()).ShouldBeGreaterThan(10);
        (await TextContrast.ShouldSufficeAsync(open.Page, "")).ShouldBeGreaterThan(50);
    }

    [Fact]
    public async Task An_arrow_and_a_step_open_by_mouse_and_by_keyboard()
    {
        await using var chromium = await Chromium.StartAsync();
        var open = await chromium.OpenAsync(await made.FileAsync(), width: 390);

        foreach (var part in (string[])[".ladder", "#steps"])
        {
            var details = open.Page.Locator($"{part} details:not([open])").First;
            var evidence = await details.ElementHandleAsync();
            var summary = await evidence!.QuerySelectorAsync("summary");
            var code = await evidence.QuerySelectorAsync("code");
            (await code!.IsVisibleAsync()).ShouldBeFalse();

            await summary!.ClickAsync();
            (await code.IsVisibleAsync()).ShouldBeTrue();
            (await open.Page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBe(390);
            await summary.FocusAsync();
            await open.Page.Keyboard.PressAsync("Enter");
            (await code.IsVisibleAsync()).ShouldBeFalse();
            await open.Page.Keyboard.PressAsync("Space");
            (await code.IsVisibleAsync()).ShouldBeTrue();
        }

        open.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Ten_thousand_messages_of_a_hostile_server_are_text()
    {
        await using var chromium = await Chromium.StartAsync();
        var open = await chromium.OpenAsync(await made.LargeFileAsync(), width: 390);

        open.Requests.ShouldBe([new Uri(await made.LargeFileAsync()).AbsoluteUri]);
        open.Complaints.ShouldBeEmpty();
        (await open.Page.TitleAsync()).ShouldStartWith("Failure: Registration");
        (await open.Page.Locator("script, img").CountAsync()).ShouldBe(0);
        (await open.Page.Locator(".ladder tbody tr").CountAsync()).ShouldBeInRange(100, 500);
        (await open.Page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBe(390);
    }

    [Fact]
    public async Task Whoever_does_not_see_it_can_read_it()
    {
        await using var chromium = await Chromium.StartAsync();
        var page = (await chromium.OpenAsync(await made.FileAsync())).Page;

        (await page.Locator("html").GetAttributeAsync("lang")).ShouldBe("en");
        (await page.TitleAsync()).ShouldStartWith("Failure: Client authentication, alice@contoso.example, ");
        (await page.Locator("h1").CountAsync()).ShouldBe(1);
        (await page.Locator("main").CountAsync()).ShouldBe(1);
        foreach (var section in await page.Locator("section").AllAsync())
        {
            var label = await section.GetAttributeAsync("aria-labelledby");
            (await page.Locator($"#{label}").TextContentAsync()).ShouldNotBeNullOrWhiteSpace();
        }

        (await page.Locator("svg:not([aria-hidden]):not(:has(> title))").CountAsync()).ShouldBe(0);
        (await page.Locator("table th:not([scope])").CountAsync()).ShouldBe(0);
        (await page.GetByRole(AriaRole.Region, new() { Name = "Ladder of messages" }).CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Paper_has_the_evidence_of_what_failed_and_no_arrow_is_cut()
    {
        await using var chromium = await Chromium.StartAsync();
        var page = (await chromium.OpenAsync(await made.FileAsync(), width: 700, media: Media.Print)).Page;

        (await page.Locator("#steps tr.failed code").First.IsVisibleAsync()).ShouldBeTrue();
        (await page.Locator("#causes .evidence code").First.IsVisibleAsync()).ShouldBeTrue();
        (await page.Locator("#journal").IsVisibleAsync()).ShouldBeFalse();
        (await page.EvaluateAsync<string[]>(
            "() => [...document.querySelectorAll('.ladder tbody tr')].map(row => getComputedStyle(row).breakInside)"))
            .ShouldAllBe(value => value == "avoid");
        (await page.EvaluateAsync<bool>(
            "() => { const box = document.querySelector('.ladder'); return box.scrollWidth <= box.clientWidth; }"))
            .ShouldBeTrue();
        (await page.PdfAsync()).Length.ShouldBeGreaterThan(10_000);
    }
}
