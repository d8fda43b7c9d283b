using System.Collections.Immutable;
using System.Globalization;
using Dialtone.Core.Devices;
using Dialtone.Core.SignIn;
using Dialtone.Wire.Presence;

namespace Dialtone.Core.Presence;

/// <summary>
/// The user's own publications: their versions, what the server makes of them, and what this phone publishes.
/// </summary>
internal sealed class OwnPublications(DeviceSettings settings)
{
    private const uint MachineStateMark = 0x3000_0000;
    private const uint PhoneStateMark = 0x8000_0000;
    private const uint CallActivityMax = 8999;
    private const int EndpointDigits = 8;

    private readonly Dictionary<(string Name, uint Instance, uint Container), PresenceCategory> _known = [];

    /// <summary>The user's presence as others see it; <c>null</c> where nothing was told of it.</summary>
    public UserPresence? Presence { get; private set; }

    /// <summary>The number of the user's line; empty where none was told.</summary>
    public string Line { get; private set; } = "";

    /// <summary>Takes what is told: a category that is named is told whole.</summary>
    public void Take(CategoryDocument document)
    {
        foreach (var name in document.Categories.Select(category => category.Name).Distinct(StringComparer.Ordinal))
        {
            Forget(document, name);
        }

        foreach (var category in document.Categories)
        {
            if (category is { Instance: { } instance, Container: { } container }
                && _known.Count < PresenceLimits.CategoriesMax)
            {
                _known[(category.Name, instance, container)] = category;
            }
        }

        Judge();
    }

    /// <summary>What a desk phone publishes: that it is there, and that it can speak (MS-PRES).</summary>
    public PublishRequest OfPhone()
    {
        var user = AddressOf(settings.Account);
        var endpoint = uint.Parse(
            settings.Epid.AsSpan(0, EndpointDigits), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        var state = new CategoryContent.State(StateKind.Machine, AvailabilityNumbers.NumberOf(Availability.Available))
        {
            IsManual = false,
            // A phone that is told no zone keeps UTC.
            TimeZone = TimeZoneFacts.Utc,
            DeviceKind = "deskphone",
        };
        var device = new CategoryContent.Device(
            $"{EndpointIdentity.Instance(settings.Epid)}", settings.Account.Uri, "Dialtone",
            CategoryContent.Device.OfDeskPhone);
        var instance = endpoint >> 4;
        var publications = ImmutableArray.CreateBuilder<Publication>();
        publications.Add(Of(CategoryNames.Device, endpoint, ContainerNumbers.Aggregation, device));
        Add(instance | MachineStateMark, state);
        if (settings.PublishesVisibly
            && Presence is { Availability: Availability.Available or Availability.AvailableIdle })
        {
            Add(instance | PhoneStateMark, OfCall());
        }

        return new(user, publications.ToImmutable());

        void Add(uint instance, CategoryContent.State state)
        {
            publications.Add(Of(CategoryNames.State, instance, ContainerNumbers.Aggregation, state));
            publications.Add(Of(CategoryNames.State, instance, ContainerNumbers.AggregationOfWorkgroup, state));
        }
    }

    private static CategoryContent.State OfCall()
    {
        var busy = AvailabilityNumbers.NumberOf(Availability.Busy);
        return new(StateKind.Phone, busy)
        {
            IsManual = false,
            Activity = new("on-the-phone", busy, CallActivityMax),
        };
    }

    /// <summary>The same publications with the versions that the server named.</summary>
    public static PublishRequest Corrected(PublishRequest request, PublishFault fault)
    {
        var publications = request.Publications.ToArray();
        foreach (var wrong in fault.Wrong)
        {
            if (wrong.Index >= 1 && wrong.Index <= publications.Length)
            {
                publications[wrong.Index - 1] = publications[wrong.Index - 1] with { Version = wrong.Current };
            }
        }

        return request with { Publications = [.. publications] };
    }

    public static string AddressOf(AddressOfRecord account) => $"{account.User}@{account.Domain}";

    private Publication Of(string name, uint instance, uint container, CategoryContent content) =>
        new(name, instance, container, _known.GetValueOrDefault((name, instance, container))?.Version ?? 0)
        {
            Content = content,
        };

    // One without an instance is gone; in its container where that is named.
    private void Forget(CategoryDocument document, string name)
    {
        var told = document.Categories.Where(category => category.Name == name);
        var only = told.All(category => category is { Instance: null, Container: not null })
            ? told.Select(category => category.Container).ToHashSet() : null;
        foreach (var key in _known.Keys.Where(key => key.Name == name
            && only?.Contains(key.Container) != false).ToArray())
        {
            _ = _known.Remove(key);
        }
    }

    private void Judge()
    {
        CategoryContent.State? state = null;
        var (note, line) = ("", "");
        foreach (var (key, category) in _known)
        {
            switch (category.Content)
            {
                // Several containers have one; the second is that of most viewers.
                case CategoryContent.State { Kind: StateKind.Aggregate } seen
                    when state is null || key.Container == ContainerNumbers.Aggregation:
                    state = seen;
                    break;
                case CategoryContent.Note { Kind: CategoryContent.Note.Personal } seen when note.Length == 0:
                    note = PeerText.Of(seen.Text);
                    break;
                case CategoryContent.UserProperties { Lines: [var first, ..] } when line.Length == 0:
                    line = PeerText.Of(first.Uri);
                    break;
                default:
                    break;
            }
        }

        Presence = state is null ? null : new(state.Number, PeerText.Of(state.Activity?.Token ?? ""), note);
        Line = line;
    }
}
