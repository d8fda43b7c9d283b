using System.Collections.Immutable;

namespace Dialtone.Watcher.Configuration;

/// <summary>
/// The places of one object by their keys. A key that is not known, or is there twice, is refused at once.
/// </summary>
internal sealed class ConfigurationFields
{
    private readonly ImmutableArray<string> _keys;
    private readonly Dictionary<string, ConfigurationPlace> _places = new(StringComparer.Ordinal);

    public ConfigurationFields(ConfigurationPlace place, ImmutableArray<string> keys)
    {
        (Place, _keys) = (place, keys);
        foreach (var (key, below) in place.Properties())
        {
            if (!keys.Contains(key))
            {
                below.Refuse(NearestWord.Of(key, keys) is { } meant
                    ? $"there is no such key; perhaps {meant} is meant."
                    : $"there is no such key. There are {string.Join(", ", keys)}.");
            }
            else if (!_places.TryAdd(key, below))
            {
                below.Refuse("is there twice.");
            }
        }
    }

    /// <summary>The object itself.</summary>
    public ConfigurationPlace Place { get; }

    /// <summary>Where what is not said is looked for: the defaults of checks and modules.</summary>
    public ConfigurationFields? Otherwise { get; init; }

    /// <summary>The place of a key, or that of <see cref="Otherwise"/> where only that says something.</summary>
    public ConfigurationPlace this[string key] => Own(key) is { IsGiven: false } own
        && Otherwise is not null && Otherwise._keys.Contains(key) && Otherwise[key] is { IsGiven: true } other
            ? other : Own(key);

    /// <summary>The place of a key here, whatever is said otherwise.</summary>
    public ConfigurationPlace Own(string key) => _places.TryGetValue(key, out var place) ? place
        : _keys.Contains(key) ? Place.Below(key)
        : throw new ArgumentOutOfRangeException(nameof(key), key, "Not a key of this object.");
}
