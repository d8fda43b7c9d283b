namespace Dialtone.Wire.Sip;

/// <summary>What a REGISTER did to the binding (MS-SIPREGE section 2.2.1.4).</summary>
public enum RegisterAction : byte
{
    /// <summary>Not said, or a word without a name here.</summary>
    Unknown,

    /// <summary>There was no binding: it was made. In answer to a refresh: the server had lost it.</summary>
    Added,

    /// <summary>The binding was there and was renewed.</summary>
    Refreshed,

    /// <summary>The binding was there and not as it should be.</summary>
    Fixed,
}

/// <summary>Where the user's primary cluster stands (MS-SIPREGE section 2.2.1.4).</summary>
public enum ClusterType : byte
{
    /// <summary>Not said, or a word without a name here.</summary>
    Unknown,

    /// <summary>At a central site.</summary>
    Central,

    /// <summary>At a branch.</summary>
    Remote,
}

/// <summary>
/// The header <c>presence-state</c> of a 200 to REGISTER (MS-SIPREGE section 2.2.1.4): what became of the binding, and
/// whether this is the user's own Registrar with all of its services. Parameters and words that are not known are
/// passed over.
/// </summary>
/// <param name="Action">What the REGISTER did.</param>
/// <param name="PrimaryCluster">Where the user's primary cluster stands.</param>
/// <param name="IsConnectedToPrimary">
/// Whether the server belongs to it; <c>null</c> where that was not said. False on a backup Registrar.
/// </param>
/// <param name="UserServicesUnavailable">
/// Whether presence, contacts and conferences are not to be had there at present.
/// </param>
public readonly record struct PresenceState(
    RegisterAction Action, ClusterType PrimaryCluster, bool? IsConnectedToPrimary, bool UserServicesUnavailable)
{
    /// <summary>Whether the user is served at all, but not as usual: survivable mode.</summary>
    public bool IsSurvivable => IsConnectedToPrimary == false || UserServicesUnavailable;

    /// <summary>Reads a value.</summary>
    /// <param name="text">The value.</param>
    /// <param name="state">What it says; meaningless when the answer is false.</param>
    /// <param name="fault">What is wrong, at which byte of <paramref name="text"/> plus <paramref
    /// name="offset"/>.</param>
    /// <param name="offset">Where the text begins in the message.</param>
    public static bool TryRead(ReadOnlySpan<byte> text, out PresenceState state, out SipFault fault, int offset = 0)
    {
        state = default;
        var parameters = new SipParameterReader(text, ';', offset);
        while (parameters.TryNext(out var parameter))
        {
            if (parameter.Is("register-action"u8))
            {
                state = state with { Action = ActionOf(parameter) };
            }
            else if (parameter.Is("primary-cluster-type"u8))
            {
                state = state with { PrimaryCluster = ClusterOf(parameter) };
            }
            else if (parameter.Is("is-connected-to-primary"u8))
            {
                state = state with
                {
                    IsConnectedToPrimary = parameter.ValueIs("yes"u8) ? true
                        : parameter.ValueIs("no"u8) ? false : null,
                };
            }
            else if (parameter.Is("user-services-state"u8))
            {
                state = state with { UserServicesUnavailable = parameter.ValueIs("unavailable"u8) };
            }
        }

        fault = parameters.Fault;
        return !fault.IsFault;
    }

    private static RegisterAction ActionOf(SipParameter parameter) =>
        parameter.ValueIs("added"u8) ? RegisterAction.Added
            : parameter.ValueIs("refreshed"u8) ? RegisterAction.Refreshed
            : parameter.ValueIs("fixed"u8) ? RegisterAction.Fixed
            : RegisterAction.Unknown;

    private static ClusterType ClusterOf(SipParameter parameter) =>
        parameter.ValueIs("central"u8) ? ClusterType.Central
            : parameter.ValueIs("remote"u8) ? ClusterType.Remote
            : ClusterType.Unknown;
}
