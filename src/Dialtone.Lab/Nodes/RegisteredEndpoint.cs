namespace Dialtone.Lab.Nodes;

/// <summary>
/// An endpoint of Lync's family that is registered over a connection, and the subscription to the end of its
/// registration that came with that (MS-SIPREGE section 3.2): what a NOTIFY to it needs.
/// </summary>
internal sealed class RegisteredEndpoint
{
    public required SipAccount Account { get; init; }

    /// <summary>What is bound, as <see cref="Binding.Endpoint"/>.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The Contact URI.</summary>
    public required string Target { get; init; }

    public required string CallId { get; init; }

    /// <summary>From of its requests, as it stands: To of those that it is sent.</summary>
    public required string From { get; init; }

    /// <summary>To of its requests with the tag of the answer: From of what it is sent.</summary>
    public required string To { get; init; }

    /// <summary>Whether it can be registered without the presence service.</summary>
    public required bool KnowsSurvivableMode { get; init; }

    /// <summary>Whether it was taken in while its home was lost.</summary>
    public bool IsGuest { get; set; }

    /// <summary>Whether it has been told that the presence service is not there.</summary>
    public bool IsWithoutPresence { get; set; }

    /// <summary>Whether it has been told that its registration is over; its answer ends it.</summary>
    public bool IsLeaving { get; set; }

    /// <summary>The sequence number of the last request to it.</summary>
    public uint CSeq { get; set; }
}
