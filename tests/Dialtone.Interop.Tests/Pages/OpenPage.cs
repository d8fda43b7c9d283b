using Microsoft.Playwright;

namespace Dialtone.Interop.Tests.Pages;

/// <summary>A page in the browser, and all that it asked for or complained about since.</summary>
internal sealed class OpenPage
{
    private readonly List<string> requests = [];
    private readonly List<string> complaints = [];

    public OpenPage(IPage page)
    {
        Page = page;
        page.Request += (_, request) => requests.Add(request.Url);
        page.Console += (_, message) => complaints.Add(message.Text);
        page.PageError += (_, error) => complaints.Add(error);
    }

    public IPage Page { get; }

    /// <summary>What it asked for, itself first.</summary>
    public IReadOnlyList<string> Requests => requests;

    /// <summary>What is on its console, whatever it is.</summary>
    public IReadOnlyList<string> Complaints => complaints;
}
