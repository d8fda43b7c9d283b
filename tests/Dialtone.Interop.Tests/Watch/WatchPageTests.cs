using Dialtone.Interop.Tests.Pages;
using Microsoft.Playwright;

namespace Dialtone.Interop.Tests.Watch;

/// <summary>The pages of the watcher as a browser of other people shows them.</summary>
public sealed class WatchPageTests
{
    // What a page must have so that whoever does not see it can use it; each line is one that it has not.
    private const string Missing = """
        () => {
          const found = [];
          const all = selector => [...document.querySelectorAll(selector)];
          const name = e => (e.getAttribute('aria-label') || e.labels?.[0]?.textContent || e.textContent || '').trim();
          for (const e of all('a, button, input:not([hidden])')) if (!name(e)) found.push('no name: ' + e.outerHTML);
          for (const e of all('svg:not([aria-hidden]):not([role=img][aria-label])'))
            found.push('no words: ' + e.outerHTML);
          for (const e of all('th:not([scope])')) found.push('no scope: ' + e.outerHTML);
          for (const e of all('[aria-labelledby]'))
            if (!document.getElementById(e.getAttribute('aria-labelledby'))) found.push('no label: ' + e.outerHTML);
          const ids = all('[id]').map(e => e.id);
          for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) found.push('twice: ' + id);
          let level = 0;
          for (const e of all('h1, h2, h3')) {
            if (+e.tagName[1] > level + 1) found.push('leaps: ' + e.outerHTML);
            level = +e.tagName[1];
          }
          if (all('h1').length !== 1) found.push('h1: ' + all('h1').length);
          if (all('main').length !== 1 || all('header').length !== 1) found.push('landmarks');
          if (document.documentElement.lang !== 'en') found.push('lang');
          return found;
        }
        """;

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(390, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    [InlineData(1600, ColorScheme.Light)]
    [InlineData(800, ColorScheme.Light)]
    public async Task Each_page_asks_nobody_else_complains_of_nothing_and_can_be_read(int width, ColorScheme colours)
    {
        await using var pages = await WatchPages.StartAsync();
        await using var chromium = await Chromium.StartAsync();
        foreach (var link in (string[])
            [
                "/", "/checks/Sign%20in?span=hour", "/checks/New", $"/runs/{pages.Failed.Id}", "/findings/DT1101",
                "/findings", "/token",
            ])
        {
            var open = await chromium.OpenAsync(pages.Address + link, width, colours);
            await open.Page.Locator("h1").WaitForAsync();
            open.Requests.ShouldAllBe(each => each.StartsWith(pages.Address + "/"), link);
            open.Complaints.ShouldBeEmpty(link);
            (await open.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"))
                .ShouldBeLessThanOrEqualTo(width, link);
            (await open.Page.EvaluateAsync<string[]>(Missing)).ShouldBeEmpty(link);
            await TextContrast.ShouldSufficeAsync(open.Page, link);
            await open.Page.CloseAsync();
        }
    }

    [Fact]
    public async Task A_check_turns_red_where_it_stands_and_nothing_else_moves()
    {
        await using var pages = await WatchPages.StartAsync();
        await using var chromium = await Chromium.StartAsync();
        var open = await chromium.OpenAsync(pages.Address);
        var page = open.Page;
        await Assertions.Expect(page.Locator("#live")).ToHaveClassAsync("live on");
        await page.EvaluateAsync("window.before = 1");
        var row = page.Locator("tr[data-check='Check 20']");
        await row.Locator("a").FocusAsync();
        var scrolled = await page.EvaluateAsync<double>("scrollY");
        scrolled.ShouldBeGreaterThan(0);

        pages.Board.Show(pages.Red("Check 20", "Hamburg"));
        await Assertions.Expect(row).ToHaveAttributeAsync("data-state", "red");
        await Assertions.Expect(row.Locator(".cause-of")).ToContainTextAsync("DT1101");
        await Assertions.Expect(page.Locator("#said")).ToContainTextAsync("Check 20 is red: DT1101");
        await Assertions.Expect(page).ToHaveTitleAsync("2 red, 1 yellow: Dialtone Watch");
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("2 red and 1 yellow");
        await Assertions.Expect(page.Locator(".count").Last).ToHaveTextAsync("15 checks, 1 red, 1 yellow");
        (await page.Locator("#icon").GetAttributeAsync("href")).ShouldBe("/icon.svg?state=red&count=2");
        (await page.EvaluateAsync<string>("document.activeElement.textContent")).ShouldBe("Check 20");
        (await page.EvaluateAsync<double>("scrollY")).ShouldBe(scrolled, 1);
        (await page.EvaluateAsync<int>("window.before")).ShouldBe(1);

        pages.Board.Show(pages.Green("Check 20", "Hamburg"));
        await Assertions.Expect(row).ToHaveAttributeAsync("data-state", "green");
        await Assertions.Expect(page.Locator("#said")).ToContainTextAsync("Check 20 is green");
        open.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_page_of_a_check_renews_itself()
    {
        await using var pages = await WatchPages.StartAsync();
        await using var chromium = await Chromium.StartAsync();
        var open = await chromium.OpenAsync($"{pages.Address}/checks/Check%205");
        await Assertions.Expect(open.Page.Locator("#live")).ToHaveClassAsync("live on");
        await open.Page.EvaluateAsync("window.before = 1");
        pages.Board.Show(pages.Red("Check 5"));
        await Assertions.Expect(open.Page.Locator("#state .word")).ToHaveTextAsync("Red");
        await Assertions.Expect(open.Page.Locator("#directions")).ToBeVisibleAsync();
        await Assertions.Expect(open.Page).ToHaveTitleAsync("Red: Check 5");
        (await open.Page.EvaluateAsync<int>("window.before")).ShouldBe(1);
        open.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_watcher_that_is_away_is_seen_and_found_again_with_all_that_changed()
    {
        await using var pages = await WatchPages.StartAsync();
        await using var chromium = await Chromium.StartAsync();
        var page = (await chromium.OpenAsync(pages.Address)).Page;
        await Assertions.Expect(page.Locator("#live")).ToHaveClassAsync("live on");
        await page.EvaluateAsync("window.before = 1");
        await pages.CloseAsync();
        await Assertions.Expect(page.Locator("#live")).ToHaveTextAsync("Not live: trying again");
        pages.Board.Show(pages.Red("Check 3"));
        await pages.ListenAsync();
        await Assertions.Expect(page.Locator("#live")).ToHaveClassAsync("live on", new() { Timeout = 30_000 });
        await Assertions.Expect(page.Locator("tr[data-check='Check 3']")).ToHaveAttributeAsync("data-state", "red");
        (await page.EvaluateAsync<int>("window.before")).ShouldBe(1);
    }

    [Fact]
    public async Task The_filter_is_at_hand_by_the_keyboard()
    {
        await using var pages = await WatchPages.StartAsync();
        await using var chromium = await Chromium.StartAsync();
        var page = (await chromium.OpenAsync(pages.Address)).Page;
        var shown = page.Locator("tr[data-check]:visible");
        await Assertions.Expect(shown).ToHaveCountAsync(27);
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("hamburg check");
        await Assertions.Expect(shown).ToHaveCountAsync(13);
        page.Url.ShouldEndWith("/?q=hamburg+check");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(shown).ToHaveCountAsync(27);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Space");
        await Assertions.Expect(shown).ToHaveCountAsync(2);
        await page.Keyboard.PressAsync("Tab");
        (await page.EvaluateAsync<string>("document.activeElement.textContent")).ShouldBe("Sign in");
        (await page.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineStyle")).ShouldBe("solid");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/checks/Sign%20in");
    }

    [Fact]
    public async Task Whoever_has_the_token_signs_in_and_runs_a_check()
    {
        await using var pages = await WatchPages.StartAsync();
        await using var chromium = await Chromium.StartAsync();
        var open = await chromium.OpenAsync($"{pages.Address}/checks/Check%205");
        var page = open.Page;
        await page.GetByText("Sign in to run or pause it").ClickAsync();
        await page.GetByLabel("Token").FillAsync("wrong");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("That is not the token.");
        await page.GetByLabel("Token").FillAsync(WatchPages.Token);
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Link, new() { Name = "Check 5", Exact = true }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Run now" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await page.WaitForURLAsync("**/checks/Check%205");
        pages.Done.ShouldBe(["run Check 5", "pause Check 5"]);
        (await page.EvaluateAsync<string>("document.cookie")).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_report_of_a_run_has_its_own_style_and_runs_nothing()
    {
        await using var pages = await WatchPages.StartAsync();
        await using var chromium = await Chromium.StartAsync();
        var open = await chromium.OpenAsync($"{pages.Address}/runs/{pages.Failed.Id}");
        await open.Page.GetByText("Report with every message").ClickAsync();
        await open.Page.WaitForURLAsync("**/report");
        (await open.Page.TitleAsync()).ShouldStartWith("Failure: Registration");
        (await open.Page.EvaluateAsync<string>("getComputedStyle(document.querySelector('.verdict')).borderTopWidth"))
            .ShouldBe("4px");
        open.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Shapes_are_seen_in_forced_colours_and_nothing_moves_for_who_wants_none()
    {
        await using var pages = await WatchPages.StartAsync();
        await using var chromium = await Chromium.StartAsync();
        var page = (await chromium.OpenAsync(pages.Address)).Page;
        await page.EmulateMediaAsync(
            new() { ForcedColors = ForcedColors.Active, ReducedMotion = ReducedMotion.Reduce });
        var row = page.Locator("tr[data-check='Check 2']");
        await Assertions.Expect(page.Locator("#live")).ToHaveClassAsync("live on");
        pages.Board.Show(pages.Red("Check 2"));
        await Assertions.Expect(row).ToHaveAttributeAsync("data-state", "red");
        (await row.EvaluateAsync<string>("row => getComputedStyle(row).animationName")).ShouldBe("none");
        foreach (var shape in (string[])[".mark path", ".strip .failed"])
        {
            (await row.Locator(shape).EvaluateAsync<bool>(
                "shape => getComputedStyle(shape).fill !== getComputedStyle(document.body).backgroundColor"))
                .ShouldBeTrue(shape);
        }
    }

    [Fact]
    public async Task Without_scripts_all_of_it_can_be_read_and_filtered()
    {
        await using var pages = await WatchPages.StartAsync();
        await using var chromium = await Chromium.StartAsync();
        var page = (await chromium.OpenAsync(pages.Address, scripts: false)).Page;
        await Assertions.Expect(page.Locator("tr[data-check]:visible")).ToHaveCountAsync(27);
        await page.GetByLabel("Only what is amiss").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Filter" }).ClickAsync();
        await Assertions.Expect(page.Locator("tr[data-check]:visible")).ToHaveCountAsync(2);
        (await page.Locator("noscript meta[http-equiv=refresh]").CountAsync()).ShouldBe(1);
    }
}
