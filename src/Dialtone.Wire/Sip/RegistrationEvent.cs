namespace Dialtone.Wire.Sip;

/// <summary>What a Registrar tells of a registration (MS-SIPREGE section 3.2).</summary>
public enum RegistrationEventKind : byte
{
    /// <summary>A word without a name here.</summary>
    Unknown,

    /// <summary>The user has more endpoints than are allowed, or signed in elsewhere.</summary>
    Unregistered,

    /// <summary>An administrator disabled the user.</summary>
    Rejected,

    /// <summary>The user was moved to another server.</summary>
    Deactivated,

    /// <summary>The user's own Registrar is another, or is back: <c>P-Preferred-Registrar</c> says which.</summary>
    PreferredRegistrarChange,

    /// <summary>The user services are not to be had: presence, contacts, conferences.</summary>
    UserServicesUnavailable,
}

/// <summary>
/// The body <c>text/registration-event</c> of a NOTIFY for <c>registration-notify</c>:
/// <c>deregistered;event=rejected</c> (MS-SIPREGE section 4.1.3).
/// </summary>
/// <param name="IsOver">Whether the registration is over with it (<c>deregistered</c>).</param>
/// <param name="Kind">Why.</param>
public readonly record struct RegistrationEvent(bool IsOver, RegistrationEventKind Kind)
{
    /// <summary>The longest body that is read, in bytes; the longest known has 47.</summary>
    public const int BodyBytesMax = 256;

    /// <summary>Reads a body.</summary>
    /// <param name="body">The body; white space and a line end behind it are accepted.</param>
    /// <param name="read">What it says; meaningless when the answer is false.</param>
    /// <param name="fault">What is wrong, at which byte of the body.</param>
    public static bool TryRead(ReadOnlySpan<byte> body, out RegistrationEvent read, out SipFault fault)
    {
        read = default;
        if (body.Length > BodyBytesMax)
        {
            fault = new(SipFaultKind.BodyTooLong, BodyBytesMax);
            return false;
        }

        var text = body.TrimEnd(" \t\r\n"u8);
        var start = SipText.SkipBlanks(text, 0);
        var end = SipText.TokenEnd(text, start);
        var state = text[start..end];
        if (state.IsEmpty)
        {
            fault = new(SipFaultKind.Parameter, start);
            return false;
        }

        var parameters = new SipParameterReader(text[end..], ';', end);
        var kind = parameters.TryFind("event"u8, out var word) ? KindOf(word) : RegistrationEventKind.Unknown;
        read = new(SipText.EqualsIgnoreCase(state, "deregistered"u8), kind);
        fault = parameters.Fault;
        return !fault.IsFault;
    }

    private static RegistrationEventKind KindOf(SipParameter word) =>
        word.ValueIs("unregistered"u8) ? RegistrationEventKind.Unregistered
            : word.ValueIs("rejected"u8) ? RegistrationEventKind.Rejected
            : word.ValueIs("deactivated"u8) ? RegistrationEventKind.Deactivated
            : word.ValueIs("preferred-registrar-change"u8) ? RegistrationEventKind.PreferredRegistrarChange
            : word.ValueIs("userservices-unavailable"u8) ? RegistrationEventKind.UserServicesUnavailable
            : RegistrationEventKind.Unknown;
}
