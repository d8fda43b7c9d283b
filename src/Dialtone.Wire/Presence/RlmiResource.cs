namespace Dialtone.Wire.Presence;

/// <summary>One user of a list.</summary>
/// <param name="Address">The address without <c>sip:</c>.</param>
/// <param name="State">How the subscription to it stands.</param>
/// <param name="ContentId">The part that tells of it, without brackets; empty where there is none.</param>
/// <param name="Pool">The pool that knows of it; empty where that is not said.</param>
public sealed record RlmiResource(string Address, RlmiState State, string ContentId = "", string Pool = "");
