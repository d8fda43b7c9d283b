using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;

namespace Dialtone.Lab.Nodes;

/// <summary>Where one endpoint of a user can be reached (RFC 3261 section 10).</summary>
/// <param name="User">Whose it is.</param>
/// <param name="Endpoint">The endpoint: its <c>+sip.instance</c>, or its Contact URI where it has none.</param>
/// <param name="Contact">The Contact as the endpoint sent it, its expires left out.</param>
/// <param name="CallId">Of the REGISTER that made it.</param>
/// <param name="CSeq">Of the REGISTER that made it.</param>
/// <param name="Address">Where the REGISTER came from.</param>
/// <param name="FrontEnd">The Front End that holds the connection.</param>
/// <param name="Expires">When it ends.</param>
public sealed record Binding(
    string User, string Endpoint, string Contact, string CallId, uint CSeq, EndPointAddress Address, string FrontEnd,
    Instant Expires);

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
