using System.Collections.Immutable;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;

namespace Dialtone.Lab.Nodes;

/// <summary>Where one endpoint of a user can be reached (RFC 3261 section 10).</summary>
/// <param name="User">Whose it is.</param>
/// <param name="Endpoint">
/// What is bound: a Contact URI; with a flow its <c>+sip.instance</c> and <c>reg-id</c> (RFC 5626 section 6); of a
/// Lync device its instance, where it has one.
/// </param>
/// <param name="Contact">The Contact URI as the endpoint sent it.</param>
/// <param name="CallId">Of the REGISTER that made it.</param>
/// <param name="CSeq">Of the REGISTER that made it.</param>
/// <param name="Address">Where the REGISTER came from.</param>
/// <param name="FrontEnd">The Front End that holds the connection.</param>
/// <param name="Expires">When it ends.</param>
public sealed record Binding(
    string User, string Endpoint, string Contact, string CallId, uint CSeq, EndPointAddress Address, string FrontEnd,
    Instant Expires)
{
    /// <summary><c>&lt;urn:uuid:…&gt;</c>; empty where the endpoint named none.</summary>
    public string Instance { get; init; } = "";

    /// <summary>The number of the flow (RFC 5626); <c>null</c> where it is none.</summary>
    public uint? RegId { get; init; }

    /// <summary>The preference in thousandths; <c>null</c> where none was given.</summary>
    public ushort? Q { get; init; }

    /// <summary>The other parameters of the Contact as they stood, each with its semicolon.</summary>
    public string Parameters { get; init; } = "";

    /// <summary>Whether the user is at home in another pool, and was taken in while that was lost.</summary>
    public bool IsGuest { get; init; }

    /// <summary>The proxies through which the endpoint is reached, in order (RFC 3327).</summary>
    public ImmutableArray<string> Path { get; init; } = [];
}

/// <summary>What a REGISTER did, as <c>presence-state</c> names it (MS-SIPREGE section 2.2.1.4).</summary>
public enum RegisterAction : byte
{
    /// <summary>A binding was made.</summary>
    Added,

    /// <summary>A standing binding was renewed.</summary>
    Refreshed,

    /// <summary>A binding that had been lost was made anew.</summary>
    Fixed,

    /// <summary>The binding is gone.</summary>
    Removed,

    /// <summary>
    /// The CSeq is not higher than that of the standing binding (RFC 3261 section 10.3 step 7): nothing was done.
    /// </summary>
    OutOfOrder,
}
