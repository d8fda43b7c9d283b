using Microsoft.Playwright;

namespace Dialtone.Interop.Tests.Pages;

/// <summary>How much the text of a page stands out from what it lies on.</summary>
internal static class TextContrast
{
    // Smaller text must stand out more (WCAG 2.2, success criterion 1.4.3).
    private const double ContrastMin = 4.5;

    // Each element that has text of its own, with its colour over the background that it lies on.
    private const string Contrasts = """
        () => {
          const part = v => { v /= 255; return v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; };
          const light = c => .2126 * part(c[0]) + .7152 * part(c[1]) + .0722 * part(c[2]);
          const read = text => (text.match(/[\d.]+/g) || []).map(Number);
          const under = element => {
            for (let e = element; e; e = e.parentElement) {
              const c = read(getComputedStyle(e).backgroundColor);
              if (c.length === 3 || c[3] === 1) return c;
            }
            return [255, 255, 255];
          };
          const found = [];
          for (const element of document.body.querySelectorAll('*')) {
            const text = [...element.childNodes].filter(n => n.nodeType === 3).map(n => n.data.trim()).join('');
            if (!text || element.tagName === 'title' || !element.getClientRects().length) continue;
            const style = getComputedStyle(element);
            const ink = light(read(element.tagName === 'text' ? style.fill : style.color));
            const paper = light(under(element));
            const ratio = (Math.max(ink, paper) + .05) / (Math.min(ink, paper) + .05);
            found.push(`${ratio.toFixed(2)} ${element.tagName} ${text.slice(0, 40)}`);
          }
          return found;
        }
        """;

    /// <summary>Sees that all of it stands out enough.</summary>
    /// <returns>How many elements have text.</returns>
    public static async Task<int> ShouldSufficeAsync(IPage page, string link)
    {
        var contrasts = await page.EvaluateAsync<string[]>(Contrasts);
        contrasts.Where(each => double.Parse(each.Split(' ')[0]) < ContrastMin).ShouldBeEmpty(link);
        return contrasts.Length;
    }
}
