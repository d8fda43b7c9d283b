using System.Collections.Immutable;

namespace Dialtone.Wire.Presence;

/// <summary>What an instance of a category holds, as far as it is read here.</summary>
public abstract record CategoryContent
{
    private CategoryContent()
    {
    }

    /// <summary>Whether and how the user can be reached (MS-PRES).</summary>
    /// <param name="Kind">Who made it.</param>
    /// <param name="Number">The availability (<see cref="AvailabilityNumbers"/>).</param>
    public sealed record State(StateKind Kind, uint Number) : CategoryContent
    {
        /// <summary>Whether the user chose it; <c>null</c> where that is not said.</summary>
        public bool? IsManual { get; init; }

        /// <summary>What the user is doing; <c>null</c> where that is not said.</summary>
        public StateActivity? Activity { get; init; }

        /// <summary>The time zone of the endpoint; <c>null</c> where that is not said.</summary>
        public TimeZoneFacts? TimeZone { get; init; }

        /// <summary>The kind of the endpoint: <c>deskphone</c>, <c>computer</c>; empty where not said.</summary>
        public string DeviceKind { get; init; } = "";

        /// <summary>What the number means.</summary>
        public Availability Availability => AvailabilityNumbers.Of(Number);
    }

    /// <summary>What the user says.</summary>
    /// <param name="Text">The text, at most <see cref="PresenceLimits.NoteLengthMax"/> characters.</param>
    /// <param name="Kind"><c>personal</c> or <c>OOF</c>, out of office.</param>
    public sealed record Note(string Text, string Kind = Note.Personal) : CategoryContent
    {
        /// <summary>The kind of a note that the user wrote.</summary>
        public const string Personal = "personal";
    }

    /// <summary>Name and mail address.</summary>
    public sealed record ContactCard(string DisplayName, string Email) : CategoryContent;

    /// <summary>The user's lines.</summary>
    /// <param name="Lines">The lines in their order.</param>
    public sealed record UserProperties(ImmutableArray<UserLine> Lines) : CategoryContent
    {
        /// <inheritdoc/>
        public bool Equals(UserProperties? other) =>
            other is not null && Lines.AsSpan().SequenceEqual(other.Lines.AsSpan());

        /// <inheritdoc/>
        public override int GetHashCode() => Lines.Length;
    }

    /// <summary>A device and what it can do.</summary>
    /// <param name="EndpointId">The UUID of its <c>+sip.instance</c>.</param>
    /// <param name="Uri">The user.</param>
    /// <param name="MachineName">Its name.</param>
    /// <param name="Capabilities">What it can do, in order.</param>
    public sealed record Device(
        string EndpointId, string Uri, string MachineName, ImmutableArray<DeviceCapability> Capabilities)
        : CategoryContent
    {
        /// <summary>What a desk phone can do: speak, and be called into conferences.</summary>
        public static ImmutableArray<DeviceCapability> OfDeskPhone { get; } =
        [
            new("text", false, false, false), new("gifInk", false, false, false), new("isfInk", false, false, false),
            new("applicationSharing", false, false, false), new("confInvite", false, true, true),
            new("voice", true, true, false), new("video", false, false, false),
        ];

        /// <inheritdoc/>
        public bool Equals(Device? other) => other is not null && EndpointId == other.EndpointId && Uri == other.Uri
            && MachineName == other.MachineName && Capabilities.AsSpan().SequenceEqual(other.Capabilities.AsSpan());

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(EndpointId, Uri, MachineName, Capabilities.Length);
    }
}
