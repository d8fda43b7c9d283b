using System.Net;

namespace Dialtone.Watcher.Pages;

/// <summary>
/// How often the wrong token was said from where, so that nobody can go through many. Addresses are kept for a minute;
/// where there are too many at once, all that are not known yet count as one.
/// </summary>
internal sealed class TokenAttempts(TimeProvider time)
{
    /// <summary>How many wrong ones an address may say in a minute.</summary>
    public const int WrongMax = 5;

    private const int AddressesMax = 1000;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, (DateTimeOffset Since, int Wrong)> _wrong = [];

    /// <summary>Whether that address may try now.</summary>
    public bool MayTry(IPAddress? address)
    {
        lock (_lock)
        {
            return !_wrong.TryGetValue(KeyOf(address), out var seen)
                || time.GetUtcNow() - seen.Since >= Window || seen.Wrong < WrongMax;
        }
    }

    /// <summary>Counts a wrong one.</summary>
    public void CountWrong(IPAddress? address)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            foreach (var old in _wrong.Where(each => now - each.Value.Since >= Window).ToList())
            {
                _ = _wrong.Remove(old.Key);
            }

            var key = KeyOf(address);
            var (since, wrong) = _wrong.GetValueOrDefault(key, (now, 0));
            _wrong[key] = (since, wrong + 1);
        }
    }

    private IPAddress KeyOf(IPAddress? address) =>
        address is not null && (_wrong.ContainsKey(address) || _wrong.Count < AddressesMax) ? address : IPAddress.None;
}
