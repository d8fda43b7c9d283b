using Dialtone.Interop.Tests.Bench;
using Microsoft.Playwright;

namespace Dialtone.Interop.Tests.Pages;

/// <summary>Debian's own browser, without a window. None is ever downloaded.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private const string Program = "chromium";

    private readonly IPlaywright playwright;
    private readonly IBrowser browser;

    private Chromium(IPlaywright playwright, IBrowser browser) =>
        (this.playwright, this.browser) = (playwright, browser);

    /// <summary>Starts it; skips the running test, with the reason, where it is not installed.</summary>
    public static async Task<Chromium> StartAsync()
    {
        Requirements.SkipUnlessInstalled(Program);
        var driver = await Playwright.CreateAsync();

        // Root may not use its sandbox; what is opened is what these tests made.
        return new(driver, await driver.Chromium.LaunchAsync(
            new() { ExecutablePath = Tool.Find(Program), Args = ["--no-sandbox"] }));
    }

    /// <summary>Opens a file or an address as a screen or a sheet of paper of that width shows it.</summary>
    public async Task<OpenPage> OpenAsync(
        string file, int width = 1280, ColorScheme colours = ColorScheme.Light, Media media = Media.Screen,
        bool scripts = true)
    {
        var page = await browser.NewPageAsync(new()
        {
            ViewportSize = new() { Width = width, Height = 900 },
            ColorScheme = colours,
            JavaScriptEnabled = scripts,
        });
        await page.EmulateMediaAsync(new() { Media = media, ColorScheme = colours });
        var open = new OpenPage(page);
        await page.GotoAsync(new Uri(file).AbsoluteUri);
        return open;
    }

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
    }
}
