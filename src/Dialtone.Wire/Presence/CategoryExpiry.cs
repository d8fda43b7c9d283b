namespace Dialtone.Wire.Presence;

/// <summary>How long a publication stands: its <c>expireType</c>.</summary>
public enum CategoryExpiry : byte
{
    /// <summary>Until it is withdrawn.</summary>
    Static,

    /// <summary>As long as the endpoint is registered.</summary>
    Endpoint,

    /// <summary>As long as any endpoint of the user is registered.</summary>
    User,

    /// <summary>For so many seconds.</summary>
    Time,
}
